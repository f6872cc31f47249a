"""How far a language is: what the dashboard and the list of catalogs count."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Sum

from guidance.models import TranslationStatus


@dataclass(frozen=True, slots=True)
class Progress:
    """``states`` counts questions and choices, the other numbers texts of pages."""

    states: dict[str, int] = field(default_factory=dict)
    total: int = 0
    translated: int = 0
    fuzzy: int = 0

    @property
    def untranslated(self) -> int:
        return max(self.total - self.translated - self.fuzzy, 0)

    @property
    def percent(self) -> int:
        return self.translated * 100 // self.total if self.total else 100


def load_progress(languages: Iterable[str]) -> dict[str, Progress]:
    """Return how far each language is; one statement."""
    rows = (
        TranslationStatus.objects.filter(locale__in=list(languages))
        .order_by()
        .values("locale", "state")
        .annotate(
            places=Count("pk"),
            texts=Sum("total"),
            done=Sum("translated"),
            waiting=Sum("fuzzy"),
        )
    )
    found = {code: Progress() for code in languages}
    for row in rows:
        before = found[row["locale"]]
        found[row["locale"]] = Progress(
            states={**before.states, row["state"]: row["places"]},
            total=before.total + row["texts"],
            translated=before.translated + row["done"],
            fuzzy=before.fuzzy + row["waiting"],
        )
    return found
