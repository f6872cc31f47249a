"""A part of a catalog: one question, what is stale, what changed since a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guidance.catalog.entry import Key
from guidance.catalog.message import Known, Use
from guidance.models import CatalogDownload, MessageUse, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogPart:
    """Which entries are wanted; all conditions have to hold.

    ``questions`` are numbers, none of them means all. ``is_stale`` wants what was
    translated from an older text. ``since`` wants what came into the source, or changed
    in it, from that moment on.
    """

    questions: frozenset[int] = frozenset()
    is_stale: bool = False
    since: datetime | None = None

    @property
    def name(self) -> str:
        """What the name of the file says.

        >>> CatalogPart(questions=frozenset({10, 2}), is_stale=True).name
        'q2-q10-stale'
        """
        names = [f"q{number}" for number in sorted(self.questions)]
        names += ["stale"] if self.is_stale else []
        names += [f"since-{self.since:%Y-%m-%d}"] if self.since else []
        return "-".join(names)


def wanted_keys(
    part: CatalogPart, uses: Sequence[Use], known: Mapping[Key, Known]
) -> Collection[Key]:
    """Return the messages of a part."""
    wanted = {use.key for use in uses if _is_asked(use, part.questions)}
    if part.is_stale:
        wanted = {key for key in wanted if key in known and known[key].fuzzy}
    if part.since is not None:
        wanted &= _changed_since(part.since)
    return wanted


def _is_asked(use: Use, questions: Collection[int]) -> bool:
    return not questions or int(use.owner.partition(".")[0][1:]) in questions


def _changed_since(since: datetime) -> set[Key]:
    uses = MessageUse.objects.filter(changed_at__gte=since)
    return set(uses.values_list("message__msgctxt", "message__msgid"))


def missing_questions(numbers: Collection[int]) -> list[int]:
    """Return those of the numbers that no question has, in order."""
    known = Question.objects.filter(number__in=numbers)
    return sorted(set(numbers) - set(known.values_list("number", flat=True)))


def last_download(user: Any, language: str) -> datetime | None:
    """Return when a person last fetched the catalog of a language; None for never."""
    row = CatalogDownload.objects.filter(user=user, locale=language).first()
    return row.downloaded_at if row else None


def record_download(user: Any, language: str, *, now: datetime) -> None:
    """Note that a person fetched the catalog of a language."""
    CatalogDownload.objects.update_or_create(
        user=user, locale=language, defaults={"downloaded_at": now}
    )
