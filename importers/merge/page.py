"""The 3-way merge of a whole page.

``base`` is what the last import made, ``ours`` the current draft, ``theirs`` what the
file says now; all three are streams, and ``theirs`` wears the ids of ``base``
(``guidance.segments.adopt``). One-sided changes are taken, both-sided ones joined word
by word; where that cannot be, the editor's stays and the conflict is reported.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from guidance.block_names import BlockName
from guidance.segments.adopt import adopt_ids
from guidance.segments.ids import map_ids
from guidance.segments.inline import plain_text
from guidance.segments.richtext import Block, parse_blocks, serialize
from guidance.segments.stream import Stream, extract
from importers.merge.outcome import Answer, Conflict, Disputes, Sides
from importers.merge.sequence import Unit, merge_sequence
from importers.merge.shapes import paragraphs, shape_of

BODY = "body"
_PROSE = (BlockName.TEXT, BlockName.QUOTE)
_NO_ANSWERS: Mapping[str, Answer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged stream, the base of the next merge, and what could not be joined.

    The base says what the source says, except in conflicts: there it says what it said
    before, so that the next merge finds them again. None when there is none yet.
    """

    stream: Stream
    base: Stream | None
    conflicts: tuple[Conflict, ...]


def merge(
    base: Stream | None,
    ours: Stream,
    theirs: Stream,
    answers: Mapping[str, Answer] = _NO_ANSWERS,
) -> Merged:
    """Return what the page shall say; ``answers`` settle conflicts, by their places.

    Without a base nobody knows who wrote what: then both say the same, or the whole
    page is one conflict.

    >>> def text(html): return [{"type": "text", "id": "x", "value": html}]
    >>> base = text('<p data-block-key="a">bir</p><p data-block-key="b">iki</p>')
    >>> ours = text('<p data-block-key="a">BİR</p><p data-block-key="b">iki</p>')
    >>> theirs = text('<p data-block-key="a">bir</p><p data-block-key="b">iki!</p>')
    >>> merge(base, ours, theirs).stream[0]["value"]
    '<p data-block-key="a">BİR</p><p data-block-key="b">iki!</p>'
    """
    disputes = Disputes(answers)
    if base is None:
        return _merge_without_base(ours, theirs, disputes)
    if same_content(ours, theirs):
        return Merged(ours, ours, ())
    if same_content(theirs, base):
        return Merged(ours, theirs, ())
    if same_content(ours, base):
        return Merged(theirs, theirs, ())
    sides = (base, ours, theirs)
    wandering = _wandering_keys(sides)
    units = Sides(*(_units(side, wandering) for side in sides))
    merged, next_base = merge_sequence(units, BODY, disputes)
    return Merged(_stream(merged), _stream(next_base), tuple(disputes.conflicts))


def same_content(one: Stream, other: Stream) -> bool:
    """Whether two streams say and show the same; ids do not count.

    >>> same_content([{"type": "text", "id": "1", "value": '<p data-block-key="a">x</p>'}],
    ...              [{"type": "text", "id": "2", "value": '<p data-block-key="b">x</p>'}])
    True
    """
    return _without_ids(one) == _without_ids(other)


def _without_ids(stream: Stream) -> Stream:
    return map_ids(stream, lambda _: "")


def _merge_without_base(ours: Stream, theirs: Stream, disputes: Disputes) -> Merged:
    if same_content(ours, theirs):
        return Merged(ours, ours, ())
    outcome = disputes.settle(
        BODY, Sides(None, ours, adopt_ids(ours, theirs)), ("", said(ours), said(theirs))
    )
    return Merged(outcome.value, outcome.base, tuple(disputes.conflicts))


def said(stream: Stream) -> str:
    """Return all texts of a page, one in a line."""
    return "\n".join(plain_text(leaf.inline) for leaf in extract(stream))


# ---- streams and their units


def _wandering_keys(sides: Iterable[Stream]) -> frozenset[str]:
    """Return the keys that name one paragraph of a page, in whatever block it is."""
    ambiguous: set[str] = set()
    every: set[str] = set()
    for side in sides:
        counts = Counter(
            part.key
            for block in side
            if block["type"] in _PROSE
            for part in parse_blocks(block["value"])
        )
        ambiguous |= {key for key, times in counts.items() if times > 1}
        every |= set(counts)
    return frozenset(every - ambiguous)


def _units(stream: Stream, wandering: frozenset[str]) -> list[Unit]:
    units: list[Unit] = []
    for block in stream:
        group, kind = block["id"], block["type"]
        if kind in _PROSE:
            parts = paragraphs(list(parse_blocks(block["value"])), group, kind)
            units += [
                part
                if part.id in wandering
                else replace(part, name=f"/{group}{part.name}")
                for part in parts
            ]
        else:
            value = block["value"]
            units.append(Unit(f"/{group}", group, group, kind, value, shape_of(kind)))
    return units


def _stream(units: Iterable[Unit]) -> Stream:
    """Join the units again; a block that got torn apart goes on under a new id."""
    stream: Stream = []
    parts: list[Block] = []
    open_group: tuple[str, str] | None = None
    seen: Counter[str] = Counter()

    def close() -> None:
        if open_group is not None and (value := serialize(parts)):
            stream.append(_block(open_group, value, seen))
        parts.clear()

    for unit in units:
        group = (unit.group, unit.type)
        if group != open_group:
            close()
        if isinstance(unit.value, Block):
            open_group = group
            parts.append(unit.value)
        else:
            open_group = None
            stream.append(_block(group, unit.value, seen))
    close()
    return stream


def _block(group: tuple[str, str], value: Any, seen: Counter[str]) -> dict[str, Any]:
    name, kind = group
    seen[name] += 1
    if seen[name] > 1:
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name}/{seen[name]}"))
    return {"type": kind, "value": value, "id": name}
