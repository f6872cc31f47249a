"""Write the PO files that translators work with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from guidance.conf import guidance_settings
from guidance.management.arguments import add_locale_argument, target_languages
from guidance.management.database_command import DatabaseCommand
from guidance.management.ready import require_migrated_database
from guidance.translation.export import ExportedFile, export_catalogs


class Command(DatabaseCommand):
    help = (
        "Write guidance.pot and <lang>/LC_MESSAGES/guidance.po. What translators did is "
        "kept; a file that would not change is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_locale_argument(parser)
        parser.add_argument(
            "--output",
            type=Path,
            metavar="DIR",
            help="the folder (default: the setting GUIDANCE_CATALOG_DIR)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        languages = target_languages(options["locale"])
        require_migrated_database()
        folder = options["output"] or guidance_settings().catalog_dir
        try:
            files = export_catalogs(languages, folder, now=timezone.now())
        except OSError as error:
            raise CommandError(
                f"{error.filename or folder}: {error.strerror}"
            ) from error
        for file in files:
            self.stdout.write(_line(file))


def _line(file: ExportedFile) -> str:
    state = "written" if file.changed else "unchanged"
    if file.path.suffix == ".pot":
        return f"{file.path}: {state}"
    return (
        f"{file.path}: {state}; {file.translated} translated, {file.fuzzy} fuzzy, "
        f"{file.untranslated} untranslated"
    )
