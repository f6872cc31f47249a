"""What became of an uploaded file: as values, as counts and as JSON."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidance.catalog.plan import SETTLED, Decision, Outcome
from guidance.findings import Severity

# What a reader of the report has to know by its name; the rest is only counted, and
# what is rejected has findings that say why.
NAMED = frozenset({Outcome.CONFLICT, Outcome.STALE, Outcome.UNKNOWN, Outcome.OUTDATED})
_LISTED = NAMED | {Outcome.REJECTED}
_QUIET = frozenset({Outcome.SAME, Outcome.EMPTY, Outcome.OBSOLETE})


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of a file; ``owners`` are the documents that it speaks of (q10.c2).

    ``repeated`` are the counts of a file that was not read again, because the very same
    one was applied last. ``upload`` is the number to undo it by, None when nothing was
    written.
    """

    name: str
    language: str
    decisions: tuple[Decision, ...] = ()
    owners: frozenset[str] = frozenset()
    repeated: Mapping[str, int] | None = None
    upload: int | None = None

    def counts(self) -> dict[str, int]:
        """Return how many entries had each outcome; ``entries`` is their sum."""
        if self.repeated is not None:
            return dict(self.repeated)
        outcomes = Counter(decision.outcome for decision in self.decisions)
        return {
            "entries": len(self.decisions),
            **{each.value: outcomes[each] for each in Outcome},
        }

    def listed(self) -> list[Decision]:
        """Return the entries that somebody has to look at."""
        return [
            decision
            for decision in self.decisions
            if decision.outcome in _LISTED
            or any(each.severity is not Severity.INFO for each in decision.findings)
        ]

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
        return {
            "file": self.name,
            "locale": self.language,
            "counts": self.counts(),
            "entries": [_entry_json(decision) for decision in self.listed()],
        }


def no_counts() -> dict[str, int]:
    """Return the counts of a file without entries."""
    return UploadReport("", "").counts()


def _entry_json(decision: Decision) -> dict[str, Any]:
    entry = decision.entry
    return {
        "line": entry.line,
        "msgctxt": entry.msgctxt,
        "msgid": entry.msgid,
        "outcome": decision.outcome.value,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": str(finding),
            }
            for finding in decision.findings
        ],
    }
