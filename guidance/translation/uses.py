"""Where messages stand in the live source, as the database has it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Max

from guidance.bulk_rows import chunks, insert_new, insert_rows, primary_keys
from guidance.catalog.entry import Key
from guidance.catalog.message import Use, digest
from guidance.models import Message, MessageUse

_CHUNK = 2000
# Each document has room to grow, so that a new paragraph moves only what is behind it
# in its own document.
_ROOM = 1000

_Row = tuple[str, str, int, Key]


def load_uses(owners: Collection[str] | None = None) -> list[Use]:
    """Return the uses as they are stored, in the order of the catalog.

    Of all documents, or of these (``q10.c2``).
    """
    uses = MessageUse.objects.order_by("position")
    if owners is not None:
        uses = uses.filter(owner__in=list(owners))
    rows = uses.values_list(
        "leaf", "message__msgctxt", "message__msgid", "owner", "order", "message_id"
    )
    return [
        Use(leaf, msgctxt, msgid, owner, order, message=message)
        for leaf, msgctxt, msgid, owner, order, message in rows.iterator(
            chunk_size=_CHUNK
        )
    ]


def is_same(old: Iterable[Use], new: Iterable[Use]) -> bool:
    """Whether two sequences of uses say the same of every place."""
    return [_row(use) for use in old] == [_row(use) for use in new]


def changed_owners(old: Iterable[Use], new: Iterable[Use]) -> set[str]:
    """Return the documents whose uses are not the same in both."""
    return {
        owner for owner, *_ in {_row(use) for use in old} ^ {_row(use) for use in new}
    }


def write_uses(
    uses: Sequence[Use],
    messages: Mapping[Key, int],
    now: datetime,
    owners: Collection[str] | None = None,
) -> None:
    """Make the stored uses what ``uses`` says; only rows that differ are written.

    ``uses`` are those of all documents, or of ``owners``: these stay where they stand in
    the catalog, and new ones come last until all of it is written again.
    """
    there = MessageUse.objects.order_by("position")
    if owners is not None:
        there = there.filter(owner__in=list(owners))
    stored = {
        (owner, leaf): (pk, order, position, message, changed)
        for pk, owner, leaf, order, position, message, changed in (
            there.values_list(
                "pk", "owner", "leaf", "order", "position", "message_id", "changed_at"
            )
        )
    }
    starts = None if owners is None else _starts(stored)
    kept, rows = set(), []
    for use, position in _placed(uses, starts):
        message = messages[use.key]
        pk, order, place, old_message, changed = stored.get(
            (use.owner, use.leaf), (0, 0, 0, 0, now)
        )
        if (order, place, old_message) == (use.order, position, message):
            kept.add(pk)
            continue
        changed_at = changed if old_message == message else now
        rows.append((message, use.owner, use.leaf, use.order, position, changed_at))
    gone = [pk for pk, *_ in stored.values() if pk not in kept]
    for part in chunks(gone):
        MessageUse.objects.filter(pk__in=part).delete()
    insert_rows(
        MessageUse,
        ("message", "owner", "leaf", "order", "position", "changed_at"),
        rows,
    )


def ensure_messages(keys: Iterable[Key], uses: Iterable[Use] = ()) -> dict[Key, int]:
    """Return {(msgctxt, msgid): message pk}, making the rows that are missing.

    What ``uses`` know is not asked for again.
    """
    there = {use.key: use.message for use in uses if use.message}
    keys = list(keys)
    wanted = {digest(*key): key for key in keys if key not in there}
    # Never of all: a batch would pay for the whole site.
    known = primary_keys(Message, "digest", list(wanted))
    missing = [(*key, value) for value, key in wanted.items() if value not in known]
    known |= insert_new(
        Message, ("msgctxt", "msgid", "digest"), missing, unique="digest"
    )
    # What somebody else has made meanwhile.
    late = [value for value in wanted if value not in known]
    known |= primary_keys(Message, "digest", late)
    found = {key: there[key] for key in keys if key in there}
    return found | {key: known[value] for value, key in wanted.items()}


def known_messages(keys: Iterable[Key]) -> dict[Key, int]:
    """Return {(msgctxt, msgid): message pk} of those that this site has, or had."""
    wanted = {digest(*key): key for key in keys}
    pks = primary_keys(Message, "digest", list(wanted))
    return {key: pks[value] for value, key in wanted.items() if value in pks}


def _starts(stored: Mapping[tuple[str, str], tuple[Any, ...]]) -> dict[str, int]:
    """Return where each document begins; what is not there yet comes last ("")."""
    last = MessageUse.objects.aggregate(last=Max("position"))["last"]
    starts = {"": 0 if last is None else (last // _ROOM + 1) * _ROOM}
    for (owner, _leaf), (_pk, order, position, *_) in stored.items():
        starts.setdefault(owner, position - order)
    return starts


def _placed(
    uses: Iterable[Use], starts: Mapping[str, int] | None
) -> Iterator[tuple[Use, int]]:
    """Yield each use with its position in the catalog."""
    start = 0 if starts is None else starts[""]
    for owner, group in groupby(uses, key=lambda use: use.owner):
        if starts is not None and owner in starts:
            yield from ((use, starts[owner] + place) for place, use in enumerate(group))
            continue
        place = -1
        for place, use in enumerate(group):
            yield use, start + place
        start += (place // _ROOM + 1) * _ROOM


def _row(use: Use) -> _Row:
    return (use.owner, use.leaf, use.order, use.key)
