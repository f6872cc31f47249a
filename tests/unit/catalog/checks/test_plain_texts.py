"""Most texts are plain: what is left out for them would have found nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.catalog.checks import LINK_CHECKS, TEXT_CHECKS, check, emptiness, length
from guidance.catalog.context import LINK
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from tests.unit.catalog.checks.correct_translations import CORRECT
from tests.unit.catalog.checks.wrong_translations import ERRORS, WARNINGS

_LETTERS = st.text(
    "aAbğıİşzéñ 07%{}<>&@:/.,;!?()*_-#'\"“”«»…\u200b\u202e\u00ad\n\t٣م،？年",
    max_size=40,
)
_CASES = [
    *CORRECT,
    *((language, *rest) for _, language, *rest in (*ERRORS, *WARNINGS)),
]


def every_check(entry: Entry, language: str) -> tuple[Finding, ...]:
    checks = LINK_CHECKS if entry.msgctxt == LINK else TEXT_CHECKS
    return tuple(finding for run in checks for finding in run(entry, language))


@pytest.mark.parametrize(("language", "msgctxt", "msgid", "msgstr"), _CASES)
def test_every_check_would_find_the_same(
    language: str, msgctxt: str, msgid: str, msgstr: str
) -> None:
    entry = Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgstr)
    if emptiness.is_without_text(msgstr) or length.is_too_long(entry):
        return

    assert check(entry, language) == every_check(entry, language)


@given(_LETTERS.filter(bool), _LETTERS.filter(str.strip))
def test_of_any_text(msgid: str, msgstr: str) -> None:
    entry = Entry(msgid=msgid, msgstr=msgstr)
    if emptiness.is_without_text(msgstr) or length.is_too_long(entry):
        return

    assert check(entry, "en") == every_check(entry, "en")
