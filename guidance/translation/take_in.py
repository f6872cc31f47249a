"""Several PO files at once: all are read before the first one is applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from guidance.collector import rare_collections
from guidance.translation.catalog_files import CatalogFile, read_bytes, read_file
from guidance.translation.last_files import find_repeat, is_last_export
from guidance.translation.upload import import_catalog
from guidance.translation.upload_report import UploadReport, no_counts


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Files that can be used: those to apply, and those that were applied last."""

    files: tuple[CatalogFile | UploadReport, ...]

    @transaction.atomic
    def apply(
        self,
        *,
        now: datetime,
        user: Any = None,
        command: str = "",
        dry_run: bool = False,
    ) -> tuple[UploadReport, ...]:
        """Apply all files or none, for a user or a command; return their reports.

        Raises UploadRefusedError when one of them is the file of another site.
        """
        return tuple(
            file
            if isinstance(file, UploadReport)
            else import_catalog(
                file, now=now, user=user, command=command, dry_run=dry_run
            )
            for file in self.files
        )


@rare_collections()
def gather_files(
    paths: Sequence[Path],
    language: str | None = None,
    *,
    reread: bool = False,
    skip_exported: bool = False,
) -> TakeIn:
    """Read PO files; one that was applied last costs its hash, unless ``reread``.

    With ``skip_exported`` so does one that was written last, whatever is stored by now:
    nobody has worked on it.

    Raises UploadRefusedError, naming the file and the cause, before anything is written.
    """
    return TakeIn(
        tuple(
            _read(path, language, reread=reread, skip_exported=skip_exported)
            for path in paths
        )
    )


def _read(
    path: Path, language: str | None, *, reread: bool, skip_exported: bool
) -> CatalogFile | UploadReport:
    file = read_file(path)
    hint = file.language_hint(language)
    repeat = None
    if not reread:
        repeat = find_repeat(file.name, file.sha256, hint)
    if skip_exported and repeat is None and hint and is_last_export(hint, file.sha256):
        repeat = UploadReport(file.name, hint, repeated=no_counts())
    return repeat or read_bytes(file.name, file.data, language, file.folder)
