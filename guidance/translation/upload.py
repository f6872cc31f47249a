"""Taking translations in: a plan first, then one transaction per file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from guidance.catalog.context import LINK
from guidance.catalog.entry import Key
from guidance.catalog.header import EXPORT
from guidance.catalog.message import Known, Use
from guidance.catalog.plan import WRITTEN, Decision, Outcome, plan_upload
from guidance.findings import Severity
from guidance.models import CatalogUpload, TranslationOrigin
from guidance.text.address import host
from guidance.translation.catalog_files import CatalogFile, UploadRefusedError
from guidance.translation.columns import write_columns
from guidance.translation.extract import ensure_messages, sync_messages
from guidance.translation.history import load_stored
from guidance.translation.memory import Memory, load_memory, write_translations

# What a reader of the report has to know about; the rest is only counted.
_LISTED = frozenset(
    {Outcome.REJECTED, Outcome.CONFLICT, Outcome.STALE, Outcome.UNKNOWN}
)
# The stored text stays, but the translator's own note is taken.
_NOTED = frozenset({Outcome.SAME, Outcome.EMPTY})


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of a file; ``owners`` are the documents that it speaks of (q10.c2)."""

    name: str
    language: str
    decisions: tuple[Decision, ...]
    owners: frozenset[str]

    def counts(self) -> dict[str, int]:
        """Return how many entries had each outcome; ``entries`` is their sum."""
        outcomes = [decision.outcome for decision in self.decisions]
        return {
            "entries": len(outcomes),
            **{each.value: outcomes.count(each) for each in Outcome},
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

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data; docs/translators.md shows it."""
        return {
            "file": self.name,
            "locale": self.language,
            "counts": self.counts(),
            "entries": [_entry_json(decision) for decision in self.listed()],
        }


def import_catalog(
    file: CatalogFile, *, now: datetime, user: Any = None, dry_run: bool = False
) -> UploadReport:
    """Apply a file in one transaction and return its report.

    A dry run does the same and takes everything back. Raises UploadRefusedError when
    none of its messages is on this site.
    """
    with transaction.atomic():
        uses = sync_messages(now)
        decisions = plan_upload(
            file.catalog.entries,
            load_stored(
                {use.key for use in uses}, file.language, file.catalog.field(EXPORT)
            ),
            file.language,
            hosts={host(use.msgid) for use in uses if use.msgctxt == LINK},
        )
        _refuse_foreign(file, decisions)
        report = UploadReport(
            file.name, file.language, decisions, _owners(uses, decisions)
        )
        _apply(file, report, now=now, user=user)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _refuse_foreign(file: CatalogFile, decisions: Sequence[Decision]) -> None:
    speaking = [each for each in decisions if each.outcome is not Outcome.OBSOLETE]
    if speaking and all(each.outcome is Outcome.UNKNOWN for each in speaking):
        raise UploadRefusedError(
            f"{file.name}: none of its {len(speaking)} messages is on this site. Is it "
            "the file of another site?"
        )


def _owners(uses: Iterable[Use], decisions: Iterable[Decision]) -> frozenset[str]:
    keys = {decision.key for decision in decisions}
    return frozenset(use.owner for use in uses if use.key in keys)


def _apply(
    file: CatalogFile, report: UploadReport, *, now: datetime, user: Any
) -> None:
    values = _values(report.decisions, load_memory(file.language).known)
    if values or _is_new_header(file):
        upload = CatalogUpload.objects.create(
            locale=file.language,
            name=file.name[-255:],
            sha256=file.sha256,
            created_at=now,
            user=user,
            header=[list(field) for field in file.catalog.header],
            header_comment=file.catalog.header_comment,
            report=report.as_json(),
        )
        write_translations(
            Memory(file.language, values),
            ensure_messages(values),
            now,
            TranslationOrigin.UPLOAD,
            upload=upload,
            user=user,
        )
    write_columns(file.language)


def _is_new_header(file: CatalogFile) -> bool:
    """Whether the file tells something new about who translated it, and how."""
    last = CatalogUpload.objects.filter(locale=file.language).first()
    header = [list(field) for field in _without_export(file.catalog.header)]
    if last is None:
        return True
    old = [list(field) for field in _without_export(last.header)]
    return (old, last.header_comment) != (header, file.catalog.header_comment)


def _without_export(header: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    return [field for field in header if field[0] != EXPORT]


def _values(
    decisions: Iterable[Decision], known: Mapping[Key, Known]
) -> dict[Key, Known]:
    """Return what is to be stored: new texts, and the translators' notes."""
    values = {}
    for decision in decisions:
        key, entry = decision.key, decision.entry
        if key is None:
            continue
        fuzzy = decision.outcome is Outcome.FUZZY
        if decision.outcome in WRITTEN:
            values[key] = Known(
                msgstr=entry.msgstr,
                fuzzy=fuzzy,
                previous_msgctxt=entry.previous_msgctxt if fuzzy else "",
                previous_msgid=entry.previous_msgid if fuzzy else "",
                comment=entry.comment,
            )
        elif decision.outcome in _NOTED:
            stored = known.get(key, Known(""))
            if stored.comment != entry.comment:
                values[key] = replace(stored, comment=entry.comment)
    return values


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
