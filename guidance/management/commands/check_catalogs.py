"""Check PO files, without a database: for git hooks and for CI."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidance.findings import Severity
from guidance.management.arguments import (
    WRONG_USAGE,
    add_catalog_arguments,
    asked_catalogs,
)
from guidance.management.json_report import require_writable_report, write_report
from guidance.management.refusals import one_clear_line
from guidance.text.counted import counted
from guidance.translation.catalog_files import UploadRefusedError
from guidance.translation.check_files import CheckedFile, check_file


class Command(BaseCommand):
    help = (
        "Run the checks of an import on PO files and print one line per finding. Needs "
        "no database. Exit status 0: nothing is wrong but for warnings; 1: some entry "
        "has an error and would be rejected; 2: a file cannot be read."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_catalog_arguments(parser)
        parser.add_argument(
            "--strict", action="store_true", help="exit status 1 for warnings, too"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the findings as JSON"
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        require_writable_report(options["report"])
        paths = asked_catalogs(options)
        files, refused = _checked(paths, options["locale"])
        for file in files:
            for line in _lines(file):
                self.stdout.write(line)
        if options["report"]:
            write_report(
                options["report"], {"files": [file.as_json() for file in files]}
            )
        if refused:
            raise CommandError("\n".join(refused), returncode=WRONG_USAGE)
        status = _status(files, is_strict=options["strict"])
        if status:
            # Not a CommandError: the lines above have said what is wrong.
            raise SystemExit(status)


def _checked(
    paths: Iterable[Path], language: str | None
) -> tuple[list[CheckedFile], list[str]]:
    """Return what is wrong with each file, and a line for each that cannot be used.

    Whoever commits several files mends them all at once.
    """
    files, refused = [], []
    for path in paths:
        try:
            files.append(check_file(path, language))
        except UploadRefusedError as error:
            refused.append(str(error))
    return files, refused


def _lines(file: CheckedFile) -> Iterator[str]:
    for each in file.found:
        finding = each.finding
        place = f"{file.name}:{finding.line}"
        yield f"{place}: {finding.severity.value}: {finding} [{finding.code}]"
    if file.is_readable:
        yield (
            f"{file.name} ({file.language}): "
            f"{counted(file.entries, 'entry', 'entries')}, "
            f"{counted(file.count(Severity.ERROR), 'error', 'errors')}, "
            f"{counted(file.count(Severity.WARNING), 'warning', 'warnings')}"
        )


def _status(files: list[CheckedFile], *, is_strict: bool) -> int:
    if not all(file.is_readable for file in files):
        return WRONG_USAGE
    fatal = {Severity.ERROR, Severity.WARNING} if is_strict else {Severity.ERROR}
    return int(any(file.count(severity) for file in files for severity in fatal))
