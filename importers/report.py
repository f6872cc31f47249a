"""The report of an import: one table on a terminal, the same as JSON."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from guidance.findings import Finding, Severity
from importers.action import Action
from importers.document_report import DocumentReport, Gone, Report


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain data; the shape is documented in docs/importing.md."""
    return _as_data(report, finding_as_json)


def as_row(report: Report) -> dict[str, Any]:
    """Return the report for the database: as JSON, with what a translation needs."""
    return _as_data(report, finding_as_row)


def _as_data(
    report: Report, show: Callable[[Finding], dict[str, Any]]
) -> dict[str, Any]:
    return {
        "written": report.written,
        "counts": report.counts(),
        "documents": [_document(document, show) for document in report.documents],
        "gone": [
            {
                "path": gone.path,
                "question": gone.question,
                "choice": gone.choice,
                "unpublished": list(gone.unpublished),
            }
            for gone in report.gone
        ],
        "notes": [{"path": path, **show(finding)} for path, finding in report.notes],
    }


def lines(report: Report) -> Iterator[str]:
    """Yield one line for each finding and each document that did not simply go in."""
    for document in report.documents:
        yield from _lines(document)
    for path, finding in report.notes:
        yield _line(path, finding)
    for gone in report.gone:
        yield f"{gone.path}: {_fate_of_gone(gone, written=report.written)}"


def closing(report: Report, *, dry_run: bool) -> str | None:
    """Return the last line when nothing was written: that, and why."""
    if report.written:
        return None
    rejected = report.counts()[Action.REJECT.value]
    if dry_run:
        return "Nothing was written (--dry-run)."
    were = "1 document was" if rejected == 1 else f"{rejected} documents were"
    return f"Nothing was written (--strict: {were} rejected)."


def _fate_of_gone(gone: Gone, *, written: bool) -> str:
    if not gone.unpublished:
        return "no longer in the source"
    languages = ", ".join(gone.unpublished)
    return f"{'unpublished' if written else 'would be unpublished'} ({languages})"


def _document(
    document: DocumentReport, show: Callable[[Finding], dict[str, Any]]
) -> dict[str, Any]:
    return {
        "path": document.path,
        "action": document.action.value,
        "question": document.question,
        "choice": document.choice,
        "page": document.page,
        "revision": document.revision,
        "findings": [show(finding) for finding in _in_order(document)],
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data, for scripts and people."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "line": finding.line,
        "message": str(finding),
    }


def finding_as_row(finding: Finding) -> dict[str, Any]:
    """Return a finding for the database; ``finding_from_row`` reads it.

    The message stays apart from its values, so that the admin can show it in the
    language of whoever reads it.
    """
    return {
        **finding_as_json(finding),
        "msgid": finding.message,
        "values": {
            name: value if isinstance(value, int) else str(value)
            for name, value in finding.values.items()
        },
    }


def public(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored report as ``as_json`` gives it."""
    return {
        **row,
        "documents": [
            {**document, "findings": [*map(_public, document["findings"])]}
            for document in row.get("documents", ())
        ],
        "notes": [*map(_public, row.get("notes", ()))],
    }


def _public(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in finding.items() if name not in _FOR_TRANSLATION
    }


def finding_from_row(row: Mapping[str, Any]) -> Finding:
    """Return the finding; rows of older imports have only the finished message."""
    values = row.get("values", {})
    return Finding(
        code=row["code"],
        severity=Severity(row["severity"]),
        message=row["msgid"] if values else row["message"],
        line=row["line"],
        values=values,
    )


def _lines(document: DocumentReport) -> Iterator[str]:
    if document.action in _SILENT and not document.findings:
        return
    if not document.findings:
        yield f"{document.path}: {document.action.value}"
    for finding in _in_order(document):
        yield _line(document.path, finding)


def _in_order(document: DocumentReport) -> list[Finding]:
    """Return the findings as one reads the file; what is about all of it comes first."""
    return sorted(document.findings, key=lambda finding: finding.line or 0)


def _line(path: str, finding: Finding) -> str:
    place = path if finding.line is None else f"{path}:{finding.line}"
    return f"{place}: {finding.severity.value}: {finding} [{finding.code}]"


_FOR_TRANSLATION = frozenset({"msgid", "values"})
_SILENT = frozenset({Action.KEEP, Action.QUESTION, Action.CREATE, Action.UPDATE})
