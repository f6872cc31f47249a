"""When the pages of a language are published, without anybody saying so each time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guidance.conf import guidance_settings
from guidance.models import LocalePolicy, PolicyMode
from guidance.translation.publish import Order, PageOutcome, publish_translations


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule of one language; ``threshold`` is in whole per cent."""

    language: str
    is_automatic: bool
    threshold: int


def load_policies() -> dict[str, Policy]:
    """Return the rule of each language that guidance is translated into."""
    settings = guidance_settings()
    rows = {row.locale: row for row in LocalePolicy.objects.all()}
    return {
        code: _policy(code, rows.get(code), settings.threshold)
        for code in settings.targets
    }


def load_policy(language: str) -> Policy:
    """Return the rule of one language."""
    return load_policies()[language]


def ensure_policies(using: str = "default") -> None:
    """Make the row of every language that has none, for the form in the admin."""
    known = set(LocalePolicy.objects.using(using).values_list("locale", flat=True))
    LocalePolicy.objects.using(using).bulk_create(
        LocalePolicy(locale=code)
        for code in guidance_settings().targets
        if code not in known
    )


def publish_by_policy(
    language: str, owners: Collection[str], *, now: datetime, user: Any = None
) -> list[PageOutcome]:
    """Publish what these documents (``q10.c2``) say in a language, if its rule says so.

    Nothing happens under the rule *manual*. Raises LockHeldError.
    """
    policy = load_policy(language)
    if not policy.is_automatic or not owners:
        return []
    order = Order(language=language, threshold=policy.threshold, owners=owners)
    return publish_translations(order, now=now, user=user)


def _policy(language: str, row: LocalePolicy | None, default: int) -> Policy:
    if row is None:
        return Policy(language, is_automatic=False, threshold=default)
    return Policy(language, row.mode == PolicyMode.AUTOMATIC, row.percentage)
