"""PO files in a folder that others write as well: take in what changed, give back the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from guidance.translation.catalog_paths import catalog_path
from guidance.translation.export import ExportedFile, export_catalogs
from guidance.translation.take_in import gather_files
from guidance.translation.upload_report import UploadReport


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What was taken in, and what was written."""

    taken: tuple[UploadReport, ...]
    written: tuple[ExportedFile, ...]

    def failed(self) -> bool:
        """Whether an entry was rejected or is in conflict: exit status 1."""
        return any(report.failed() for report in self.taken)


def sync_catalogs(
    languages: Sequence[str], folder: Path, *, now: datetime, user: Any = None
) -> SyncReport:
    """Import the PO files of a folder, then export into it. The caller holds the lock.

    The second of two runs writes nothing. What was rejected stays in the file as it is,
    for the translator to mend; in a conflict the file gets what is stored, and its own
    text is a proposal. Raises UploadRefusedError before anything is written, OSError and
    ChangedMeanwhileError.
    """
    paths = [catalog_path(folder, language) for language in languages]
    offered = gather_files([path for path in paths if path.exists()])
    taken = offered.apply(now=now, user=user)
    return SyncReport(taken, tuple(export_catalogs(languages, folder, now=now)))
