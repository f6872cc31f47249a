"""What a terminal is told of an upload; entries that no page has are counted."""

from dataclasses import replace

from guidance.catalog.entry import Entry
from guidance.catalog.plan import Decision, Outcome
from guidance.management.outcomes import upload_lines
from guidance.translation.upload_report import UploadReport

CHANGED = 12


def _report(unknown: int) -> UploadReport:
    decisions = [
        Decision(
            Entry(msgid=f"Metin {number}.", msgstr="Text.", line=number),
            None,
            Outcome.UNKNOWN,
        )
        for number in range(1, unknown + 1)
    ]
    conflict = Decision(
        Entry(msgid="Evet.", msgstr="Yes!", line=99), ("", "Evet."), Outcome.CONFLICT
    )
    return UploadReport("en.po", "en", (*decisions, conflict))


def test_ten_unknown_entries_are_named_and_the_others_counted():
    lines = list(upload_lines(_report(12)))

    assert [line for line in lines if "unknown: Metin" in line] == [
        f"en.po:{number}: unknown: Metin {number}." for number in range(1, 11)
    ]
    assert "en.po: unknown: 2 more entries; --report FILE names them all" in lines
    assert "en.po:99: conflict: Evet." in lines
    assert len(_report(12).as_json()["entries"]) == 13


def test_ten_are_no_more_than_ten():
    lines = list(upload_lines(_report(10)))

    assert not [line for line in lines if "more" in line]


def test_a_plan_names_what_it_changes():
    decisions = tuple(
        Decision(
            Entry(msgid=f"Metin {number}.", msgstr="Text.", line=number),
            ("", f"Metin {number}."),
            Outcome.CHANGED,
        )
        for number in range(1, CHANGED + 1)
    )
    report = UploadReport("en.po", "en", decisions)
    plan = replace(report, is_plan=True)

    lines = list(upload_lines(plan))

    assert lines[0] == "en.po:1: changed: Metin 1."
    assert lines[-2] == "en.po: changed: 2 more entries; --report FILE names them all"
    assert len(plan.as_json()["entries"]) == CHANGED
    assert list(upload_lines(report)) == lines[-1:]
    assert report.as_json()["entries"] == []
