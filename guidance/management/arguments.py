"""Arguments that several commands share, checked before anything is done."""

from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import CommandError

from guidance.conf import guidance_settings

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
