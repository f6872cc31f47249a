"""Take in the PO files that translators worked on."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from guidance.management.arguments import (
    WRONG_USAGE,
    add_catalog_arguments,
    asked_catalogs,
)
from guidance.management.json_report import require_writable_report, write_report
from guidance.management.outcomes import outcome_lines, page_rows, upload_lines
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError, content_lock
from guidance.translation.catalog_files import UploadRefusedError
from guidance.translation.policy import load_policy
from guidance.translation.publish import Order, PageOutcome, publish_translations
from guidance.translation.take_in import TakeIn, gather_files
from guidance.translation.upload_report import UploadReport

_NAME = "import_catalogs"


class Command(BaseCommand):
    help = (
        "Read PO files back. Exit status 0: all entries were applied or unchanged; 1: "
        "some entry was rejected or is in conflict (the others are in); 2: one of the "
        "files cannot be used, nothing was written of any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_catalog_arguments(parser)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would become of each entry; write nothing and publish "
            "nothing, also with --publish",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="then publish the pages that the files speak of, also where the rule "
            "of the language is to wait for somebody to say so",
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report as JSON"
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        require_writable_report(options["report"])
        require_migrated_database()
        paths = asked_catalogs(options)
        try:
            # What is to be published, only the whole file can tell.
            files = gather_files(paths, options["locale"], reread=options["publish"])
            reports = self._import(files, dry_run=options["dry_run"])
        except UploadRefusedError as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        published = []
        if not options["dry_run"]:
            published = [
                self._publish(report, is_order=options["publish"]) for report in reports
            ]
        else:
            also = " or published" if options["publish"] else ""
            self.stdout.write(f"Nothing was written{also} (--dry-run).")
        if options["report"]:
            write_report(options["report"], _report(reports, published))
        if any(report.failed() for report in reports):
            # Not a CommandError: the lines above have said what went wrong.
            raise SystemExit(1)

    def _import(self, files: TakeIn, *, dry_run: bool) -> Sequence[UploadReport]:
        try:
            with content_lock(_NAME) as lock, transaction.atomic():
                lock.check()
                reports = files.apply(
                    now=timezone.now(), command=_NAME, dry_run=dry_run
                )
        except (LockHeldError, LockLostError) as error:
            raise CommandError(str(error)) from error
        for report in reports:
            for line in upload_lines(report):
                self.stdout.write(line)
        return reports

    def _publish(self, report: UploadReport, *, is_order: bool) -> list[PageOutcome]:
        policy = load_policy(report.language)
        if not (is_order or policy.is_automatic):
            return []
        order = Order(
            language=report.language, threshold=policy.threshold, owners=report.owners
        )
        try:
            outcomes = publish_translations(order, now=timezone.now())
        except (LockHeldError, LockLostError) as error:
            raise CommandError(str(error)) from error
        for line in outcome_lines(report.language, outcomes):
            self.stdout.write(line)
        return outcomes


def _report(
    reports: Sequence[UploadReport], published: Sequence[Sequence[PageOutcome]]
) -> dict[str, Any]:
    return {
        "files": [{**report.as_json(), "upload": report.upload} for report in reports],
        "pages": [
            row
            for report, pages in zip(reports, published, strict=False)
            for row in page_rows(report.language, pages)
        ],
    }
