import pytest

from guidance.presentation.state import MISSING, Standing, State, is_stale
from guidance.presentation.versions import shown_language


@pytest.mark.parametrize(
    ("total", "untranslated", "share"),
    [(10, 0, 1.0), (10, 3, 0.7), (300, 1, 0.99), (3, 3, 0.0), (3, 4, 0.0), (0, 1, 0.0)],
)
def test_completeness_is_rounded_down(total, untranslated, share):
    assert Standing(State.PARTIAL, total, untranslated).completeness == share


def test_what_is_missing_is_not_complete_at_all():
    assert MISSING.completeness == 0.0


@pytest.mark.parametrize(
    ("made_from", "source", "stale"),
    [("a", "a", False), ("a", "b", True), ("", "b", False), ("a", "", False)],
)
def test_a_translation_is_stale_when_it_was_made_from_another_source(
    made_from, source, stale
):
    assert is_stale(made_from, source) is stale


@pytest.mark.parametrize(
    ("available", "requested", "shown"),
    [
        ({"tr", "en"}, "en", "en"),
        ({"tr", "en"}, "ar", "tr"),
        ({"en"}, "ar", None),
        ({"en"}, "tr", None),
        (set(), "tr", None),
    ],
)
def test_the_source_is_shown_where_there_is_no_translation(available, requested, shown):
    assert shown_language(available, requested, "tr") == shown
