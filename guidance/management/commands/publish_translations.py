"""Make the pages of a language from the source pages and the translations."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.management.arguments import add_locale_argument, target_languages
from guidance.management.outcomes import outcome_lines
from guidance.management.ready import require_migrated_database
from guidance.management.refusals import one_clear_line
from guidance.publication.lock import LockHeldError, LockLostError
from guidance.translation.policy import load_policies
from guidance.translation.publish import Order, publish_translations

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
            "has translated: keep it as it is (default), or show the new source texts",
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
                outcomes = publish_translations(order, now=timezone.now())
            except (LockHeldError, LockLostError) as error:
                raise CommandError(str(error)) from error
            for line in outcome_lines(language, outcomes):
                self.stdout.write(line)


def _percent(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 100):  # noqa: PLR2004
        raise ArgumentTypeError(f"{text!r} is not a whole number from 0 to 100")
    return int(text)
