"""A change that leaves the meaning as it was keeps translations valid."""

import pytest

from guidance.catalog.message import Known
from guidance.catalog.minor import confirm, withdraw

OLD, NEW = ("", "Her ay toplanırız"), ("", "Her ay toplanırız.")
DONE = Known("We meet every month.", comment="Seen.")
CARRIED = Known("We meet every month.", True, *OLD, comment="Seen.")


def test_what_was_carried_over_is_valid_again() -> None:
    assert confirm(NEW, OLD, {OLD: DONE, NEW: CARRIED}, "en") == DONE


@pytest.mark.parametrize(
    "known",
    [
        {},
        {OLD: DONE},
        {NEW: CARRIED},
        # It was not valid before.
        {OLD: Known("We meet every month.", fuzzy=True), NEW: CARRIED},
        # Somebody has worked on it.
        {OLD: DONE, NEW: Known("We meet monthly.", True, *OLD)},
        {OLD: DONE, NEW: Known("We meet every month.")},
        # It was made from an even older text.
        {OLD: DONE, NEW: Known("We meet every month.", True, "", "Toplanırız")},
    ],
)
def test_nothing_else_is(known: dict[tuple[str, str], Known]) -> None:
    assert confirm(NEW, OLD, known, "en") is None


def test_a_new_link_has_to_be_put_somewhere_first() -> None:
    linked = ("", "Her ay <a1>toplanırız</a1>.")

    assert confirm(linked, OLD, {OLD: DONE, linked: CARRIED}, "en") is None


def test_it_can_be_taken_back() -> None:
    assert withdraw(NEW, OLD, {OLD: DONE, NEW: DONE}) == CARRIED
    assert withdraw(NEW, OLD, {OLD: DONE, NEW: Known("We meet monthly.")}) is None
    assert withdraw(NEW, OLD, {OLD: DONE, NEW: CARRIED}) is None
    assert withdraw(NEW, OLD, {NEW: DONE}) is None
