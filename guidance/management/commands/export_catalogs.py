"""Write the PO files that translators work with."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from guidance.conf import guidance_settings
from guidance.management.arguments import (
    WRONG_USAGE,
    add_locale_argument,
    target_languages,
)
from guidance.management.outcomes import export_line
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError, content_lock
from guidance.translation.catalog_files import UploadRefusedError
from guidance.translation.catalog_part import CatalogPart, missing_questions
from guidance.translation.export import (
    ChangedMeanwhileError,
    export_catalogs,
    plan_export,
)

_HIGHEST = 9999


class Command(BaseCommand):
    help = (
        "Write guidance.pot and <lang>/LC_MESSAGES/guidance.po. What translators did is "
        "kept, also where nobody has imported it yet; a file that would not change is "
        "not touched. With --question, --stale or --since only that part, in a file of "
        "its own. Refused while an import or a publication runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_locale_argument(parser)
        parser.add_argument(
            "--output",
            type=Path,
            metavar="DIR",
            help="the folder (default: the setting GUIDANCE_CATALOG_DIR)",
        )
        parser.add_argument(
            "--question",
            action="append",
            type=_number,
            metavar="N",
            help="only the texts of this question and its choices; can be given "
            "several times",
        )
        parser.add_argument(
            "--stale",
            action="store_true",
            help="only texts whose translation was made from an older text (fuzzy)",
        )
        parser.add_argument(
            "--since",
            type=_moment,
            metavar="DATE",
            help="only texts that are new, or that changed, since then (2026-01-31, or "
            "with a time: 2026-01-31T09:30)",
        )

        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say which files would be written; write nothing",
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        languages = target_languages(options["locale"])
        require_migrated_database()
        folder = options["output"] or guidance_settings().catalog_dir
        _require_folder(folder)
        _require_questions(options["question"] or ())
        try:
            with content_lock("export_catalogs"):
                export = plan_export if options["dry_run"] else export_catalogs
                files = export(
                    languages, folder, now=timezone.now(), part=_part(options)
                )
        except OSError as error:
            raise CommandError(
                f"{error.filename or folder}: {error.strerror}"
            ) from error
        except UploadRefusedError as error:
            raise CommandError(
                f"{error} It may hold work that would be lost, so nothing was written.",
                returncode=WRONG_USAGE,
            ) from error
        except (LockHeldError, LockLostError, ChangedMeanwhileError) as error:
            raise CommandError(str(error)) from error
        for file in files:
            self.stdout.write(export_line(file, dry_run=options["dry_run"]))
        if options["dry_run"]:
            self.stdout.write("Nothing was written (--dry-run).")


def _require_folder(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise CommandError(f"{path}: it is not a folder", returncode=WRONG_USAGE)


def _require_questions(numbers: Sequence[int]) -> None:
    if missing := missing_questions(numbers):
        raise CommandError(
            f"There is no question {', '.join(map(str, missing))}.",
            returncode=WRONG_USAGE,
        )


def _part(options: dict[str, Any]) -> CatalogPart | None:
    part = CatalogPart(
        questions=frozenset(options["question"] or ()),
        is_stale=options["stale"],
        since=options["since"],
    )
    return part if part.name else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _HIGHEST):
        raise ArgumentTypeError(
            f"{text!r} is not a question's number (1 to {_HIGHEST})"
        )
    return int(text)


def _moment(text: str) -> datetime:
    try:
        day = parse_date(text)
        moment = datetime.combine(day, time()) if day else parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
