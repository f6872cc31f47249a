"""Arguments that several commands share, checked before anything is done."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guidance.conf import guidance_settings
from guidance.translation.catalog_files import UploadRefusedError, find_catalogs

WRONG_USAGE = 2


def add_locale_argument(parser: ArgumentParser) -> None:
    """Add ``--locale``, which can be given several times."""
    parser.add_argument(
        "--locale",
        action="append",
        metavar="LANG",
        help="only this language; can be given several times",
    )


def target_languages(given: Iterable[str] | None) -> tuple[str, ...]:
    """Return the languages to work on: those given, or all that are translated into.

    Raises CommandError (exit status 2) for a language that is not configured, and for
    the source language.
    """
    settings = guidance_settings()
    languages = tuple(dict.fromkeys(given or settings.targets))
    for language in languages:
        if language not in settings.targets:
            raise CommandError(
                f"--locale {language}: guidance is translated into "
                f"{', '.join(settings.targets)}.",
                returncode=WRONG_USAGE,
            )
    return languages


def add_catalog_arguments(parser: ArgumentParser) -> None:
    """Add the PO files that a command reads, and ``--locale`` for one of them."""
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


def asked_catalogs(options: Mapping[str, Any]) -> list[Path]:
    """Return the PO files to read, by the options of ``add_catalog_arguments``.

    Raises CommandError (exit status 2) for an unknown language, and where no file is.
    """
    language = options["locale"]
    languages = target_languages([language] if language else None)
    paths = options["paths"] or [guidance_settings().catalog_dir]
    try:
        return find_catalogs(paths, languages)
    except UploadRefusedError as error:
        raise CommandError(str(error), returncode=WRONG_USAGE) from error
