"""The report of an import: one table on a terminal, the same as JSON."""

from collections.abc import Iterator
from typing import Any

from guidance.findings import Finding
from importers.action import Action
from importers.document_report import DocumentReport, Report


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain data; the shape is documented in docs/importing.md."""
    return {
        "counts": report.counts(),
        "documents": [_document(document) for document in report.documents],
        "gone": [
            {"path": gone.path, "question": gone.question, "choice": gone.choice}
            for gone in report.gone
        ],
        "notes": [
            {"path": path, **finding_as_json(finding)} for path, finding in report.notes
        ],
    }


def lines(report: Report) -> Iterator[str]:
    """Yield one line for each finding and each document that did not simply go in."""
    for document in report.documents:
        yield from _lines(document)
    for path, finding in report.notes:
        yield _line(path, finding)
    for gone in report.gone:
        what = "unpublished" if report.retired else "no longer in the source"
        yield f"{gone.path}: {what}"


def _document(document: DocumentReport) -> dict[str, Any]:
    return {
        "path": document.path,
        "action": document.action.value,
        "question": document.question,
        "choice": document.choice,
        "findings": [finding_as_json(finding) for finding in document.findings],
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data; ``finding_from_json`` reads it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "line": finding.line,
        "message": str(finding),
    }


def _lines(document: DocumentReport) -> Iterator[str]:
    if document.action in _SILENT and not document.findings:
        return
    if not document.findings:
        yield f"{document.path}: {document.action.value}"
    for finding in document.findings:
        yield _line(document.path, finding)


def _line(path: str, finding: Finding) -> str:
    place = path if finding.line is None else f"{path}:{finding.line}"
    return f"{place}: {finding.severity.value}: {finding} [{finding.code}]"


_SILENT = frozenset({Action.KEEP, Action.QUESTION, Action.CREATE, Action.UPDATE})
