"""Blocks and list items that came and went, in the lines of a source."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from importers.markdown.document import Block, Heading, Item, ItemList, Prose
from importers.markdown.render import (
    Manner,
    item_lines,
    item_sign,
    paragraph_text,
    render_block,
    would_join,
)
from importers.markdown.source import Source
from importers.markdown.syntax import Node
from importers.markdown.units import Unit, units_of

_MARKER = re.compile(
    r"(?P<indent>[ \t>]*?)(?P<sign>[-+*]|\d{1,9}[.)])(?P<space>[ \t]+)"
)
_NUMBER = re.compile(r"([ \t>]*)(\d{1,9})([.)])([ \t]+)")
_LISTS = frozenset({"bullet_list", "ordered_list"})


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a unit in its source, counted from 0; ``end`` is behind the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Splice:
    """Lines that stand for others."""

    start: int
    end: int
    lines: tuple[str, ...] = ()


def edit_structure(source: Source, wanted: Sequence[Block]) -> Iterator[str]:
    """Yield texts that may be what is wanted, with as many lines kept as possible."""
    editor = _Editor(source, wanted)
    splices = editor.splices()
    if splices is None:
        return
    text = _spliced(source.lines, splices)
    yield text
    yield _renumbered(source.changed(text))


class _Editor:
    """Compares the units of a source with the wanted ones and finds their lines."""

    def __init__(self, source: Source, wanted: Sequence[Block]) -> None:
        self._lines = source.lines
        self._nodes = list(source.nodes())
        self._old = units_of(source.blocks)
        self._new = units_of(wanted)
        self._blocks = wanted
        self._manner = Manner(source.known(), source.read)
        self._places = [self._place(unit) for unit in self._old]
        # A page has no heading of level 1, so those of the source all went down.
        self._demotion = any(n.kind == "heading" and n.level == 1 for n in self._nodes)
        # The lines of the wanted units that stay.
        self._kept: dict[int, _Lines] = {}

    def splices(self) -> list[_Splice] | None:
        """Return the changes; None when a unit that goes has no lines of its own."""
        pairs = self._pairs()
        for here, there in pairs:
            if (place := self._places[here]) is not None:
                self._kept[there] = place
        found: list[_Splice] = []
        ends = (len(self._old), len(self._new))
        for (i1, j1), (i2, j2) in pairwise([(-1, -1), *pairs, ends]):
            if (i1 + 1, j1 + 1) == (i2, j2):
                continue
            gone = self._places[i1 + 1 : i2]
            if None in gone:
                return None
            places = {place for place in gone if place is not None}
            ordered = sorted(places, key=lambda place: place.start)
            found += self._exchange(ordered, j1 + 1, j2)
        return found

    def _pairs(self) -> list[tuple[int, int]]:
        """Return the places, before and after, of the units that stay in their lines.

        What shares its lines with a unit that goes is written anew, and so is what
        has something new put in the middle of its lines.
        """
        matcher = SequenceMatcher(
            None, [u.key for u in self._old], [u.key for u in self._new], autojunk=False
        )
        pairs = [
            (match.a + offset, match.b + offset)
            for match in matcher.get_matching_blocks()
            for offset in range(match.size)
        ]
        joined = self._joined_lists(pairs)
        pairs = [pair for pair in pairs if self._new[pair[1]].block not in joined]
        while True:
            kept = dict(pairs)
            broken = {
                self._places[here] for here in range(len(self._old)) if here not in kept
            }
            broken |= {
                self._places[here]
                for (here, there), (after, following) in pairwise(pairs)
                if self._places[here] == self._places[after]
                and (here + 1, there + 1) != (after, following)
            }
            remaining = [pair for pair in pairs if self._places[pair[0]] not in broken]
            if len(remaining) == len(pairs):
                return pairs
            pairs = remaining

    def _joined_lists(self, pairs: Iterable[tuple[int, int]]) -> set[int]:
        """Return the wanted lists that would be read as one with the list before them.

        What parted them is gone, so the second one needs other signs.
        """
        old = {self._new[there].block: self._old[here].block for here, there in pairs}
        return {
            place
            for place, (before, block) in enumerate(pairwise(self._blocks), 1)
            if would_join(before, block)
            and old.get(place, -1) - old.get(place - 1, -1) != 1
        }

    # ---- where units are

    def _place(self, unit: Unit) -> _Lines | None:
        line = unit.what.line
        around = [n for n in self._nodes if n.line <= line < n.end]
        if not around:
            return None
        items = [node for node in around if node.kind == "list_item"]
        if unit.is_item:
            items = [node for node in items if node.line == line]
        # An item that begins with an item has its line twice: the inner one is told last.
        node = items[-1] if items else around[0]
        return _Lines(node.line - 1, self._own_end(node))

    def _own_end(self, node: Node) -> int:
        """Return where the lines of a node end, without lists in it and blank lines."""
        lists = [n.line for n in node.nodes if n.kind in _LISTS and n.line > node.line]
        end = min([node.end, *lists]) - 1
        while end > node.line and not self._lines[end - 1].strip():
            end -= 1
        return end

    # ---- what to write

    def _exchange(
        self, gone: Sequence[_Lines], first: int, last: int
    ) -> Iterator[_Splice]:
        """Yield the splices that put the new units in place of those that go."""
        if first == last:
            yield from map(self._removal, gone)
            return
        anchor = gone[0].start if gone else None
        groups = [
            list(group) for _, group in groupby(range(first, last), key=self._group)
        ]
        lines: list[str] = []
        for group in groups:
            written, loose = self._write(group)
            if lines and (loose or not self._new[group[0]].is_item):
                lines.append("")
            lines += written
        if anchor is not None:
            end = gone[0].end
            yield _Splice(anchor, end, tuple(lines))
            yield from map(self._removal, gone[1:])
            return
        yield self._insertion(lines, first, last, loose=self._is_loose(first, last))

    def _group(self, number: int) -> tuple[int, bool]:
        unit = self._new[number]
        return (unit.block, unit.is_item)

    def _write(self, group: Sequence[int]) -> tuple[list[str], bool]:
        """Return the lines of units that belong together, and if they stand apart."""
        units = [self._new[number] for number in group]
        if not units[0].is_item:
            return self._block(units[0]).split("\n"), True
        siblings = self._siblings(units[0].block)
        if not siblings:
            return self._list(units).split("\n"), True
        loose = self._list_is_loose(siblings, _level(units[0]))
        lines: list[str] = []
        for unit in units:
            if lines and loose:
                lines.append("")
            lines += self._item(unit, siblings)
        return lines, loose

    def _block(self, unit: Unit) -> str:
        block = self._blocks[unit.block]
        if isinstance(block, Heading) and self._demotion:
            # Written as it will be read together with the others.
            written = render_block(block, self._manner)
            return written.removeprefix("#")
        return render_block(block, self._manner)

    def _list(self, units: Sequence[Unit]) -> str:
        items = tuple(unit.what for unit in units if isinstance(unit.what, Item))
        whole = self._blocks[units[0].block]
        if isinstance(whole, ItemList) and len(items) == len(whole.items):
            before = self._blocks[units[0].block - 1] if units[0].block else None
            marker = would_join(before, whole) and self._marker(units[0].block - 1) == 0
            return render_block(whole, self._manner, int(marker))
        return render_block(ItemList(units[0].number or 1, items, 0), self._manner)

    def _marker(self, block: int) -> int:
        """Return which signs the items of a wanted list have in the source."""
        for _, place in self._siblings(block):
            found = _MARKER.match(self._lines[place.start])
            return int(found is not None and found["sign"][-1] in "*)")
        return 0

    def _siblings(self, block: int) -> list[tuple[Unit, _Lines]]:
        """Return the items of a wanted list that are in the source, with their lines."""
        return [
            (self._new[number], place)
            for number, place in sorted(self._kept.items())
            if self._new[number].block == block and self._new[number].is_item
        ]

    def _list_is_loose(
        self, siblings: Sequence[tuple[Unit, _Lines]], level: int
    ) -> bool:
        """Whether blank lines stand between the items of a level, as far as they tell."""
        pairs = [
            self._is_blank(place.end)
            for (unit, place), (after, _) in pairwise(siblings)
            if _level(unit) == _level(after) == level
        ]
        return any(pairs) if pairs else any(self._is_blank(p.end) for _, p in siblings)

    def _is_blank(self, line: int) -> bool:
        return line < len(self._lines) and not self._lines[line].strip()

    def _item(self, unit: Unit, siblings: Sequence[tuple[Unit, _Lines]]) -> list[str]:
        item = unit.what
        if not isinstance(item, Item):
            return []
        indent, sign = "", item_sign(item.ordered, unit.number, 0)
        for other, place in siblings:
            found = _MARKER.match(self._lines[place.start])
            if found is None or not isinstance(other.what, Item):
                continue
            same = (item.level, item.ordered)
            if (other.what.level, other.what.ordered) == same:
                indent = found["indent"]
                sign = (
                    _like(found, unit.number)
                    if item.ordered
                    else (found["sign"] + found["space"])
                )
                break
            if other.what.level == item.level - 1:
                indent = " " * found.end()
        return list(item_lines(item, indent, sign, self._text))

    def _text(self, prose: Prose) -> str:
        return self._manner.known.get(prose) or paragraph_text(prose)

    # ---- where to write it

    def _is_loose(self, first: int, last: int) -> bool:
        """Whether blank lines stand around what is put between two units."""
        units = self._new[first:last]
        if not all(unit.is_item for unit in units):
            return True
        siblings = self._siblings(units[0].block)
        return not siblings or self._list_is_loose(siblings, _level(units[0]))

    def _insertion(
        self, lines: list[str], first: int, last: int, *, loose: bool
    ) -> _Splice:
        before, after = self._kept.get(first - 1), self._kept.get(last)
        block = self._new[first].block
        follows = (
            before is not None
            and self._new[first].is_item
            and self._new[first - 1].block == block
        )
        leads = (
            after is not None
            and last < len(self._new)
            and (self._new[last - 1].is_item and self._new[last].block == block)
        )
        if after is not None and (before is None or (leads and not follows)):
            gap = ("",) if loose else ()
            return _Splice(after.start, after.start, (*lines, *gap))
        place = before.end if before is not None else self._end()
        gap = ("",) if loose and place else ()
        needs_end = (
            loose and place < len(self._lines) and bool(self._lines[place].strip())
        )
        return _Splice(place, place, (*gap, *lines, *([""] if needs_end else [])))

    def _end(self) -> int:
        end = len(self._lines)
        while end and not self._lines[end - 1].strip():
            end -= 1
        return end

    def _removal(self, place: _Lines) -> _Splice:
        """Return the splice that leaves no two blank lines where there was one."""
        end = place.end
        if place.start == 0 or not self._lines[place.start - 1].strip():
            while end < len(self._lines) - 1 and not self._lines[end].strip():
                end += 1
        return _Splice(place.start, end)


def _level(unit: Unit) -> int:
    return unit.what.level if isinstance(unit.what, Item) else 0


def _like(found: re.Match[str], number: int) -> str:
    """Return the sign of an item with a number, as wide as that of its sibling."""
    sign = f"{number}{found['sign'][-1]}"
    width = found.end() - len(found["indent"])
    return sign + " " * max(width - len(sign), 1)


def _spliced(lines: list[str], splices: Sequence[_Splice]) -> str:
    result = list(lines)
    ordered = sorted(enumerate(splices), key=lambda each: (each[1].start, each[0]))
    for _, splice in reversed(ordered):
        result[splice.start : splice.end] = splice.lines
    return "\n".join(result)


def _renumbered(source: Source) -> str:
    """Return the text with the numbers of each list in order."""
    lines = source.lines
    for node in source.nodes():
        if node.kind != "ordered_list":
            continue
        numbers = [int(item.info[:-1]) for item in node.nodes]
        if len(set(numbers)) == 1 and len(numbers) > 1:
            continue
        for number, item in enumerate(node.nodes, numbers[0]):
            found = _NUMBER.match(lines[item.line - 1])
            if found and int(found[2]) != number:
                width = len(found[2]) + 1 + len(found[4])
                sign = f"{number}{found[3]}"
                space = " " * max(width - len(sign), 1)
                rest = lines[item.line - 1][found.end() :]
                lines[item.line - 1] = f"{found[1]}{sign}{space}{rest}"
    return "\n".join(lines)
