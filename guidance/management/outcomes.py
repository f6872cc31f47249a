"""What an upload or a publication did, as lines for a terminal, and for JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import override

from guidance.catalog.plan import Decision
from guidance.catalog.plan import Outcome as Decided
from guidance.publication.valid import reason_of
from guidance.text.counted import counted
from guidance.text.shorten import shorten
from guidance.translation.export import ExportedFile
from guidance.translation.publish import Outcome, PageOutcome
from guidance.translation.upload_report import NAMED, PLAIN, UploadReport

_SHOWN = 60
# Entries of one file of which no more is to be said: that no page has them, …
_MOST_ALIKE = 10

_REASONS = {
    Outcome.BELOW_THRESHOLD: "not published, too little is translated",
    Outcome.NO_HEADING: "not published, the heading is not translated",
    Outcome.STALE: "left as it is, the source has new texts to translate",
    Outcome.EDITED: "left as it is, an editor changed it",
    Outcome.ADAPTED: "left as it is, an editor adapted it",
    Outcome.DRAFTED: "a draft for review, an editor adapted the page",
    Outcome.REFUSED: "left as it is, it cannot be stored",
}


def outcome_lines(language: str, outcomes: Sequence[PageOutcome]) -> Iterator[str]:
    """Yield a line for each page that did not go out, then one with all counts."""
    for row in outcomes:
        if row.outcome in _REASONS:
            yield (
                f"{language} {row.question}.{row.choice}: {_REASONS[row.outcome]} "
                f"({_told(row)})"
            )
    counts = Counter(row.outcome for row in outcomes)
    shown = ", ".join(f"{counts[each]} {each.value}" for each in Outcome)
    yield f"{language}: {shown}"


def _told(row: PageOutcome) -> str:
    if row.refusal is None:
        return f"{row.percent} % translated"
    with override("en"):
        return reason_of(row.refusal)


def upload_lines(report: UploadReport) -> Iterator[str]:
    """Yield a line for each entry to look at, then one with all counts.

    Of entries that no page has, a file of another version can have thousands, and a plan
    of what it changes: the first ones are named, the others counted. The JSON report has
    them all.
    """
    alike: Counter[Decided] = Counter()
    for decision in report.listed():
        outcome = decision.outcome
        is_alike = outcome is Decided.UNKNOWN or (
            outcome in PLAIN and not decision.findings
        )
        alike[outcome] += is_alike
        if not is_alike or alike[outcome] <= _MOST_ALIKE:
            yield from _entry_lines(report, decision)
    for outcome, count in alike.items():
        if count > _MOST_ALIKE:
            more = counted(count - _MOST_ALIKE, "more entry", "more entries")
            yield f"{report.name}: {outcome}: {more}; --report FILE names them all"
    counts = report.counts()
    entries = counted(counts.pop("entries"), "entry", "entries")
    rest = ", ".join(f"{count} {name}" for name, count in counts.items())
    yield f"{report.name} ({report.language}): {entries}, {rest}"
    if not report.has_entries():
        yield f"{report.name}: it has a header and no entry."


def _entry_lines(report: UploadReport, decision: Decision) -> Iterator[str]:
    place = f"{report.name}:{decision.line}"
    text = shorten(decision.entry.msgid, _SHOWN)
    if decision.outcome in NAMED or not decision.findings:
        yield f"{place}: {decision.outcome.value}: {text}"
    if decision.outcome is Decided.CONFLICT:
        yield f"{place}: stored: {shorten(report.stored(decision), _SHOWN)}"
        yield f"{place}: uploaded: {shorten(decision.entry.msgstr, _SHOWN)}"
    for finding in decision.findings:
        yield f"{place}: {finding.severity.value}: {finding} [{finding.code}] {text}"


def export_line(file: ExportedFile, *, dry_run: bool = False) -> str:
    """Return the line for one file of an export."""
    written = "would be written" if dry_run else "written"
    state = written if file.changed else "unchanged"
    words = file.words
    if words is None:
        return f"{file.path}: {state}"
    kept = f"; {file.kept} not imported yet, kept" if file.kept else ""
    return (
        f"{file.path}: {state}; {words.translated} translated, {words.fuzzy} fuzzy, "
        f"{words.untranslated} untranslated; {counted(words.words, 'word', 'words')}, "
        f"{words.open_words} of them to do{kept}"
    )


def page_rows(language: str, outcomes: Iterable[PageOutcome]) -> list[dict[str, Any]]:
    """Return what became of the pages of a language, for a report as JSON."""
    return [
        {
            "locale": language,
            "question": page.question,
            "choice": page.choice,
            "outcome": page.outcome.value,
            "percent": page.percent,
        }
        for page in outcomes
    ]
