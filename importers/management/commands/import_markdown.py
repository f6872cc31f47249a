"""Import Markdown documents into guidance pages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from guidance.conf import guidance_settings
from guidance.management.arguments import WRONG_USAGE
from guidance.management.counts import print_counts
from guidance.management.json_report import require_writable_report, write_report
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError
from importers.document_report import Report
from importers.folder_walk import GatherError
from importers.markdown.decode import ENCODINGS
from importers.models import SourceDocument
from importers.report import as_json, closing, lines
from importers.retire import RetireRefusedError
from importers.run import ImportOptions, run_import


class Command(BaseCommand):
    help = (
        "Import Markdown documents: make or update questions, choices and guidance "
        "pages. Exit status 0: all went in; 1: some document was rejected or is in "
        "conflict (the others are in); 2: wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            type=Path,
            metavar="PATH",
            help="a folder, or a file with any ending",
        )
        parser.add_argument(
            "--media-root",
            action="append",
            default=[],
            type=Path,
            metavar="DIR",
            help="look for pictures here too, if they are not beside the document; "
            "can be given several times",
        )
        parser.add_argument(
            "--locale", help="the language of the documents; only the source language"
        )
        parser.add_argument(
            "--source",
            default="default",
            metavar="NAME",
            help="name of this set of documents (default: %(default)s); paths are "
            "remembered and documents retired by source, and a document belongs to one",
        )
        parser.add_argument(
            "--encoding",
            default="utf-8",
            choices=("utf-8", *ENCODINGS),
            help="how documents that are not UTF-8 are encoded",
        )
        for name, text in _SWITCHES.items():
            parser.add_argument(name, action="store_true", help=text)
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the report as JSON"
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        _check_locale(options["locale"])
        _check_source(options["source"])
        require_writable_report(options["report"])
        require_migrated_database()
        report = self._import(_options(options))
        self._show(report)
        if not (report.documents or report.gone):
            where = ", ".join(map(str, options["paths"]))
            raise CommandError(
                f"No documents were found in {where}.", returncode=WRONG_USAGE
            )
        if last := closing(report, dry_run=options["dry_run"]):
            self.stdout.write(last)
        if options["report"]:
            write_report(options["report"], as_json(report))
        if report.failed():
            # Not a CommandError: the report above has said what went wrong.
            raise SystemExit(1)

    def _import(self, options: ImportOptions) -> Report:
        console = Console(file=self.stdout, stderr=False)  # type: ignore[arg-type]
        try:
            if not console.is_terminal:
                return run_import(options, progress=self._tell)
            with Progress(console=console, transient=True) as progress:
                task = progress.add_task("import", total=None)
                return run_import(
                    options,
                    progress=lambda done, total: progress.update(
                        task, completed=done, total=total
                    ),
                )
        except (GatherError, RetireRefusedError) as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        except (LockHeldError, LockLostError) as error:
            raise CommandError(str(error)) from error

    def _tell(self, done: int, total: int) -> None:
        """Write a line for each batch, where nothing can move."""
        if done:
            self.stdout.write(f"{done} of {total} documents")
            self.stdout.flush()

    def _show(self, report: Report) -> None:
        for line in lines(report):
            self.stdout.write(line)
        print_counts(self.stdout, "documents", report.counts())


_SWITCHES = {
    "--dry-run": "say what would happen, write nothing",
    "--draft": "write drafts, publish nothing",
    "--strict": "write nothing at all if any document is rejected",
    "--retire": "unpublish the pages of documents that are gone from this source",
    "--force": "let --retire unpublish more than a tenth of the pages, and take over "
    "documents that belong to another source",
    "--restore": "make pages and questions again that somebody deleted",
}


def _options(options: dict[str, Any]) -> ImportOptions:
    return ImportOptions(
        paths=tuple(options["paths"]),
        media_roots=tuple(options["media_root"]),
        source=options["source"],
        encoding=options["encoding"],
        dry_run=options["dry_run"],
        draft=options["draft"],
        strict=options["strict"],
        retire=options["retire"],
        force=options["force"],
        take_over=options["force"],
        restore=options["restore"],
    )


def _check_locale(locale: str | None) -> None:
    source = guidance_settings().source
    if locale not in (None, source):
        raise CommandError(
            f"--locale {locale}: documents are imported in the source language "
            f"({source}). Other languages come from PO files: see import_catalogs.",
            returncode=WRONG_USAGE,
        )


def _check_source(name: str) -> None:
    most = SourceDocument._meta.get_field("source").max_length or 0  # noqa: SLF001 - public API
    if not 0 < len(name) <= most:
        raise CommandError(
            f"--source: the name has {len(name)} characters; 1 to {most} are possible.",
            returncode=WRONG_USAGE,
        )
