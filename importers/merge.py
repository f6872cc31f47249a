"""The 3-way merge of a page: what the source changed, into what an editor changed.

``base`` is what the last import made, ``ours`` the current draft, ``theirs`` what the
file says now; all three are streams, and ``theirs`` wears the ids of ``base``
(``guidance.segments.adopt``). One-sided changes are taken; where both sides changed
the same thing differently, the editor's stays and the conflict is reported.

Source of the method: diff3 over sequences of identified units; see
``docs/decisions/0008-merge.md``.
"""

import uuid
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidance.block_names import BlockName
from guidance.segments.inline import plain_text
from guidance.segments.richtext import Block, parse_blocks, serialize
from guidance.segments.stream import Stream

_PROSE = (BlockName.TEXT, BlockName.QUOTE)
_RICH = frozenset({"text", "caption"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides changed the same thing; the editor's text stays."""

    place: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged stream and where the two sides could not be joined."""

    stream: Stream
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block, or one paragraph of a text block: what can move, appear and go."""

    id: str
    group: str
    type: str
    value: Any

    def shows(self) -> str:
        """Return a short text that a reader of the report recognizes."""
        value = self.value
        if isinstance(value, Block):
            return plain_text(value.inline)
        return " ".join(_strings(value))


def merge(base: Stream, ours: Stream, theirs: Stream) -> Merged:
    """Return what the page shall say.

    >>> def text(html): return [{"type": "text", "id": "x", "value": html}]
    >>> base = text('<p data-block-key="a">bir</p><p data-block-key="b">iki</p>')
    >>> ours = text('<p data-block-key="a">BİR</p><p data-block-key="b">iki</p>')
    >>> theirs = text('<p data-block-key="a">bir</p><p data-block-key="b">iki!</p>')
    >>> merge(base, ours, theirs).stream[0]["value"]
    '<p data-block-key="a">BİR</p><p data-block-key="b">iki!</p>'
    """
    conflicts: list[Conflict] = []
    units = _merge_units(_units(base), _units(ours), _units(theirs), conflicts)
    return Merged(_stream(units), tuple(conflicts))


def same_content(one: Stream, other: Stream) -> bool:
    """Whether two streams say and show the same; ids do not count.

    >>> same_content([{"type": "text", "id": "1", "value": '<p data-block-key="a">x</p>'}],
    ...              [{"type": "text", "id": "2", "value": '<p data-block-key="b">x</p>'}])
    True
    """
    return _bare(one) == _bare(other)


# ---- streams and their units


def _units(stream: Stream) -> list[_Unit]:
    units = []
    for block in stream:
        group = block["id"]
        if block["type"] in _PROSE:
            units += [
                _Unit(f"#{part.key}", group, block["type"], part)
                for part in parse_blocks(block["value"])
            ]
        else:
            units.append(_Unit(group, group, block["type"], block["value"]))
    return units


def _stream(units: Iterable[_Unit]) -> Stream:
    """Join the units again; a block that got torn apart goes on under a new id."""
    stream: Stream = []
    parts: list[Block] = []
    open_group: tuple[str, str] | None = None
    seen: dict[str, int] = {}

    def close() -> None:
        if open_group is not None and parts:
            stream.append(_block(open_group, serialize(parts), seen))
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


def _block(group: tuple[str, str], value: Any, seen: dict[str, int]) -> dict[str, Any]:
    name, kind = group
    count = seen[name] = seen.get(name, 0) + 1
    if count > 1:
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name}/{count}"))
    return {"type": kind, "value": value, "id": name}


# ---- sequences


def _merge_units(
    base: Sequence[_Unit],
    ours: Sequence[_Unit],
    theirs: Sequence[_Unit],
    conflicts: list[Conflict],
) -> list[_Unit]:
    before, left, right = (
        {unit.id: unit for unit in side} for side in (base, ours, theirs)
    )
    merged = []
    for name in _merged_order(base, ours, theirs):
        unit = _merge_unit(before.get(name), left.get(name), right.get(name), conflicts)
        if unit is not None:
            merged.append(unit)
    return merged


def _merge_unit(
    base: _Unit | None,
    ours: _Unit | None,
    theirs: _Unit | None,
    conflicts: list[Conflict],
) -> _Unit | None:
    if ours is None or theirs is None:
        return _one_sided(base, ours, theirs, conflicts)
    before = base.value if base is not None else None
    value = _merge_value(before, ours.value, theirs.value, theirs.shows(), conflicts)
    # The side that regrouped decides about the block; the editor when both did.
    kept = base is not None and ours.group == base.group
    home = theirs if kept else ours
    return _Unit(ours.id, home.group, home.type, value)


def _one_sided(
    base: _Unit | None,
    ours: _Unit | None,
    theirs: _Unit | None,
    conflicts: list[Conflict],
) -> _Unit | None:
    """Decide about a unit that one side does not have."""
    present = ours or theirs
    if base is None or present is None:
        return present  # an insertion, or gone on both sides
    if _bare(present.value) != _bare(base.value):
        conflicts.append(
            Conflict(
                base.shows(),
                ours.shows() if ours else "",
                theirs.shows() if theirs else "",
            )
        )
        return ours
    return None


def _merged_order(
    base: Sequence[_Unit], ours: Sequence[_Unit], theirs: Sequence[_Unit]
) -> list[str]:
    """Return the ids of all three in order: the editor's, if the editor moved things."""
    orders = [[unit.id for unit in side] for side in (base, ours, theirs)]
    shared = set(orders[0]) & set(orders[1])
    moved = [i for i in orders[0] if i in shared] != [
        i for i in orders[1] if i in shared
    ]
    first, second = (orders[1], orders[2]) if moved else (orders[2], orders[1])
    return _insert(_insert(first, second), orders[0])


def _insert(order: Sequence[str], other: Sequence[str]) -> list[str]:
    """Add to ``order`` what only ``other`` has, each behind its predecessor there."""
    result = list(order)
    known = set(order)
    after = 0
    for name in other:
        if name in known:
            after = result.index(name) + 1
        else:
            result.insert(after, name)
            known.add(name)
            after += 1
    return result


# ---- values


def _merge_value(
    base: Any, ours: Any, theirs: Any, place: str, conflicts: list[Conflict]
) -> Any:
    if _bare(ours) == _bare(theirs) or _bare(theirs) == _bare(base):
        return ours
    if _bare(ours) == _bare(base):
        return theirs
    if isinstance(base, Mapping) and isinstance(ours, Mapping):
        return {
            key: _merge_field(key, base, ours, theirs, place, conflicts) for key in ours
        }
    if _are_items(base, ours, theirs):
        sides = [_item_units(side) for side in (base, ours, theirs)]
        units = _merge_units(sides[0], sides[1], sides[2], conflicts)
        return [{"type": "item", "value": unit.value, "id": unit.id} for unit in units]
    conflicts.append(Conflict(place, _shown(ours), _shown(theirs)))
    return ours


def _merge_field(
    key: str,
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    place: str,
    conflicts: list[Conflict],
) -> Any:
    values = (base.get(key), ours.get(key), theirs.get(key))
    if key in _RICH and all(isinstance(value, str) for value in values):
        return _merge_rich_text(values, conflicts)
    return _merge_value(*values, place, conflicts)


def _merge_rich_text(values: tuple[Any, ...], conflicts: list[Conflict]) -> str:
    sides = [
        [_Unit(f"#{part.key}", "", "", part) for part in parse_blocks(value)]
        for value in values
    ]
    units = _merge_units(sides[0], sides[1], sides[2], conflicts)
    return serialize([unit.value for unit in units])


def _are_items(*sides: Any) -> bool:
    return all(
        isinstance(side, list)
        and all(isinstance(item, Mapping) and "id" in item for item in side)
        for side in sides
    )


def _item_units(items: Iterable[Mapping[str, Any]]) -> list[_Unit]:
    return [_Unit(item["id"], "", "item", item["value"]) for item in items]


# ---- comparing and showing


def _bare(value: Any) -> Hashable:
    """Return the value without ids, in a form that compares."""
    if isinstance(value, Block):
        return (value.tag, value.depth, value.ordered, value.inline)
    if isinstance(value, Mapping):
        pairs = ((key, _bare(part)) for key, part in value.items() if key != "id")
        return tuple(sorted(pairs, key=lambda pair: str(pair[0])))
    if isinstance(value, list):
        return tuple(_bare(part) for part in value)
    if isinstance(value, str) and "data-block-key" in value:
        return tuple(_bare(part) for part in parse_blocks(value))
    return value  # type: ignore[no-any-return]


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key not in ("id", "type"):
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str) and value:
        yield _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, Block):
        return plain_text(value.inline)
    if isinstance(value, str) and "data-block-key" in value:
        return " ".join(plain_text(part.inline) for part in parse_blocks(value))
    return value if isinstance(value, str) else " ".join(_strings(value))
