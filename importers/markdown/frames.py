"""Elements of HTML that hold blocks: what they are once they are closed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from guidance.segments.inline import Break, Inline, Text
from guidance.segments.settle import settle
from importers.markdown.document import (
    Block,
    Code,
    Heading,
    ItemList,
    Paragraph,
    Picture,
    Prose,
)
from importers.markdown.elements import HEADINGS
from importers.markdown.lists import RawItem, RawList, join_items, merge_split
from importers.markdown.notices import Notices
from importers.markdown.quotes import quotes
from importers.markdown.tables import RawCell, RawTable, join_rows, read_cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[RawCell, ...]
    is_header: bool


@dataclass(frozen=True, slots=True)
class Caption:
    """What a figure says about its picture."""

    inline: Prose
    line: int


@dataclass(frozen=True, slots=True)
class Split:
    """The empty comment that pandoc puts between two lists."""


Part = Block | RawItem | RawCell | Row | Caption | Split


@dataclass(slots=True)
class Frame:
    """An open element and what was closed in it."""

    name: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    # What a <pre> holds, to the letter.
    text: list[str] = field(default_factory=list)


def close_frame(frame: Frame, notices: Notices) -> Sequence[Part]:
    """Return what an element is."""
    return _CLOSERS[frame.name](frame, notices)


def is_frame(name: str) -> bool:
    """Return whether an element of that name holds blocks in a way that matters."""
    return name in _CLOSERS


def blocks_of(parts: Iterable[Part], notices: Notices) -> list[Block]:
    """Return blocks, lists that a ``Split`` parts as one, strays as what they hold."""
    blocks: list[Block] = []
    after_split = False
    for part in parts:
        if isinstance(part, Split):
            after_split = True
            continue
        for block in _stray(part, notices):
            merged = _merged(blocks, block) if after_split else None
            if merged is not None:
                blocks[-1] = merged
            else:
                blocks.append(block)
            after_split = False
    return blocks


def _merged(blocks: Sequence[Block], block: Block) -> ItemList | None:
    last = blocks[-1] if blocks else None
    if isinstance(last, ItemList) and isinstance(block, ItemList):
        return merge_split(last, block)
    return None


def _stray(part: Part, notices: Notices) -> Iterable[Block]:
    """Return what a part is outside of the element that it belongs to."""
    match part:
        case RawItem():
            return join_items(
                RawList((replace(part, sign="-"),), ordered=False), notices
            )
        case RawCell():
            return part.blocks
        case Row():
            return [block for cell in part.cells for block in cell.blocks]
        case Caption():
            return [Paragraph(part.inline, part.line)]
        case Split():
            return []
    return [part]


def join_prose(blocks: Iterable[Block], *, lines: bool) -> tuple[Prose, list[Block]]:
    """Return the paragraphs as one text, and the blocks that are none."""
    inline: list[Inline] = []
    others: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            others.append(block)
        elif inline and lines:
            inline += [Break(), *block.inline]
        elif inline:
            inline += [Text(" "), *block.inline]
        else:
            inline += block.inline
    return settle(inline), others


# ---- one function for each element


def _close_quote(frame: Frame, notices: Notices) -> Sequence[Part]:
    return quotes(blocks_of(frame.parts, notices), frame.line, notices)


def _close_item(frame: Frame, notices: Notices) -> Sequence[Part]:
    return [RawItem(tuple(blocks_of(frame.parts, notices)), frame.line)]


def _close_list(frame: Frame, notices: Notices) -> Sequence[Part]:
    ordered = frame.name == "ol"
    written = frame.attributes.get("start", "")
    start = int(written[:6]) if written.isascii() and written.isdigit() else 1
    items = tuple(
        replace(item, sign=f"{number}.")
        for number, item in enumerate(_items(frame, notices), start)
    )
    return join_items(RawList(items, ordered, start), notices) if items else []


def _items(frame: Frame, notices: Notices) -> list[RawItem]:
    """Return the items; what stands between them belongs to the one before."""
    items: list[RawItem] = []
    for part in frame.parts:
        if isinstance(part, RawItem):
            items.append(part)
            continue
        blocks = tuple(blocks_of([part], notices))
        if items:
            items[-1] = replace(items[-1], blocks=items[-1].blocks + blocks)
        elif blocks:
            items.append(RawItem(blocks, frame.line))
    return items


def _close_cell(frame: Frame, notices: Notices) -> Sequence[Part]:
    blocks = blocks_of(frame.parts, notices)
    return [read_cell(blocks, frame.attributes, is_header=frame.name == "th")]


def _close_row(frame: Frame, _notices: Notices) -> Sequence[Part]:
    cells = tuple(part for part in frame.parts if isinstance(part, RawCell))
    is_header = bool(cells) and all(cell.is_header for cell in cells)
    return [*_others(frame, RawCell), *([Row(cells, is_header)] if cells else [])]


def _close_head(frame: Frame, _notices: Notices) -> Sequence[Part]:
    return [
        replace(part, is_header=True) if isinstance(part, Row) else part
        for part in frame.parts
    ]


def _close_table(frame: Frame, notices: Notices) -> Sequence[Part]:
    rows = [part for part in frame.parts if isinstance(part, Row)]
    aside = blocks_of(_others(frame, Row), notices)
    if not rows:
        return aside
    raw = RawTable(
        tuple(row.cells for row in rows), rows[0].is_header, frame.line, tuple(aside)
    )
    return join_rows(raw, notices)


def _others(frame: Frame, kind: type) -> list[Part]:
    return [part for part in frame.parts if not isinstance(part, kind)]


def _close_caption(frame: Frame, notices: Notices) -> Sequence[Part]:
    inline, others = join_prose(blocks_of(frame.parts, notices), lines=True)
    return [*others, *([Caption(inline, frame.line)] if inline else [])]


def _close_figure(frame: Frame, notices: Notices) -> Sequence[Part]:
    """Give the caption to the last picture; without one it is a paragraph."""
    captions = [part for part in frame.parts if isinstance(part, Caption)]
    blocks = blocks_of(_others(frame, Caption), notices)
    places = [i for i, block in enumerate(blocks) if isinstance(block, Picture)]
    texts = [Paragraph(caption.inline, caption.line) for caption in captions]
    if not places or not texts:
        return [*blocks, *texts]
    picture = blocks[places[-1]]
    if isinstance(picture, Picture):
        caption, _ = join_prose(texts, lines=True)
        blocks[places[-1]] = replace(picture, caption=caption)
    return blocks


def _close_heading(frame: Frame, notices: Notices) -> Sequence[Part]:
    return headings(
        int(frame.name[1]), blocks_of(frame.parts, notices), frame.line, notices
    )


def headings(
    level: int, blocks: Iterable[Block], line: int, notices: Notices
) -> list[Block]:
    """Return a heading of what stands in it, after what cannot stand in it."""
    inline, others = join_prose(blocks, lines=False)
    for block in others:
        if isinstance(block, Picture):
            notices.add("inline-image", block.line, source=block.source)
    if inline:
        return [*others, Heading(level, inline, line)]
    notices.add("empty-heading", line)
    return others


def _close_code(frame: Frame, _notices: Notices) -> Sequence[Part]:
    code = "".join(frame.text).strip("\n")
    language = frame.attributes.get("class", "")
    blocks = [Code(language_of(language), code, frame.line)] if code.strip() else []
    # In the middle of a paragraph it holds text like any other.
    return [*blocks, *frame.parts]


def language_of(info: str) -> str:
    """Return the language of code from what stands beside it.

    >>> [language_of(info) for info in ("python", "{.sql .numberLines}", "language-js")]
    ['python', 'sql', 'js']
    """
    words = info.replace("{", " ").replace("}", " ").split()
    word = words[0].removeprefix(".").removeprefix("language-") if words else ""
    return word if "=" not in word and not word.startswith("#") else ""


_CLOSERS: Mapping[str, Callable[[Frame, Notices], Sequence[Part]]] = {
    "blockquote": _close_quote,
    "li": _close_item,
    "ul": _close_list,
    "ol": _close_list,
    "td": _close_cell,
    "th": _close_cell,
    "tr": _close_row,
    "thead": _close_head,
    "table": _close_table,
    "figcaption": _close_caption,
    "figure": _close_figure,
    "pre": _close_code,
    **dict.fromkeys(HEADINGS, _close_heading),
}
