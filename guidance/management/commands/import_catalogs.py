"""Take in the PO files that translators worked on."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from guidance.conf import guidance_settings
from guidance.management.arguments import WRONG_USAGE, target_languages
from guidance.management.database_command import DatabaseCommand
from guidance.management.json_report import require_writable_report, write_report
from guidance.management.outcomes import outcome_lines
from guidance.management.ready import require_migrated_database
from guidance.publication.lock import LockHeldError, LockLostError, content_lock
from guidance.text.shorten import shorten
from guidance.translation.catalog_files import (
    CatalogFile,
    UploadRefusedError,
    find_catalogs,
    read_catalog,
)
from guidance.translation.publish import Order, PageOutcome, publish_translations
from guidance.translation.upload import UploadReport, import_catalog

_SHOWN = 60


class Command(DatabaseCommand):
    help = (
        "Read PO files back. Exit status 0: all entries were applied or unchanged; 1: "
        "some entry was rejected or is in conflict (the others are in); 2: a file cannot "
        "be used, nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="PO files, or folders with <lang>/LC_MESSAGES/guidance.po (default: "
            "the setting GUIDANCE_CATALOG_DIR)",
        )
        parser.add_argument(
            "--locale",
            metavar="LANG",
            help="the language of the file, when neither header nor folder says it",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="then publish the pages that the files speak of",
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["locale"]
        languages = target_languages([language] if language else None)
        require_writable_report(options["report"])
        require_migrated_database()
        paths = options["paths"] or [guidance_settings().catalog_dir]
        try:
            # All are read before the first one is applied.
            files = [
                read_catalog(path, language) for path in find_catalogs(paths, languages)
            ]
            reports = self._import(files, dry_run=options["dry_run"])
        except UploadRefusedError as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        published = []
        if options["publish"] and not options["dry_run"]:
            published = [self._publish(report) for report in reports]
        if options["report"]:
            write_report(options["report"], _report(reports, published))
        if any(report.failed() for report in reports):
            # Not a CommandError: the lines above have said what went wrong.
            raise SystemExit(1)

    def _import(
        self, files: Sequence[CatalogFile], *, dry_run: bool
    ) -> list[UploadReport]:
        reports = []
        try:
            with content_lock("import_catalogs"):
                for file in files:
                    report = import_catalog(file, now=timezone.now(), dry_run=dry_run)
                    reports.append(report)
                    for line in _lines(report):
                        self.stdout.write(line)
        except (LockHeldError, LockLostError) as error:
            raise CommandError(str(error)) from error
        return reports

    def _publish(self, report: UploadReport) -> list[PageOutcome]:
        order = Order(
            language=report.language,
            threshold=guidance_settings().threshold,
            owners=report.owners,
        )
        try:
            outcomes = publish_translations(order, now=timezone.now())
        except (LockHeldError, LockLostError) as error:
            raise CommandError(str(error)) from error
        for line in outcome_lines(report.language, outcomes):
            self.stdout.write(line)
        return outcomes


def _lines(report: UploadReport) -> Iterator[str]:
    for decision in report.listed():
        place = f"{report.name}:{decision.line}"
        text = shorten(decision.entry.msgid, _SHOWN)
        if not decision.findings:
            yield f"{place}: {decision.outcome.value}: {text}"
        for finding in decision.findings:
            yield f"{place}: {finding.severity.value}: {finding} [{finding.code}] {text}"
    counts = ", ".join(f"{count} {name}" for name, count in report.counts().items())
    yield f"{report.name} ({report.language}): {counts}"


def _report(
    reports: Sequence[UploadReport], published: Sequence[Sequence[PageOutcome]]
) -> dict[str, Any]:
    return {
        "files": [report.as_json() for report in reports],
        "pages": [
            {
                "locale": report.language,
                "question": page.question,
                "choice": page.choice,
                "outcome": page.outcome.value,
                "percent": page.percent,
            }
            for report, pages in zip(reports, published, strict=False)
            for page in pages
        ],
    }
