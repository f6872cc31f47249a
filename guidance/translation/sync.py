"""PO files in a folder that others write as well: take in what changed, give back the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from guidance.translation.catalog_paths import catalog_path
from guidance.translation.export import ExportedFile, export_catalogs, plan_export
from guidance.translation.policy import load_policies
from guidance.translation.publish import (
    Order,
    PageOutcome,
    plan_translations,
    publish_translations,
)
from guidance.translation.take_in import TakeIn, gather_files
from guidance.translation.upload_report import UploadReport


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What was taken in, and what was written."""

    taken: tuple[UploadReport, ...]
    written: tuple[ExportedFile, ...]

    def failed(self) -> bool:
        """Whether an entry was rejected or is in conflict: exit status 1."""
        return any(report.failed() for report in self.taken)

    def orders(self, *, publish: bool) -> list[Order]:
        """Return what there is to publish: the pages that changed files speak of.

        Those of the languages whose rule says so, or with ``publish`` of all.
        """
        policies = load_policies()
        return [
            Order(taken.language, policy.threshold, owners=taken.owners)
            for taken in self.taken
            if (policy := policies[taken.language]).is_automatic or publish
            if not taken.is_quiet()
        ]


@dataclass(frozen=True, slots=True)
class Published:
    """What became of the pages of one language."""

    language: str
    outcomes: tuple[PageOutcome, ...]


def sync_catalogs(
    languages: Sequence[str], folder: Path, *, now: datetime, command: str = ""
) -> SyncReport:
    """Import the PO files of a folder, then export into it. The caller holds the lock.

    The second of two runs writes nothing. What was rejected stays in the file as it is,
    for the translator to mend; in a conflict the file gets what is stored, and its own
    text is a proposal. Raises UploadRefusedError before anything is written, OSError and
    ChangedMeanwhileError.
    """
    taken = _offered(languages, folder).apply(now=now, command=command)
    return SyncReport(taken, tuple(export_catalogs(languages, folder, now=now)))


def publish_synced(
    report: SyncReport, *, now: datetime, publish: bool
) -> list[Published]:
    """Publish what a run took in, by the rules or, with ``publish``, by order.

    The caller does not hold the lock.
    """
    return [
        Published(order.language, tuple(publish_translations(order, now=now)))
        for order in report.orders(publish=publish)
    ]


def plan_sync(
    languages: Sequence[str], folder: Path, *, now: datetime, publish: bool = False
) -> tuple[SyncReport, list[Published]]:
    """Return what a run would do, by order with ``publish``; nothing is written.

    The caller holds the lock. Raises the same as ``sync_catalogs``.
    """
    with transaction.atomic():
        taken = _offered(languages, folder).apply(now=now)
        written = plan_export(languages, folder, now=now)
        report = SyncReport(
            tuple(replace(each, upload=None) for each in taken), tuple(written)
        )
        pages = [
            Published(order.language, tuple(plan_translations(order, now=now)))
            for order in report.orders(publish=publish)
        ]
        transaction.set_rollback(True)
    return report, pages


def _offered(languages: Sequence[str], folder: Path) -> TakeIn:
    paths = [catalog_path(folder, language) for language in languages]
    there = [path for path in paths if path.exists()]
    return gather_files(there, skip_exported=True)
