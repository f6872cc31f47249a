"""Examine the site: database, tree, revisions, texts, indexes, media."""

from argparse import ArgumentParser
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidance.doctor.examination import Diagnosis, examine, sweep
from guidance.management.json_report import require_writable_report, write_report
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError

Swept = Collection[tuple[str, str]]


class Command(BaseCommand):
    help = (
        "Check what must always be true of database and media, and say how to mend what "
        "is not. Exit status 0: healthy; 1: something is wrong; 2: wrong usage, or the "
        "database is not migrated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--clean",
            action="store_true",
            help="delete files that no row names and that a crash left half written "
            "(older than an hour), and free the lock of a run that is gone",
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the findings as JSON"
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        require_writable_report(options["report"])
        require_migrated_database()
        diagnoses = examine()
        refused = None
        swept: Swept = ()
        if options["clean"]:
            try:
                swept = sweep(diagnoses)
            except LockHeldError as error:
                refused = error
        self._show(diagnoses, swept)
        if options["report"]:
            write_report(options["report"], _report(diagnoses, swept))
        if refused is not None:
            raise CommandError(f"Nothing was swept: {refused}")
        if _left(diagnoses, swept):
            # Not a CommandError: the lines above have said what is wrong.
            raise SystemExit(1)

    def _show(self, diagnoses: Sequence[Diagnosis], swept: Swept) -> None:
        for diagnosis in diagnoses:
            code = diagnosis.check.code
            for problem in diagnosis.problems:
                state = "swept: " if (code, problem.place) in swept else ""
                self.stdout.write(f"{problem.place}: {state}{problem.what} [{code}]")
            if any((code, each.place) not in swept for each in diagnosis.problems):
                self.stdout.write(f"  → {diagnosis.check.mend}")
        left = _left(diagnoses, swept)
        done = f", {len(swept)} swept" if swept else ""
        what = "healthy" if not left else f"{left} problems"
        self.stdout.write(f"{len(diagnoses)} checks: {what}{done}")


def _left(diagnoses: Sequence[Diagnosis], swept: Swept) -> int:
    """Return how many problems are there still."""
    return sum(
        (diagnosis.check.code, problem.place) not in swept
        for diagnosis in diagnoses
        for problem in diagnosis.problems
    )


def _report(diagnoses: Sequence[Diagnosis], swept: Swept) -> dict[str, Any]:
    return {
        "healthy": not _left(diagnoses, swept),
        "checks": {each.check.code: len(each.problems) for each in diagnoses},
        "problems": [
            {
                "code": diagnosis.check.code,
                "place": problem.place,
                "what": problem.what,
                "mend": diagnosis.check.mend,
                "swept": (diagnosis.check.code, problem.place) in swept,
            }
            for diagnosis in diagnoses
            for problem in diagnosis.problems
        ],
    }
