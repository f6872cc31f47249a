"""What became of an uploaded file: as values, as counts and as JSON."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.catalog.plan import SETTLED, WRITTEN, Decision, Outcome
from guidance.findings import Finding, Severity

# What a reader of the report has to know by its name; the rest is only counted, and
# what is rejected has findings that say why.
NAMED = frozenset({Outcome.CONFLICT, Outcome.STALE, Outcome.UNKNOWN, Outcome.OUTDATED})
# What is simply stored.
PLAIN = WRITTEN - NAMED
_LISTED = NAMED | {Outcome.REJECTED}
_QUIET = frozenset({Outcome.SAME, Outcome.EMPTY, Outcome.OBSOLETE})


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of a file; ``owners`` are the documents that it speaks of (q10.c2).

    ``before`` is what was stored when the file came.

    ``repeated`` are the counts of a file that was not read again, because the very same
    one was applied last. ``upload`` is the number to undo it by, None when nothing was
    written. ``is_plan`` says that nothing was stored yet: then all that would be is listed.
    """

    name: str
    language: str
    decisions: tuple[Decision, ...] = ()
    owners: frozenset[str] = frozenset()
    repeated: Mapping[str, int] | None = None
    upload: int | None = None
    before: Mapping[Key, Known] = field(default_factory=dict, repr=False)
    is_plan: bool = False

    def counts(self) -> dict[str, int]:
        """Return how many entries had each outcome; ``entries`` is their sum."""
        if self.repeated is not None:
            return dict(self.repeated)
        outcomes = Counter(decision.outcome for decision in self.decisions)
        return {
            "entries": len(self.decisions),
            **{each.value: outcomes[each] for each in Outcome},
        }

    def has_entries(self) -> bool:
        """Whether there is more in the file than a header."""
        return bool(self.counts()["entries"])

    def listed(self) -> list[Decision]:
        """Return the entries that somebody has to look at, of a plan all that it changes."""
        listed = _LISTED | PLAIN if self.is_plan else _LISTED
        return [
            decision
            for decision in self.decisions
            if decision.outcome in listed
            or any(each.severity is not Severity.INFO for each in decision.findings)
        ]

    def stored(self, decision: Decision) -> str:
        """Return the text that was stored of an entry's message, ``""`` for none."""
        found = self.before.get(decision.key) if decision.key is not None else None
        return found.msgstr if found is not None else ""

    def failed(self) -> bool:
        """Whether an entry was rejected or is in conflict: exit status 1."""
        failing = (Outcome.REJECTED, Outcome.CONFLICT)
        return any(decision.outcome in failing for decision in self.decisions)

    def is_quiet(self) -> bool:
        """Whether the file says nothing but what is stored."""
        return all(decision.outcome in _QUIET for decision in self.decisions)

    def is_settled(self) -> bool:
        """Whether the same file again would change and list nothing."""
        return all(decision.outcome in SETTLED for decision in self.decisions)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data; docs/translators.md shows it."""
        return self._shown(_finding_json)

    def as_row(self) -> dict[str, Any]:
        """Return the report for the database: as JSON, with what a translation needs."""
        return self._shown(finding_as_row)

    def _shown(self, show: Callable[[Finding], dict[str, Any]]) -> dict[str, Any]:
        return {
            "file": self.name,
            "locale": self.language,
            "counts": self.counts(),
            "entries": [self._entry(each, show) for each in self.listed()],
        }

    def _entry(
        self, decision: Decision, show: Callable[[Finding], dict[str, Any]]
    ) -> dict[str, Any]:
        entry = decision.entry
        return {
            "line": entry.line,
            "msgctxt": entry.msgctxt,
            "msgid": entry.msgid,
            "outcome": decision.outcome.value,
            "stored": self.stored(decision),
            "uploaded": entry.msgstr,
            "findings": [show(finding) for finding in decision.findings],
        }


def no_counts() -> dict[str, int]:
    """Return the counts of a file without entries."""
    return UploadReport("", "").counts()


def finding_as_row(finding: Finding) -> dict[str, Any]:
    """Return a finding for the database; ``finding_from_row`` reads it.

    The message stays apart from its values, so that the admin can show it in the
    language of whoever reads it.
    """
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message_id": finding.message,
        "values": {
            name: value if isinstance(value, int) else str(value)
            for name, value in finding.values.items()
        },
    }


def finding_from_row(row: Mapping[str, Any]) -> Finding:
    """Return the finding; rows of older uploads have only the finished message."""
    return Finding(
        code=row["code"],
        severity=Severity(row["severity"]),
        message=row["message_id"] if "message_id" in row else row["message"],
        values=row.get("values", {}),
    )


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": str(finding),
    }
