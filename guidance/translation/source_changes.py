"""Texts of the source that took the place of others, and which changes were minor.

An editor who mends a comma says so: then what was translated from the old text stays
valid for the new one, in every language, wherever its tags fit.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from guidance.bulk_rows import chunks
from guidance.catalog.entry import Key
from guidance.catalog.merge import Predecessor
from guidance.catalog.message import Known, Use
from guidance.catalog.minor import confirm, withdraw
from guidance.models import Message, SourceChange, TranslationOrigin
from guidance.translation.columns import write_columns
from guidance.translation.memory import (
    Change,
    Memory,
    load_memories,
    write_changes,
)
from guidance.translation.uses import ensure_messages


@dataclass(frozen=True, slots=True)
class ChangedText:
    """One change of the source, as an editor sees it."""

    pk: int
    key: Key
    previous: Key
    changed_at: datetime
    is_minor: bool


def record_changes(
    found: Mapping[Key, Sequence[Predecessor]],
    messages: Mapping[Key, int],
    now: datetime,
    minor: Collection[Key],
    begun_at: datetime | None = None,
) -> None:
    """Store which old text each new one replaces; ``minor`` are those of minor changes.

    What the run that began at ``begun_at`` wrote itself, and nobody has worked on, was
    never a text of the source.
    """
    previous = {
        key: candidates[0].key
        for key, candidates in found.items()
        if not candidates[0].is_same_text
    }
    before = ensure_messages(previous.values())
    passing = (
        _passing(before.values(), begun_at) if before and begun_at else frozenset()
    )
    SourceChange.objects.bulk_create(
        [
            SourceChange(
                message_id=messages[key],
                previous_id=before[old],
                created_at=now,
                is_minor=key in minor,
            )
            for key, old in previous.items()
            if before[old] not in passing
        ],
        batch_size=2000,
    )


def _passing(messages: Collection[int], begun_at: datetime) -> frozenset[int]:
    """Return the messages that came after a moment, as the first text of their places.

    An import that makes several pages writes some of them twice: a link needs the page
    that it leads to.
    """
    found: set[int] = set()
    for part in chunks(list(messages)):
        rows = Message.objects.filter(
            pk__in=part, translations__isnull=True, source_changes__isnull=True
        ).exclude(uses__changed_at__lt=begun_at)
        found |= set(rows.values_list("pk", flat=True))
    return frozenset(found)


def confirm_carried(
    carried: Mapping[Key, Known],
    known: Mapping[Key, Known],
    minor: Collection[Key],
    language: str,
) -> dict[Key, Known]:
    """Return what is carried over; after a minor change it is valid at once."""
    after = {**known, **carried}
    confirmed = dict(carried)
    for key, value in carried.items():
        previous = (value.previous_msgctxt, value.previous_msgid)
        if key in minor and value.fuzzy:
            confirmed[key] = confirm(key, previous, after, language) or value
    return confirmed


def keys_of_owners(uses: Iterable[Use], owners: Collection[str]) -> set[Key]:
    """Return the messages that stand in these documents (``q10.c2``)."""
    return {use.key for use in uses if use.owner in owners} if owners else set()


def load_changes(
    *, owner: str | None = None, since: datetime | None = None
) -> list[ChangedText]:
    """Return the changes of the source whose new text is still there, newest first.

    ``owner`` (``q10.c2``) and ``since`` narrow them down.
    """
    rows = SourceChange.objects.filter(message__uses__isnull=False)
    if owner is not None:
        rows = rows.filter(message__uses__owner=owner)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    return [
        ChangedText(
            pk=row.pk,
            key=(row.message.msgctxt, row.message.msgid),
            previous=(row.previous.msgctxt, row.previous.msgid),
            changed_at=row.created_at,
            is_minor=row.is_minor,
        )
        for row in rows.distinct().select_related("message", "previous").order_by("-pk")
    ]


def mark_minor(changes: Iterable[int], *, now: datetime, user: Any = None) -> int:
    """Say that changes (primary keys) were minor; return how many translations are valid again."""
    return _mark(SourceChange.objects.filter(pk__in=list(changes)), True, now, user)  # noqa: FBT003


def mark_major(changes: Iterable[int], *, now: datetime, user: Any = None) -> int:
    """Take that back; return how many translations wait for a look again."""
    return _mark(SourceChange.objects.filter(pk__in=list(changes)), False, now, user)  # noqa: FBT003


@transaction.atomic
def _mark(
    rows: QuerySet[SourceChange],
    is_minor: bool,  # noqa: FBT001
    now: datetime,
    user: Any,
) -> int:
    pairs = [
        (
            (row.message.msgctxt, row.message.msgid),
            (row.previous.msgctxt, row.previous.msgid),
        )
        for row in rows.filter(~Q(is_minor=is_minor)).select_related(
            "message", "previous"
        )
    ]
    rows.update(is_minor=is_minor, user=user)
    messages = ensure_messages(key for key, _ in pairs)
    changed = 0
    memories = load_memories({key for pair in pairs for key in pair})
    for language, memory in memories.items():
        values = dict(_remade(pairs, memory, is_minor=is_minor))
        count = write_changes(
            Memory(language, values),
            memory,
            messages,
            Change(now, TranslationOrigin.CARRIED, user=user),
        )
        if count:
            write_columns(language)
        changed += count
    return changed


def _remade(
    pairs: Iterable[tuple[Key, Key]], memory: Memory, *, is_minor: bool
) -> Iterator[tuple[Key, Known]]:
    for key, previous in pairs:
        value = (
            confirm(key, previous, memory.known, memory.language)
            if is_minor
            else withdraw(key, previous, memory.known)
        )
        if value is not None:
            yield key, value


def successors(keys: Collection[Key], current: Collection[Key]) -> dict[Key, list[Key]]:
    """Return the present messages that each of these old ones became, over all changes."""
    if not keys:
        return {}
    later: dict[Key, list[Key]] = {}
    for row in SourceChange.objects.select_related("message", "previous"):
        later.setdefault((row.previous.msgctxt, row.previous.msgid), []).append(
            (row.message.msgctxt, row.message.msgid)
        )
    return {
        key: [each for each in _follow(key, later) if each in current] for key in keys
    }


def _follow(key: Key, later: Mapping[Key, Sequence[Key]]) -> Iterator[Key]:
    seen, waiting = {key}, [key]
    while waiting:
        for following in later.get(waiting.pop(), ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
                yield following
