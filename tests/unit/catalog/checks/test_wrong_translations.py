"""Each mistake is found, with the right weight, and by the check that is meant to."""

import pytest

from guidance.catalog.checks import LINK_CHECKS, TEXT_CHECKS, Check, check, has_error
from guidance.catalog.entry import Entry
from guidance.findings import Severity
from tests.unit.catalog.checks.wrong_translations import ERRORS, WARNINGS


@pytest.mark.parametrize(("code", "language", "msgctxt", "msgid", "msgstr"), ERRORS)
def test_an_error_keeps_the_entry_from_being_stored(
    code: str, language: str, msgctxt: str, msgid: str, msgstr: str
) -> None:
    entry = Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgstr, line=12)

    findings = check(entry, language)

    errors = {found.code for found in findings if found.severity == Severity.ERROR}
    assert code in errors
    assert has_error(findings)
    assert {found.line for found in findings} == {12}


@pytest.mark.parametrize(("code", "language", "msgctxt", "msgid", "msgstr"), WARNINGS)
def test_a_warning_does_not(
    code: str, language: str, msgctxt: str, msgid: str, msgstr: str
) -> None:
    entry = Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgstr)

    findings = check(entry, language)

    assert code in {found.code for found in findings}
    assert not has_error(findings)


@pytest.mark.parametrize(
    "one",
    list(dict.fromkeys([*TEXT_CHECKS, *LINK_CHECKS])),
    ids=lambda one: f"{one.__module__}.{one.__name__}",
)
def test_no_check_is_there_for_nothing(one: Check) -> None:
    found = [
        code
        for code, language, msgctxt, msgid, msgstr in (*ERRORS, *WARNINGS)
        for finding in one(Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgstr), language)
        if finding.code == code
    ]

    assert found


@pytest.mark.parametrize(
    ("code", "language", "msgctxt", "msgid", "msgstr"), [*ERRORS, *WARNINGS]
)
def test_a_finding_can_be_read(
    code: str, language: str, msgctxt: str, msgid: str, msgstr: str
) -> None:
    del code
    entry = Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgstr)

    for finding in check(entry, language):
        text = str(finding)
        assert text == text.strip()
        assert text.endswith((".", "?", "…"))
        assert (
            "%(" not in text.replace(msgid, "").replace(msgstr, "") or "{" not in text
        )


def test_an_entry_without_translation_has_no_findings() -> None:
    assert check(Entry(msgid="<a1>Rehberi</a1> okuyun."), "en") == ()
