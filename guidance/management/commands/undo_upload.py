"""Take an upload of translations back."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.conf import guidance_settings
from guidance.management.arguments import WRONG_USAGE
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError, content_lock
from guidance.text.counted import counted
from guidance.text.shorten import shorten
from guidance.translation.undo import UndoRefusedError, UndoReport, undo_upload
from guidance.translation.uploads import UploadLine, latest_uploads

_SHOWN = 60


class Command(BaseCommand):
    help = (
        "Bring back what the translations were before an upload. What somebody changed "
        "after it stays. Pages that are published already stay as they are until they "
        "are published again. Without a number: list the latest uploads."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "upload", nargs="?", type=int, metavar="NUMBER", help="which upload"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated_database()
        if options["upload"] is None:
            self._list(latest_uploads(guidance_settings().targets))
            return
        try:
            with content_lock("undo_upload"):
                report = undo_upload(
                    options["upload"], now=timezone.now(), dry_run=options["dry_run"]
                )
        except UndoRefusedError as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        except (LockHeldError, LockLostError) as error:
            raise CommandError(str(error)) from error
        self._tell(report)

    def _list(self, uploads: Iterable[UploadLine]) -> None:
        for upload in uploads:
            undone = ", undone" if upload.is_undone else ""
            self.stdout.write(
                f"{upload.pk}: {upload.created_at:%Y-%m-%d %H:%M} {upload.language} "
                f"{upload.name}, "
                f"{counted(upload.changes, 'translation', 'translations')}{undone}"
            )

    def _tell(self, report: UndoReport) -> None:
        for _, msgid in report.kept:
            self.stdout.write(f"changed since, left as it is: {shorten(msgid, _SHOWN)}")
        self.stdout.write(
            f"upload {report.upload} ({report.language}, {report.name}): "
            f"{len(report.restored)} restored, {len(report.kept)} changed since"
        )
