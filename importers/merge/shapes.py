"""What the values of a page are made of, and how two changes of one are joined.

Blocks that have parts (lists, tables, pictures, callouts) are merged part by part.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guidance.block_names import BlockName
from guidance.segments.inline import links, plain_text
from guidance.segments.richtext import Block, parse_blocks, serialize
from guidance.segments.segment import to_segment
from importers.merge.outcome import Conflict, Disputes, Outcome, Sides
from importers.merge.sequence import Unit, merge_sequence
from importers.merge.value import Shape, dispute, merge_value
from importers.merge.words import merge_inline, merge_text


@dataclass(frozen=True, slots=True)
class Whole:
    """A value that is one side's or the other's."""

    def bare(self, value: Any) -> Hashable:
        return value if isinstance(value, Hashable) else repr(value)

    def shown(self, value: Any) -> str:
        return "" if value is None else str(value)

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        return dispute(self, place, sides, disputes)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without markup, merged by its words."""

    def bare(self, value: Any) -> Hashable:
        return str(value)

    def shown(self, value: Any) -> str:
        return str(value)

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        merged = merge_text(sides.base or "", sides.ours, sides.theirs)
        if merged is None:
            return dispute(self, place, sides, disputes)
        return Outcome(merged, sides.theirs)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a list item or a rule of rich text; its words are merged."""

    def bare(self, value: Block) -> Hashable:
        return (_form(value), value.inline)

    def shown(self, value: Block) -> str:
        return plain_text(value.inline)

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        base, ours, theirs = sides
        if base is None:
            return dispute(self, place, sides, disputes)
        inline = _joined_inline(base, ours, theirs)
        if inline is None or len({*map(_form, sides)}) == len(sides):
            return disputes.settle(place, sides, _readable(base, ours, theirs))
        form = ours if _form(theirs) == _form(base) else theirs
        merged = Block(form.tag, ours.key, inline, form.depth, form.ordered)
        return Outcome(merged, theirs)


def _form(block: Block) -> tuple[str, int, bool]:
    return (block.tag, block.depth, block.ordered)


def _joined_inline(base: Block, ours: Block, theirs: Block) -> Any:
    if theirs.inline in (base.inline, ours.inline):
        return ours.inline
    if ours.inline == base.inline:
        return theirs.inline
    return merge_inline(base.inline, ours.inline, theirs.inline)


def _readable(base: Block, ours: Block, theirs: Block) -> tuple[str, str, str]:
    """Return what a reader sees of each, with marks and addresses where only they differ."""
    sides = (base, ours, theirs)
    is_told_apart = plain_text(ours.inline) != plain_text(theirs.inline)
    told = PARAGRAPH.shown if is_told_apart else _spelled
    first, second, third = map(told, sides)
    return first, second, third


def _spelled(block: Block) -> str:
    addresses = (
        f"<a{number}>: {' '.join(value for _, value in link.attributes)}"
        for number, link in enumerate(links(block.inline), 1)
    )
    return "\n".join([to_segment(block.inline), *addresses])


@dataclass(frozen=True, slots=True)
class Rich:
    """Rich text: a sequence of paragraphs, or a single line."""

    def bare(self, value: Any) -> Hashable:
        return tuple(map(PARAGRAPH.bare, parse_blocks(value)))

    def shown(self, value: Any) -> str:
        return "\n".join(map(PARAGRAPH.shown, parse_blocks(value)))

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        base, ours, theirs = (list(parse_blocks(side or "")) for side in sides)
        if all(_is_line(side) for side in (base, ours, theirs)):
            return self._join_line(place, sides, disputes)
        units = Sides(*(paragraphs(side) for side in (base, ours, theirs)))
        merged, next_base = merge_sequence(units, place, disputes)
        return Outcome(_serialized(merged), _serialized(next_base))

    def _join_line(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        """Join texts of one paragraph, which is the same one whatever its key is."""
        base, ours, theirs = (
            next(iter(parse_blocks(side or "")), Block("p", "")) for side in sides
        )
        inline = _joined_inline(base, ours, theirs)
        if inline is None:
            return disputes.settle(place, sides, _readable(base, ours, theirs))
        key = ours.key or theirs.key
        return Outcome(serialize([Block("p", key, inline)]), sides.theirs)


def _is_line(blocks: list[Block]) -> bool:
    return not blocks or (len(blocks) == 1 and blocks[0].tag == "p")


def paragraphs(blocks: list[Block], group: str = "", kind: str = "") -> list[Unit]:
    """Return paragraphs as units; a rule has no key and follows the one before it."""
    units: list[Unit] = []
    before = ""
    for block in blocks:
        name = f"#{block.key}" if block.tag != "hr" else f"{before}-"
        units.append(Unit(name, block.key, group, kind, block, PARAGRAPH))
        before = name
    return units


def _serialized(units: list[Unit]) -> str:
    return serialize(unit.value for unit in units)


@dataclass(frozen=True, slots=True)
class Fields:
    """A value with named parts; what is not named is one side's or the other's."""

    parts: Mapping[str, Shape] = field(default_factory=dict)

    def bare(self, value: Any) -> Hashable:
        return tuple(
            (name, self._part(name).bare(part)) for name, part in sorted(value.items())
        )

    def shown(self, value: Any) -> str:
        texts = (self.parts[name].shown(value[name]) for name in self._named(value))
        return "\n".join(text for text in texts if text)

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        base, ours, theirs = (side or {} for side in sides)
        outcomes = {
            name: merge_value(
                self._part(name),
                f"{place}/{name}",
                Sides(base.get(name), ours.get(name), theirs.get(name)),
                disputes,
            )
            for name in dict.fromkeys([*ours, *theirs])
        }
        return Outcome(
            {name: outcome.value for name, outcome in outcomes.items()},
            {
                name: outcome.base
                for name, outcome in outcomes.items()
                if name in theirs or outcome.base is not None
            },
        )

    def _part(self, name: str) -> Shape:
        return self.parts.get(name, WHOLE)

    def _named(self, value: Mapping[str, Any]) -> list[str]:
        return [name for name in value if name in self.parts]


@dataclass(frozen=True, slots=True)
class Items:
    """Parts in an order, each with an id and a value of one shape."""

    shape: Shape

    def bare(self, value: Any) -> Hashable:
        return tuple(self.shape.bare(item["value"]) for item in value)

    def shown(self, value: Any) -> str:
        texts = (self.shape.shown(item["value"]) for item in value)
        return "\n".join(text for text in texts if text)

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        units = Sides(*(self._units(side or []) for side in sides))
        merged, base = merge_sequence(units, place, disputes)
        return Outcome(_as_items(merged), _as_items(base))

    def _units(self, items: list[dict[str, Any]]) -> list[Unit]:
        return [
            Unit(f"/{item['id']}", item["id"], "", "item", item["value"], self.shape)
            for item in items
        ]


def _as_items(units: list[Unit]) -> list[dict[str, Any]]:
    return [{"type": "item", "value": unit.value, "id": unit.id} for unit in units]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of as many cells as it has columns, also when it is merged."""

    fields: Fields

    def bare(self, value: Any) -> Hashable:
        return self.fields.bare(value)

    def shown(self, value: Any) -> str:
        return self.fields.shown(value)

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        before = list(disputes.conflicts)
        outcome = self.fields.join(place, sides, disputes)
        if _is_even(outcome.value) or not all(map(_is_even, sides[1:])):
            return outcome
        disputes.conflicts[:] = before
        return dispute(self, place, sides, disputes)


def _is_even(table: Mapping[str, Any]) -> bool:
    widths = {len(row["value"]["cells"]) for row in table["rows"]}
    return len(widths | {len(table["columns"])}) == 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture; which one it is, is told by its text and its file, not by a number."""

    fields: Fields

    def bare(self, value: Any) -> Hashable:
        return self.fields.bare(value)

    def shown(self, value: Any) -> str:
        return self.fields.shown(value)

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        before = len(disputes.conflicts)
        outcome = self.fields.join(place, sides, disputes)
        names = [_picture_name(side, sides.base) for side in sides]
        disputes.conflicts[before:] = [
            Conflict(each.place, *names)
            if each.place == f"{place}/image/image"
            else each
            for each in disputes.conflicts[before:]
        ]
        return outcome


def _picture_name(
    figure: Mapping[str, Any] | None, base: Mapping[str, Any] | None
) -> str:
    """Return what people call the picture of a block: its text, and its file.

    A picture that an editor chose is not the file whose path the block still has.
    """
    number = figure["image"]["image"] if figure is not None else None
    if figure is None or number is None:
        return ""
    text, path = figure["image"]["alt_text"], figure["source"]
    if base is not None and path == base["source"] and number != base["image"]["image"]:
        path = ""
    file = (path or "").rpartition("/")[2]
    return " ".join(filter(None, [text, file and f"({file})"])) or f"#{number}"


WHOLE = Whole()
PARAGRAPH = Paragraph()
_PLAIN, _RICH = Plain(), Rich()

SHAPES: Mapping[str, Shape] = {
    BlockName.HEADING: Fields({"text": _RICH}),
    BlockName.CALLOUT: Fields({"title": _PLAIN, "text": _RICH}),
    BlockName.IMAGE: Figure(
        Fields(
            {"image": Fields({"alt_text": _PLAIN}), "caption": _RICH, "source": WHOLE}
        )
    ),
    BlockName.EMBED: Fields({"title": _PLAIN, "url": WHOLE}),
    BlockName.CODE: Fields({"code": WHOLE}),
    BlockName.LIST: Fields({"items": Items(Fields({"text": _RICH}))}),
    BlockName.TABLE: Grid(
        Fields(
            {"rows": Items(Fields({"cells": Items(_RICH)})), "columns": Items(WHOLE)}
        )
    ),
}


def shape_of(block_type: str) -> Shape:
    """Return the shape of a block that is no prose."""
    return SHAPES.get(block_type, WHOLE)
