"""Compile ``django.po`` to ``django.mo`` without GNU gettext."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.catalog.mofile import compile_catalog
from guidance.catalog.pofile import PoSyntaxError
from guidance.checks import interface_catalogs
from guidance.files import write_atomically
from guidance.management.refusals import one_clear_line


class Command(BaseCommand):
    help = (
        "Compile the interface's own strings (locale/*/LC_MESSAGES/django.po) to the "
        ".mo files that Django reads. Needs no GNU gettext."
    )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        catalogs = interface_catalogs(settings.LOCALE_PATHS)
        if not catalogs:
            raise CommandError("There is no django.po below LOCALE_PATHS.")
        for path in catalogs:
            write_atomically(path.with_suffix(".mo"), self._compile(path))
            self.stdout.write(f"{path.with_suffix('.mo')}")

    def _compile(self, path: Path) -> bytes:
        try:
            return compile_catalog(path.read_bytes())
        except (OSError, PoSyntaxError) as error:
            raise CommandError(f"{path}: {error}") from error
