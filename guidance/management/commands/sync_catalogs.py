"""Keep the PO files of a folder and the database in line, beside Weblate or git."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.conf import guidance_settings
from guidance.management.arguments import (
    WRONG_USAGE,
    add_locale_argument,
    target_languages,
)
from guidance.management.json_report import require_writable_report, write_report
from guidance.management.outcomes import export_line, outcome_lines, upload_lines
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError, content_lock
from guidance.translation.catalog_files import UploadRefusedError
from guidance.translation.export import ChangedMeanwhileError
from guidance.translation.publish import Order, publish_translations
from guidance.translation.sync import SyncReport, sync_catalogs


class Command(BaseCommand):
    help = (
        "Import what changed in the PO files of the folder, then export the rest into "
        "it. Says only what changed; a second run says and writes nothing. Exit status "
        "0: all is in line; 1: some entry was rejected or is in conflict; 2: a file "
        "cannot be used, nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_locale_argument(parser)
        parser.add_argument(
            "--folder",
            type=Path,
            metavar="DIR",
            help="the folder (default: the setting GUIDANCE_CATALOG_DIR)",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="then publish the pages that changed files speak of",
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report as JSON"
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        require_writable_report(options["report"])
        languages = target_languages(options["locale"])
        require_migrated_database()
        folder = options["folder"] or guidance_settings().catalog_dir
        try:
            with content_lock("sync_catalogs"):
                report = sync_catalogs(languages, folder, now=timezone.now())
            lines = [*_lines(report)]
            if options["publish"]:
                lines += _publish(report)
        except UploadRefusedError as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        except OSError as error:
            raise CommandError(
                f"{error.filename or folder}: {error.strerror}"
            ) from error
        except (LockHeldError, LockLostError, ChangedMeanwhileError) as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stdout.write(line)
        if options["report"]:
            write_report(options["report"], _json(report))
        if report.failed():
            # Not a CommandError: the lines above have said what went wrong.
            raise SystemExit(1)


def _lines(report: SyncReport) -> Iterator[str]:
    for taken in report.taken:
        if not taken.is_quiet():
            yield from upload_lines(taken)
    for file in report.written:
        if file.changed:
            yield export_line(file)


def _publish(report: SyncReport) -> Iterator[str]:
    for taken in report.taken:
        if taken.is_quiet():
            continue
        order = Order(
            language=taken.language,
            threshold=guidance_settings().threshold,
            owners=taken.owners,
        )
        outcomes = publish_translations(order, now=timezone.now())
        yield from outcome_lines(taken.language, outcomes)


def _json(report: SyncReport) -> dict[str, Any]:
    return {
        "files": [
            {**taken.as_json(), "upload": taken.upload} for taken in report.taken
        ],
        "written": [str(file.path) for file in report.written if file.changed],
    }
