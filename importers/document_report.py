"""The report of an import, as data: one row per document, and the counts."""

from collections import Counter
from dataclasses import dataclass

from guidance.findings import Finding, Severity
from importers.action import Action


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One row of the report; ``page`` and ``revision`` are what the import wrote."""

    path: str
    action: Action
    question: int | None
    choice: int | None
    findings: tuple[Finding, ...] = ()
    page: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A document of this source that is no longer there.

    ``unpublished`` are the languages in which its page was taken off the site;
    ``is_locked`` says that it was left there because somebody holds it.
    """

    path: str
    question: int
    choice: int
    unpublished: tuple[str, ...] = ()
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All of it: the table and the JSON show the same.

    ``notes`` are (path, finding) about things that are no documents. If it is not
    ``written``, everything in it is only what would have happened.
    """

    documents: tuple[DocumentReport, ...]
    gone: tuple[Gone, ...] = ()
    retired: bool = False
    notes: tuple[tuple[str, Finding], ...] = ()
    written: bool = True

    def counts(self) -> dict[str, int]:
        """Return the counts; ``seen`` is the sum of the nine actions."""
        actions = Counter(document.action for document in self.documents)
        warnings = sum(
            finding.severity is Severity.WARNING
            for document in self.documents
            for finding in document.findings
        )
        return {
            "seen": len(self.documents),
            **{action.value: actions[action] for action in Action},
            "retire": sum(bool(gone.unpublished) for gone in self.gone),
            "warnings": warnings
            + len(self.notes)
            + (0 if self.retired else len(self.gone)),
        }

    def failed(self) -> bool:
        """Whether a document was rejected or is in conflict: exit status 1."""
        return any(
            document.action in (Action.REJECT, Action.CONFLICT)
            for document in self.documents
        )
