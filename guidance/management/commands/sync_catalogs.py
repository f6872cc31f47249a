"""Keep the PO files of a folder and the database in line, beside Weblate or git."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
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
from guidance.management.outcomes import (
    export_line,
    outcome_lines,
    page_rows,
    upload_lines,
)
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError, content_lock
from guidance.translation.catalog_files import UploadRefusedError
from guidance.translation.export import ChangedMeanwhileError
from guidance.translation.sync import (
    Published,
    SyncReport,
    plan_sync,
    publish_synced,
    sync_catalogs,
)

_NAME = "sync_catalogs"


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
            help="then publish the pages that changed files speak of, also where the "
            "rule of the language is to wait for somebody to say so",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would be imported, written and published; do nothing of it",
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
            report, pages = _run(
                languages,
                folder,
                publish=options["publish"],
                dry_run=options["dry_run"],
            )
        except UploadRefusedError as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        except OSError as error:
            raise CommandError(
                f"{error.filename or folder}: {error.strerror}"
            ) from error
        except (LockHeldError, LockLostError, ChangedMeanwhileError) as error:
            raise CommandError(str(error)) from error
        for line in _lines(report, pages, dry_run=options["dry_run"]):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Nothing was written (--dry-run).")
        if options["report"]:
            write_report(options["report"], _json(report, pages))
        if report.failed():
            # Not a CommandError: the lines above have said what went wrong.
            raise SystemExit(1)


def _run(
    languages: Sequence[str], folder: Path, *, publish: bool, dry_run: bool
) -> tuple[SyncReport, list[Published]]:
    now = timezone.now()
    with content_lock(_NAME):
        if dry_run:
            return plan_sync(languages, folder, now=now, publish=publish)
        report = sync_catalogs(languages, folder, now=now, command=_NAME)
    return report, publish_synced(report, now=timezone.now(), publish=publish)


def _lines(
    report: SyncReport, pages: Sequence[Published], *, dry_run: bool
) -> Iterator[str]:
    for taken in report.taken:
        if not taken.is_quiet():
            yield from upload_lines(taken)
    for file in report.written:
        if file.changed:
            yield export_line(file, dry_run=dry_run)
    for each in pages:
        yield from outcome_lines(each.language, each.outcomes)


def _json(report: SyncReport, pages: Sequence[Published]) -> dict[str, Any]:
    return {
        "files": [
            {**taken.as_json(), "upload": taken.upload} for taken in report.taken
        ],
        "written": [str(file.path) for file in report.written if file.changed],
        "pages": [
            row for each in pages for row in page_rows(each.language, each.outcomes)
        ],
    }
