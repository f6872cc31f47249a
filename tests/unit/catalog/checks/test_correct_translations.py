"""No false alarms: what is right has no findings, in any language."""

from collections import Counter

import pytest

from guidance.catalog.checks import check
from guidance.catalog.entry import Entry
from tests.unit.catalog.checks.correct_translations import CORRECT


@pytest.mark.parametrize(("language", "msgctxt", "msgid", "msgstr"), CORRECT)
def test_a_correct_translation_has_no_findings(
    language: str, msgctxt: str, msgid: str, msgstr: str
) -> None:
    entry = Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgstr)

    assert [str(finding) for finding in check(entry, language)] == []


def test_the_table_is_large_enough_to_mean_something() -> None:
    by_language = Counter(language for language, *_ in CORRECT)

    assert by_language.total() >= 60
    assert all(by_language[language] >= 10 for language in ("en", "ar", "de"))


@pytest.mark.parametrize(("language", "msgctxt", "msgid", "msgstr"), CORRECT)
def test_the_source_compared_with_itself_has_at_most_one_finding(
    language: str, msgctxt: str, msgid: str, msgstr: str
) -> None:
    del msgstr
    entry = Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgid)

    codes = {finding.code for finding in check(entry, language)}

    assert codes <= {"untranslated", "wrong-script"}
