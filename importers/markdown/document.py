"""What a Markdown body says: the blocks of a page, without any syntax.

These are values. ``parse`` makes them, ``importers.stream`` turns them into the body of
a page. They hold what a page can hold: a quote has no table in it, a list item no
picture, because the parser has put such things beside (and reported it).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from guidance.findings import Finding
from guidance.segments.inline import Inline

Prose = tuple[Inline, ...]
"""The text of one paragraph: never empty, settled, addresses as they were written."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    inline: Prose
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of one of the levels that a page has."""

    level: int
    inline: Prose
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: how deep it is (from 1), and its paragraphs."""

    level: int
    ordered: bool
    paragraphs: tuple[Prose, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list with all that is nested in it, in reading order.

    ``start`` is the number of the first item; the first item is of level 1, and each
    is at most one level deeper than the one before.
    """

    start: int
    items: tuple[Item, ...]
    line: int

    @property
    def ordered(self) -> bool:
        """Whether the items of level 1 have numbers."""
        return self.items[0].ordered

    @property
    def end(self) -> int:
        """The number that the next item would have."""
        return self.start + sum(item.level == 1 for item in self.items)

    @property
    def is_simple(self) -> bool:
        """Whether an editor's rich text can hold the list."""
        return (not self.ordered or self.start == 1) and all(
            item.ordered == self.ordered
            and len(item.paragraphs) == 1
            and item.level <= _MAX_SIMPLE_LEVEL
            for item in self.items
        )


# Draft.js numbers and indents five levels.
_MAX_SIMPLE_LEVEL = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts."""

    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: paragraphs, rules and lists that are simple and never adjacent."""

    blocks: tuple[Paragraph | ItemList | Rule, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Callout:
    """A box with a kind, a title (or the kind's name) and what a quote can hold."""

    kind: str
    title: str
    blocks: tuple[Paragraph | ItemList | Rule, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all of the same length; a cell is a tuple of paragraphs."""

    header: bool
    alignments: tuple[str, ...]
    rows: tuple[tuple[tuple[Prose, ...], ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code, kept to the letter."""

    language: str
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on its own; ``source`` is its path as it was written.

    ``decorative`` is said by ``alt=""`` only, never guessed. Sizes are CSS pixels.
    """

    source: str
    line: int
    alt: str = ""
    decorative: bool = False
    width: int | None = None
    height: int | None = None
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Embed:
    """A video by its address."""

    url: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class RawHtml:
    """Harmless HTML for what no other block can hold."""

    html: str
    line: int


Block = (
    Paragraph
    | Heading
    | ItemList
    | Rule
    | Quote
    | Callout
    | Table
    | Code
    | Picture
    | Embed
    | RawHtml
)


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """The body of a document, and what its author should know about it."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()


def prose_of(block: Block) -> Iterator[tuple[Prose, int]]:
    """Yield the texts with markup that a block holds, each with its line."""
    match block:
        case Paragraph() | Heading():
            yield block.inline, block.line
        case ItemList():
            for item in block.items:
                yield from ((prose, item.line) for prose in item.paragraphs)
        case Quote() | Callout():
            for inner in block.blocks:
                yield from prose_of(inner)
        case _:
            yield from ((prose, block.line) for prose in _texts_of(block))


def _texts_of(block: Block) -> Iterator[Prose]:
    if isinstance(block, Picture) and block.caption:
        yield block.caption
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell
