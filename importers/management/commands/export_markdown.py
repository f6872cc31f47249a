"""Export guidance pages as Markdown documents."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidance.conf import guidance_settings
from guidance.management.arguments import WRONG_USAGE
from guidance.management.counts import print_counts
from guidance.management.json_report import require_writable_report, write_report
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from importers.export.folder import FolderError
from importers.export.report import ExportReport, as_json, lines
from importers.export.run import ExportOptions, run_export


class Command(BaseCommand):
    help = (
        "Export guidance pages, questions and pictures as Markdown documents. A file "
        "whose page nobody edited comes back byte for byte. Exit status 0: every file "
        "says what its page says; 1: some file could not be written (the others are); "
        "2: wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            metavar="DIR",
            help="write here; made if it is not there. Nothing is deleted",
        )
        parser.add_argument(
            "--locale",
            metavar="LANG",
            help="the pages in this language; such files are never imported",
        )
        parser.add_argument(
            "--source",
            metavar="NAME",
            help="only the documents of this set (see import_markdown --source)",
        )
        parser.add_argument(
            "--media-root",
            action="append",
            default=[],
            type=Path,
            metavar="DIR",
            help="do not write pictures that the import found here; can be given "
            "several times",
        )
        for name, text in _SWITCHES.items():
            parser.add_argument(name, action="store_true", help=text)
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report as JSON"
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        _check_locale(options["locale"])
        require_writable_report(options["report"])
        require_migrated_database()
        try:
            report = run_export(_options(options))
        except FolderError as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        self._show(report)
        if options["report"]:
            write_report(options["report"], as_json(report))
        if report.failed():
            # Not a CommandError: the report above has said what went wrong.
            raise SystemExit(1)

    def _show(self, report: ExportReport) -> None:
        for line in lines(report):
            self.stdout.write(line)
        print_counts(self.stdout, "files", report.counts())


_SWITCHES = {
    "--draft": "the latest drafts instead of what is live",
    "--force": "also write what loses something, and replace files that were changed "
    "since their import",
    "--dry-run": "say what would happen, write nothing",
}


def _options(options: dict[str, Any]) -> ExportOptions:
    return ExportOptions(
        folder=options["folder"],
        locale=options["locale"],
        source=options["source"],
        media_roots=tuple(options["media_root"]),
        draft=options["draft"],
        force=options["force"],
        dry_run=options["dry_run"],
    )


def _check_locale(locale: str | None) -> None:
    languages = guidance_settings().languages
    if locale is not None and locale not in languages:
        raise CommandError(
            f"--locale {locale}: guidance is written in {', '.join(languages)}.",
            returncode=WRONG_USAGE,
        )
