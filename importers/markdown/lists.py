"""Lists put together from their items, and what an item cannot hold put beside."""

from collections.abc import Iterator, Sequence
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
    Prose,
    Quote,
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
        return int(self.sign[:-1])


@dataclass(frozen=True, slots=True)
class RawList:
    """A list as it was written; ``start`` counts for numbers only."""

    items: tuple[RawItem, ...]
    ordered: bool
    start: int = 1


def join_items(raw: RawList, notices: Notices) -> list[Block]:
    """Return the list; more blocks when an item holds more than text.

    What cannot stand in an item (a picture, a table, code) follows it, and the list
    goes on behind it with the next number, so that reading order never changes.
    """
    if raw.ordered and _is_suspicious(raw.items):
        return list(_as_paragraphs(raw.items, notices))
    if plain := _plain(raw):
        return [plain]
    joiner = _Joiner(raw, notices)
    for item in raw.items:
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


def _plain(raw: RawList) -> ItemList | None:
    """Return a list whose items are one paragraph each, as most are; None for others."""
    items: list[Item] = []
    for item in raw.items:
        match item.blocks:
            case (Paragraph(inline),):
                items.append(Item(1, raw.ordered, (inline,), item.line))
            case _:
                return None
    start = raw.start if raw.ordered else 1
    return ItemList(start, tuple(items), items[0].line) if items else None


class _Joiner:
    """Builds the blocks of a list; ``_run`` are the items of the part still open."""

    def __init__(self, raw: RawList, notices: Notices) -> None:
        self._ordered = raw.ordered
        self._number = raw.start
        self._notices = notices
        self._done: list[Block] = []
        self._run: list[Item] = []
        self._run_start = raw.start
        # Of the current item: whether its text has begun, and where it is in the run.
        self._begun = False
        self._own: int | None = None

    def add(self, item: RawItem) -> None:
        """Add an item with all its blocks."""
        self._begun, self._own = False, None
        for block in item.blocks:
            if isinstance(block, ItemList):
                self._nest(block, item.line)
            elif isinstance(block, Paragraph | Heading | Quote | Callout):
                if isinstance(block, Quote | Callout):
                    self._note(item.line, block)
                self._add_texts(tuple(paragraphs_of(block)), item.line)
            else:
                self._note(item.line, block)
                self._put_beside(block)
        self._number += 1

    def finish(self) -> list[Block]:
        """Return the blocks."""
        self._close_run()
        return self._done

    def _add_texts(self, texts: tuple[Prose, ...], line: int) -> None:
        if not self._begun:
            self._begun = True
            self._open_run(self._number)
            self._own = len(self._run)
            self._run.append(Item(1, self._ordered, texts, line))
        elif self._own is not None and self._own == len(self._run) - 1:
            own = self._run[-1]
            self._run[-1] = replace(own, paragraphs=own.paragraphs + texts)
        else:
            # Behind a list or a picture of the same item.
            self._notices.add("complex-list-item", line, what="text")
            for text in texts:
                self._put_beside(Paragraph(text, line))

    def _nest(self, inner: ItemList, line: int) -> None:
        if self._own is not None:
            if inner.start != 1:
                key = "list-start-lost/nested"
                self._notices.add(key, inner.line, start=inner.start)
            self._run += [self._deeper(item) for item in inner.items]
            return
        self._notices.add("complex-list-item", line, what="list")
        if self._begun or inner.ordered != self._ordered:
            self._put_beside(inner)
        else:
            # An item that is nothing but a list: its items take its place.
            self._open_run(inner.start)
            self._run += inner.items
        self._begun = True

    def _deeper(self, item: Item) -> Item:
        if item.level == MAX_LEVEL:
            self._notices.add("nested-too-deep", item.line, depth=MAX_LEVEL)
        return replace(item, level=min(item.level + 1, MAX_LEVEL))

    def _note(self, line: int, block: Block) -> None:
        what = type(block).__name__.lower()
        self._notices.add("complex-list-item", line, what=what)

    def _put_beside(self, block: Block) -> None:
        self._close_run()
        self._own = None
        self._done.append(block)

    def _open_run(self, start: int) -> None:
        if not self._run:
            self._run_start = start

    def _close_run(self) -> None:
        if self._run:
            start = self._run_start if self._run[0].ordered else 1
            run = tuple(self._run)
            self._done.append(ItemList(start, run, run[0].line))
            self._run = []


def _is_suspicious(items: Sequence[RawItem]) -> bool:
    """Return whether the numbers are not those of a list.

    ``1. 2. 3.`` are, and so are ``1. 1. 1.``, which is a way to write a list.
    """
    numbers = [item.number for item in items]
    first = numbers[0]
    if len(numbers) == 1:
        return first > _MAX_LONE_START
    consecutive = list(range(first, first + len(numbers)))
    return numbers not in (consecutive, [first] * len(numbers))


def _as_paragraphs(items: Sequence[RawItem], notices: Notices) -> Iterator[Block]:
    """Yield what the items hold, with their numbers as they were written."""
    for place, item in enumerate(items, items[0].number):
        if item.number != place or len(items) == 1:
            notices.add("suspicious-ordered-list", item.line, number=item.sign)
        sign = Text(f"{item.sign} ")
        match item.blocks:
            case (Paragraph(inline=inline, line=line), *rest):
                yield Paragraph(settle((sign, *inline)), line)
                yield from rest
            case rest:
                yield Paragraph(settle((sign,)), item.line)
                yield from rest
