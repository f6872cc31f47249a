"""What an export did: one row for each file, as lines and as plain data. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guidance.findings import Finding, Severity
from importers.report import finding_as_json


class Action(StrEnum):
    """What happened to a file; the counts of the report go by these names."""

    WRITE = "write"
    KEEP = "keep"
    SKIP = "skip"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One document. ``edited`` when its page says something else than its last import."""

    path: str
    action: Action
    question: int
    choice: int | None
    edited: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportReport:
    """All of it: the table and the JSON show the same."""

    documents: tuple[FileReport, ...]
    pictures: int = 0

    def counts(self) -> dict[str, int]:
        """Return the counts; ``seen`` is the sum of the four actions."""
        actions = Counter(document.action for document in self.documents)
        warnings = sum(
            finding.severity is Severity.WARNING
            for document in self.documents
            for finding in document.findings
        )
        return {
            "seen": len(self.documents),
            **{action.value: actions[action] for action in Action},
            "edited": sum(document.edited for document in self.documents),
            "pictures": self.pictures,
            "warnings": warnings,
        }

    def failed(self) -> bool:
        """Whether a file does not say what its page says: exit status 1."""
        return any(
            finding.severity is Severity.ERROR
            for document in self.documents
            for finding in document.findings
        )


def as_json(report: ExportReport) -> dict[str, Any]:
    """Return the report as plain data; the shape is documented in docs/exporting.md."""
    return {
        "counts": report.counts(),
        "documents": [
            {
                "path": each.path,
                "action": each.action.value,
                "question": each.question,
                "choice": each.choice,
                "edited": each.edited,
                "findings": [finding_as_json(finding) for finding in each.findings],
            }
            for each in report.documents
        ],
    }


def lines(report: ExportReport) -> Iterator[str]:
    """Yield one line for each finding."""
    for each in report.documents:
        for finding in each.findings:
            yield f"{each.path}: {finding.severity.value}: {finding} [{finding.code}]"
