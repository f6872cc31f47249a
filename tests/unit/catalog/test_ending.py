"""A file that breaks off inside its last text."""

import pytest

from guidance.catalog.ending import Ending, cut_off, ending, promised
from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.header import MESSAGES
from guidance.catalog.plan import Outcome, Stored, plan_upload
from guidance.catalog.pofile import parse

HEADER = 'msgid ""\nmsgstr "X-Rehber-Messages: {}\\n"\n\n'
SOURCE, WHOLE = "Üyelere her yıl yazılır.", "Members are written to every year."
WRAPPED = f'msgid "{SOURCE}"\nmsgstr ""\n"Members are written "\n'


def planned(text: str, stored: Stored, promise: int = 1) -> tuple[Outcome, list[str]]:
    catalog = parse((HEADER.format(promise) + text).encode())
    (decision,) = plan_upload(
        catalog.entries, {("", SOURCE): stored}, "en", end=ending(catalog)
    )
    return decision.outcome, [each.code for each in decision.findings]


@pytest.mark.parametrize(
    "text",
    [
        WRAPPED,
        f"#, fuzzy\n{WRAPPED}",
        # It ends with no space, but not as its source does.
        WRAPPED.replace('written "', 'well-"'),
    ],
)
def test_half_a_text_at_the_end_is_rejected(text: str) -> None:
    outcome, codes = planned(text, Stored())

    assert outcome is Outcome.REJECTED
    assert codes[-1] == "cut-off"


def test_any_wrapped_text_at_the_end_is_when_messages_are_missing() -> None:
    text = f'msgid "{SOURCE}"\nmsgstr ""\n"Members are "\n"told."\n'

    assert planned(text, Stored(), promise=1) == (Outcome.NEW, [])
    assert planned(text, Stored(), promise=2) == (Outcome.REJECTED, ["cut-off"])


@pytest.mark.parametrize(
    "stored",
    [
        Stored("Members are told. Always."),
        Stored(WHOLE, exported="Members are told. Always."),
        Stored(WHOLE, older={"Members are told. Always."}, exported=WHOLE),
    ],
)
def test_a_text_that_goes_on_in_the_database_is_half_a_text(stored: Stored) -> None:
    text = f'msgid "{SOURCE}"\nmsgstr ""\n"Members are "\n"told."\n'

    assert planned(text, stored) == (Outcome.REJECTED, ["cut-off"])


@pytest.mark.parametrize(
    "text",
    [
        f'msgid "{SOURCE}"\nmsgstr "Members are told."\n',
        f'msgid "{SOURCE}"\nmsgstr ""\n"Members "\n"are told."\n# A comment.\n',
        f'msgid "{SOURCE}"\nmsgstr "Told."\n#~ msgid "Eski."\n#~ msgstr ""\n#~ "Old"\n',
    ],
)
def test_a_text_that_is_surely_whole_is_not(text: str) -> None:
    assert ending(parse((HEADER.format(9) + text).encode())) is None


def test_a_half_text_that_is_stored_already_changes_nothing() -> None:
    assert planned(WRAPPED, Stored("Members are written ")) == (Outcome.SAME, [])


@pytest.mark.parametrize(
    ("value", "number"), [("3", 3), ("", 0), ("many", 0), ("9" * 5000, 0), ("٣", 0)]
)
def test_what_a_header_promises_is_a_number_or_nothing(value: str, number: int) -> None:
    assert promised(Catalog(((MESSAGES, value),))) == number


def test_a_whole_text_has_no_finding() -> None:
    end = Ending(Entry(msgid=SOURCE, msgstr=WHOLE), is_short=False)

    assert cut_off(end, ["", WHOLE, "Something else."], ()) is None
