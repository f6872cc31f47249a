"""Lists put together from their items, and what an item cannot hold put beside."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from guidance.segments.inline import Text
from guidance.segments.settle import settle
from importers.markdown.document import (
    Block,
    Callout,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Picture,
    Prose,
    Quote,
    Rule,
)
from importers.markdown.notices import Notices
from importers.markdown.paragraphs import paragraphs_of

MAX_LEVEL = 6
# A list of one line that begins with 2020. is a sentence about that year.
_MAX_LONE_START = 99


@dataclass(frozen=True, slots=True)
class RawItem:
    """The blocks of an item, and its sign as it was written (``"2020."`` or ``"-"``)."""

    blocks: tuple[Block, ...]
    line: int
    sign: str = "-"

    @property
    def number(self) -> int:
        """The number that was written."""
        return int(self.sign[:-1] or 0)


def join_items(
    items: Sequence[RawItem], ordered: bool, start: int, notices: Notices
) -> list[Block]:
    """Return the list of ``items``; more blocks when an item holds more than text.

    What cannot stand in an item (a picture, a table, code) follows it, and the list
    goes on behind with the next number, so that reading order never changes.
    """
    if ordered and _is_suspicious(items):
        return list(_as_paragraphs(items, notices))
    joiner = _Joiner(ordered, start, notices)
    for item in items:
        if item.blocks:
            joiner.add(item)
        else:
            notices.add("empty-item", item.line)
    return joiner.finish()


def merge_split(first: ItemList, second: ItemList) -> ItemList | None:
    """Return one list of two that pandoc parted with an empty comment.

    None when they are of two types, or when the second begins to count anew.
    """
    continues = not first.ordered or second.start == first.end
    if first.ordered != second.ordered or not continues:
        return None
    return replace(first, items=first.items + second.items)


class _Joiner:
    """Builds the blocks; ``_run`` is the list that is still open."""

    def __init__(self, ordered: bool, start: int, notices: Notices) -> None:  # noqa: FBT001
        self._ordered = ordered
        self._number = start
        self._notices = notices
        self._done: list[Block] = []
        self._run: list[Item] = []
        self._start = start

    def add(self, item: RawItem) -> None:
        """Add an item with all its blocks."""
        inside = False
        for block in item.blocks:
            inside = self._add_block(block, item.line, inside=inside)
        self._number += 1

    def _add_block(self, block: Block, line: int, *, inside: bool) -> bool:
        """Add a block of an item; return whether the open list is now inside of it."""
        if isinstance(block, ItemList):
            self._nest(block, inside=inside)
            return inside or bool(self._run)
        texts = _texts(block, self._notices)
        if texts is None:
            what = "picture" if isinstance(block, Picture) else _name(block)
            self._notices.add("complex-list-item", line, what=what)
            self._put_beside(block)
            return False
        if not texts:
            return inside
        if not inside and not self._follows_break():
            self._append(Item(1, self._ordered, texts, line))
            return True
        return self._continue(texts, line, inside=inside)
