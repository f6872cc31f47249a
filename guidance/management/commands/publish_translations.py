"""Make the pages of a language from the source pages and the translations."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.management.arguments import add_locale_argument, target_languages
from guidance.management.outcomes import outcome_lines
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError, content_lock
from guidance.translation.policy import load_policies
from guidance.translation.publish import (
    Order,
    PageOutcome,
    plan_translations,
    publish_translations,
)

_SHOW_SOURCE = "source"


class Command(BaseCommand):
    help = (
        "Publish the guidance in other languages. Fuzzy translations are never "
        "published; what is not translated shows the source text, marked as such."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_locale_argument(parser)
        parser.add_argument(
            "--threshold",
            type=_percent,
            metavar="N",
            help="make a page only when at least N per cent of its texts are "
            "translated (default: the rule of the language, else the setting "
            "GUIDANCE_THRESHOLD)",
        )
        parser.add_argument(
            "--stale",
            choices=["keep", _SHOW_SOURCE],
            default="keep",
            help="what to do with a live page whose source has new texts that nobody "
            "has translated: keep it and its heading as they are (default), or show the "
            "new source texts",
        )

        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would become of each page; write nothing",
        )

    @one_clear_line
    def handle(self, *args: Any, **options: Any) -> None:
        languages = target_languages(options["locale"])
        require_migrated_database()
        threshold = options["threshold"]
        policies = load_policies()
        for language in languages:
            order = Order(
                language=language,
                threshold=(
                    policies[language].threshold if threshold is None else threshold
                ),
                show_source=options["stale"] == _SHOW_SOURCE,
            )
            try:
                outcomes = _outcomes(order, dry_run=options["dry_run"])
            except (LockHeldError, LockLostError) as error:
                raise CommandError(str(error)) from error
            for line in outcome_lines(language, outcomes):
                self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Nothing was written (--dry-run).")


def _outcomes(order: Order, *, dry_run: bool) -> list[PageOutcome]:
    if not dry_run:
        return publish_translations(order, now=timezone.now())
    with content_lock("publish_translations"):
        return plan_translations(order, now=timezone.now())


def _percent(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 100):  # noqa: PLR2004
        raise ArgumentTypeError(f"{text!r} is not a whole number from 0 to 100")
    return int(text)
