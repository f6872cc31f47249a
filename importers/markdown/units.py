"""Blocks and list items in one row: what comes, goes and moves in a body."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from importers.markdown.document import Block, Item, ItemList
from importers.markdown.likeness import without_lines


@dataclass(frozen=True, slots=True)
class Unit:
    """A block, or an item of a list; ``block`` is the number of the block it is of.

    ``number`` is what stands before the item, if its list has numbers.
    """

    what: Block | Item
    block: int
    number: int = 0

    @property
    def key(self) -> Hashable:
        """What two units have in common that are one: all but their places."""
        if isinstance(self.what, Item):
            return replace(self.what, line=0)
        return without_lines([self.what])[0]

    @property
    def is_item(self) -> bool:
        return isinstance(self.what, Item)


def units_of(blocks: Iterable[Block]) -> list[Unit]:
    r"""Return the units of a body in reading order.

    >>> from importers.markdown.parse import parse_body
    >>> [unit.number for unit in units_of(parse_body("3. a\n4. b\n\nson").blocks)]
    [3, 4, 0]
    """
    units: list[Unit] = []
    for place, block in enumerate(blocks):
        if isinstance(block, ItemList):
            numbers = _numbers(block)
            units += [
                Unit(item, place, number)
                for item, number in zip(block.items, numbers, strict=True)
            ]
        else:
            units.append(Unit(block, place))
    return units


def _numbers(block: ItemList) -> list[int]:
    found: list[int] = []
    opened: list[tuple[bool, int]] = []
    for item in block.items:
        del opened[item.level :]
        start = block.start - 1 if item.level == 1 else 0
        if len(opened) < item.level:
            opened.append((item.ordered, start))
        ordered, last = opened[-1]
        last = last if ordered == item.ordered else 0
        opened[-1] = (item.ordered, last + 1)
        found.append(last + 1 if item.ordered else 0)
    return found
