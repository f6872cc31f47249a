"""Paragraphs, blocks or items in an order: what moved, appeared and went."""

import uuid
from collections import defaultdict, deque
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from guidance.segments.richtext import Block
from importers.merge.outcome import Disputes, Outcome, Sides
from importers.merge.value import Shape, dispute, merge_value


@dataclass(frozen=True, slots=True)
class Unit:
    """A block, an item, or one paragraph of a text: what can move, appear and go.

    ``name`` says which one it is, on all sides; ``id`` is what it bears in the page.
    ``group`` and ``type`` are those of the block that a paragraph is in.
    """

    name: str
    id: str
    group: str
    type: str
    value: Any
    shape: Shape

    def bare(self) -> Hashable:
        """Return what it says, for comparing."""
        return (self.type if self.id == self.group else "", self.shape.bare(self.value))


def merge_sequence(
    sides: Sides, place: str, disputes: Disputes
) -> tuple[list[Unit], list[Unit]]:
    """Return the merged units, and those of the base of the next merge."""
    base, ours, theirs = (list(_each_once(side)) for side in sides)
    theirs = list(_told_apart(base, ours, theirs))
    before, left, right = (
        {unit.name: unit for unit in side} for side in (base, ours, theirs)
    )
    outcomes = {
        name: _merge_unit(
            f"{place}{name}",
            Sides(before.get(name), left.get(name), right.get(name)),
            disputes,
        )
        for name in _merged_order(base, ours, theirs)
    }
    order = _insert(list(right), list(before))
    return (
        [unit for unit, _ in outcomes.values() if unit is not None],
        [unit for name in order if (unit := outcomes[name].base) is not None],
    )


# ---- one unit


def _merge_unit(place: str, sides: Sides, disputes: Disputes) -> Outcome:
    base, ours, theirs = sides
    if ours is None or theirs is None:
        return _one_sided(place, sides, disputes)
    before = None if base is None else base.value
    outcome = merge_value(
        ours.shape, place, Sides(before, ours.value, theirs.value), disputes
    )
    # The side that regrouped decides about the block; the editor when both did.
    kept = base is not None and ours.group == base.group
    home = theirs if kept else ours
    unit = replace(ours, group=home.group, type=home.type, value=outcome.value)
    if outcome.base is None:
        return Outcome(unit, None)
    return Outcome(unit, replace(theirs, id=ours.id, value=outcome.base))


def _one_sided(place: str, sides: Sides, disputes: Disputes) -> Outcome:
    """Return the outcome for a unit that one side does not have."""
    base, ours, theirs = sides
    present = ours or theirs
    if base is None or present is None:
        return Outcome(present, theirs)
    if present.bare() == base.bare():
        return Outcome(None, theirs)
    values = Sides(*(None if side is None else side.value for side in sides))
    settled = dispute(present.shape, place, values, disputes)
    return Outcome(_unit_of(settled.value, sides), _unit_of(settled.base, sides))


def _unit_of(value: Any, sides: Sides) -> Unit | None:
    """Return the unit of the side that has this value; None where there is none."""
    if value is None:
        return None
    units: list[Unit] = [unit for unit in sides if unit is not None]
    return next(unit for unit in units if unit.value is value)


# ---- names


def _each_once(units: Iterable[Unit]) -> Iterator[Unit]:
    """Yield the units; one whose name is taken, as in a damaged page, gets another."""
    taken: set[str] = set()
    for unit in units:
        name = unit.name
        if name in taken:
            name = next(_free(name, taken))
        taken.add(name)
        yield replace(unit, name=name)


def _told_apart(
    base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit]
) -> Iterator[Unit]:
    """Yield the source's units, the new ones under names that only equals share."""
    known = {unit.name for unit in base}
    names = known | {unit.name for unit in (*ours, *theirs)}
    ids = {unit.id for unit in (*base, *ours, *theirs)}
    mine = {unit.name for unit in ours} - known
    waiting: defaultdict[Hashable, deque[Unit]] = defaultdict(deque)
    for unit in ours:
        if unit.name in mine:
            waiting[unit.bare()].append(unit)
    for unit in theirs:
        if unit.name in known:
            yield unit
        elif equals := waiting[unit.bare()]:
            equal = equals.popleft()
            yield _renamed(unit, equal.name, equal.id)
        elif unit.name in mine:
            name = next(_free(unit.name, names))
            names.add(name)
            fresh = next(_free_ids(unit, ids))
            ids.add(fresh)
            yield _renamed(unit, name, fresh)
        else:
            yield unit


def _renamed(unit: Unit, name: str, new: str) -> Unit:
    value = unit.value
    if isinstance(value, Block):
        value = replace(value, key=new)
    group = new if unit.group == unit.id else unit.group
    return replace(unit, name=name, id=new, group=group, value=value)


def _free(name: str, taken: Container[str]) -> Iterator[str]:
    return (f"{name}.{n}" for n in count(2) if f"{name}.{n}" not in taken)


def _free_ids(unit: Unit, taken: Container[str]) -> Iterator[str]:
    for number in count(2):
        if isinstance(unit.value, Block):
            name = f"{unit.id}-{number}"
        else:
            name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{unit.id}/{number}"))
        if name not in taken:
            yield name


# ---- order


def _merged_order(
    base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit]
) -> list[str]:
    """Return the names of all three in order: the editor's, if the editor moved things."""
    orders = [[unit.name for unit in side] for side in (base, ours, theirs)]
    shared = set(orders[0]) & set(orders[1])
    moved = [name for name in orders[0] if name in shared] != [
        name for name in orders[1] if name in shared
    ]
    first, second = (orders[1], orders[2]) if moved else (orders[2], orders[1])
    return _insert(_insert(first, second), orders[0])


def _insert(order: Sequence[str], other: Sequence[str]) -> list[str]:
    """Add to ``order`` what only ``other`` has, each behind its predecessor there."""
    known = set(order)
    following: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in other:
        if name in known:
            last = name
        else:
            following.setdefault(last, []).append(name)
    result = list(following.get(None, ()))
    for name in order:
        result += [name, *following.get(name, ())]
    return result
