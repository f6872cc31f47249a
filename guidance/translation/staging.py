"""An uploaded PO file between the plan that its sender is shown and the word to apply it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import transaction

from guidance.models import StagedUpload
from guidance.publication.lock import content_lock
from guidance.translation.catalog_files import CatalogFile, read_bytes
from guidance.translation.upload import import_catalog
from guidance.translation.upload_report import UploadReport

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that waits, and what it would change."""

    pk: int
    name: str
    report: UploadReport


def stage(
    name: str, data: bytes, language: str, *, now: datetime, user: Any
) -> StagedUpload:
    """Keep a file until its sender has seen the plan; nothing else is stored.

    An older file of the same sender and language is dropped. Raises UploadRefusedError
    for a file that cannot be read or is in another language.
    """
    file = read_bytes(PurePath(name).name[-255:], data, language)
    with transaction.atomic():
        StagedUpload.objects.filter(created_at__lt=now - _KEPT).delete()
        StagedUpload.objects.filter(user=user, locale=language).delete()
        return StagedUpload.objects.create(
            locale=language, name=file.name, data=data, user=user, created_at=now
        )


def plan_staged(row: StagedUpload, *, now: datetime) -> Staged:
    """Return what a waiting file would change now; nothing is stored.

    Raises UploadRefusedError for a file of another site, LockHeldError.
    """
    with content_lock("plan of an upload"):
        report = import_catalog(_read(row), now=now, user=row.user, dry_run=True)
    return Staged(row.pk, row.name, report)


def apply_staged(row: StagedUpload, *, now: datetime, user: Any) -> UploadReport:
    """Apply a waiting file. Raises UploadRefusedError and LockHeldError."""
    with content_lock("upload"):
        report = import_catalog(_read(row), now=now, user=user)
    row.delete()
    return report


def _read(row: StagedUpload) -> CatalogFile:
    return read_bytes(row.name, bytes(row.data), row.locale)
