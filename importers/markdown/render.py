"""Blocks written as Markdown that reads back as the same blocks.

Each block is written in the plainest way, parsed, compared, and written in a more
explicit way (tags for signs, every sign escaped, HTML for tables and pictures) until
the parser understands it. The style is pandoc's, in which most sources are written.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from guidance.segments.inline import Text
from importers.markdown.document import (
    Block,
    Callout,
    Code,
    Embed,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Picture,
    Prose,
    Quote,
    RawHtml,
    Rule,
    Table,
)
from importers.markdown.likeness import without_lines
from importers.markdown.parse import parse_body
from importers.markdown.prose_markdown import (
    Line,
    Style,
    escape_all,
    write_address,
    write_html,
    write_prose,
)

Read = Callable[[str], tuple[Block, ...]]
"""Returns the blocks of a Markdown text."""


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text."""
    return parse_body(text).blocks


@dataclass(frozen=True, slots=True)
class Manner:
    """How blocks are written.

    ``known`` are texts whose Markdown is known: they are written as their author wrote
    them. ``read`` says how what was written is understood.
    """

    known: Mapping[Prose, str] = field(default_factory=dict)
    read: Read = read_blocks

    def bare(self) -> "Manner":
        """Return the same without known texts."""
        return Manner(read=self.read)


_TICKS = re.compile(r"^\s*(`{3,})", re.MULTILINE)
# Of a number with its sign and the space behind it, as pandoc writes it.
_WIDTH = 4
_ALIGNMENTS = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}


def render(blocks: Sequence[Block], manner: Manner = Manner()) -> str:
    r"""Return a body as Markdown, with a line end at its end.

    >>> render(parse_body("# Plan\n* *bir*\n\n\n2) iki").blocks)
    '## Plan\n\n- *bir*\n\n2.  iki\n'
    """
    written: list[str] = []
    marker = 0
    for place, block in enumerate(blocks):
        before = blocks[place - 1] if place else None
        # Two lists of one type would be one list: the second has other signs.
        marker = 1 - marker if would_join(before, block) else 0
        written.append(render_block(block, manner, marker))
    return "\n\n".join(filter(None, written)) + "\n" if written else ""


def render_block(
    block: Block,
    manner: Manner = Manner(),
    marker: int = 0,
) -> str:
    """Return one block as Markdown; ``marker`` 1 takes the other signs for a list.

    When no way of writing it reads back the same, the last one is returned.
    """
    written = ""
    wanted = without_lines([block])
    for written in _WRITERS[type(block)](block, manner, marker):
        if without_lines(manner.read(written)) == wanted:
            break
    return written


@lru_cache(maxsize=4096)
def paragraph_text(prose: Prose) -> str:
    """Return a text as it stands in a paragraph."""
    return next(_ways(prose, lambda text: text))


def cell_text(prose: Prose) -> str:
    """Return a text as it stands in a cell of a table."""
    wanted = (Paragraph(prose, 0),)
    written = ""
    for style in Style:
        written = write_prose(prose, Line(style, "<br>")).replace("|", "\\|")
        if without_lines(parse_body(written.replace("\\|", "|")).blocks) == wanted:
            break
    return written


def would_join(before: Block | None, block: Block) -> bool:
    """Whether two blocks are lists that would be read as one."""
    return (
        isinstance(before, ItemList)
        and isinstance(block, ItemList)
        and before.ordered == block.ordered
    )


def _ways(prose: Prose, put: Callable[[str], str]) -> Iterator[str]:
    """Yield ``put(text)`` for the plainest way in which the text is read, then others."""
    wanted = (Paragraph(prose, 0),)
    texts = [write_prose(prose, Line(style)) for style in Style]
    good = [t for t in texts if without_lines(parse_body(t).blocks) == wanted]
    for text in dict.fromkeys([*good, texts[-1]]):
        yield put(text)


# ---- one function for each block: ways to write it, the plainest first


def _paragraph(block: Paragraph, manner: Manner, _marker: int) -> Iterator[str]:
    if block.inline in manner.known:
        yield manner.known[block.inline]
    yield from _ways(block.inline, lambda text: text)


def _heading(block: Heading, manner: Manner, _marker: int) -> Iterator[str]:
    signs = "#" * block.level
    if block.inline in manner.known and "\n" not in manner.known[block.inline]:
        yield f"{signs} {manner.known[block.inline]}"
    for style in Style:
        yield f"{signs} {write_prose(block.inline, Line(style, '<br>'))}"


def _list(block: ItemList, manner: Manner, marker: int) -> Iterator[str]:
    yield "\n".join(
        _item_lines(block, lambda p: manner.known.get(p) or paragraph_text(p), marker)
    )
    yield "\n".join(_item_lines(block, paragraph_text, marker))
    escaped = Line(Style.ESCAPED)
    yield "\n".join(_item_lines(block, lambda p: write_prose(p, escaped), marker))


def _item_lines(
    block: ItemList, write: Callable[[Prose], str], marker: int
) -> Iterator[str]:
    loose = any(len(item.paragraphs) > 1 for item in block.items)
    # Per open level: its indent, and the number of its last item.
    indents = [""]
    numbers = [block.start - 1]
    kinds: list[bool] = []
    for place, item in enumerate(block.items):
        del indents[item.level :], numbers[item.level :], kinds[item.level :]
        if len(numbers) < item.level:
            numbers.append(0)
        if len(kinds) == item.level and kinds[-1] != item.ordered:
            numbers[-1] = 0
        kinds[item.level - 1 :] = [item.ordered]
        numbers[-1] += 1
        sign = item_sign(item.ordered, numbers[-1], marker)
        if place and loose:
            yield ""
        indent = indents[item.level - 1]
        yield from item_lines(item, indent, sign, write)
        indents.append(indent + " " * len(sign))


def item_sign(ordered: bool, number: int, marker: int) -> str:  # noqa: FBT001
    """Return the sign of a list item with the space behind it, as pandoc writes it."""
    if not ordered:
        return "* " if marker else "- "
    sign = f"{number}{')' if marker else '.'}"
    return sign.ljust(_WIDTH) if len(sign) < _WIDTH else f"{sign} "


def item_lines(
    item: Item, indent: str, sign: str, write: Callable[[Prose], str]
) -> Iterator[str]:
    """Yield the lines of one item."""
    inner = indent + " " * len(sign)
    for number, prose in enumerate(item.paragraphs):
        if number:
            yield ""
        for place, line in enumerate(write(prose).split("\n")):
            yield (inner if number or place else indent + sign) + line


def _rule(_block: Rule, _manner: Manner, _marker: int) -> Iterator[str]:
    yield "---"


def _quote(block: Quote, manner: Manner, _marker: int) -> Iterator[str]:
    yield _quoted(render(block.blocks, manner))
    yield _quoted(render(block.blocks, manner.bare()))


def _callout(block: Callout, manner: Manner, _marker: int) -> Iterator[str]:
    for title in dict.fromkeys(
        (
            write_prose((Text(f" {block.title}"),), Line()) if block.title else "",
            f" {escape_all(block.title)}",
        )
    ):
        first = f"[!{block.kind.upper()}]{title}"
        for texts in (manner, manner.bare()) if manner.known else (manner,):
            body = render(block.blocks, texts)
            between = (
                "\n"
                if block.blocks and isinstance(block.blocks[0], Paragraph)
                else "\n\n"
            )
            yield _quoted(f"{first}{between}{body}" if body else first)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.rstrip("\n").split("\n"))


def _table(block: Table, manner: Manner, _marker: int) -> Iterator[str]:
    if all(len(cell) <= 1 for row in block.rows for cell in row):
        yield "\n".join(_pipe_lines(block, manner))
        yield "\n".join(_pipe_lines(block, manner.bare()))
    yield _html_table(block)


def _pipe_lines(block: Table, manner: Manner) -> Iterator[str]:
    rows = [pipe_row(row, manner) for row in block.rows]
    if not block.header:
        # Markdown knows no table without a header: the importer leaves out a blank one.
        rows.insert(0, pipe_row(((),) * len(block.alignments), manner))
    yield rows[0]
    yield f"| {' | '.join(_ALIGNMENTS[each] for each in block.alignments)} |"
    yield from rows[1:]


def pipe_row(row: Iterable[tuple[Prose, ...]], manner: Manner) -> str:
    """Return a row of a table; each cell has one text or none."""
    cells = (
        (manner.known.get(cell[0]) or cell_text(cell[0])) if cell else ""
        for cell in row
    )
    return f"| {' | '.join(cells)} |"


def _html_table(block: Table) -> str:
    lines = ["<table>"]
    for number, row in enumerate(block.rows):
        tag = "th" if block.header and not number else "td"
        lines.append("<tr>")
        for cell, alignment in zip(row, block.alignments, strict=True):
            style = f' style="text-align: {alignment};"' if alignment else ""
            lines.append(f"<{tag}{style}>{_html_cell(cell)}</{tag}>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def _html_cell(cell: Sequence[Prose]) -> str:
    if len(cell) == 1:
        return write_html(cell[0])
    return "".join(f"<p>{write_html(prose)}</p>" for prose in cell)


def _code(block: Code, _manner: Manner, _marker: int) -> Iterator[str]:
    longest = max((len(ticks) for ticks in _TICKS.findall(block.code)), default=2)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{block.language}\n{block.code}\n{fence}"
    if not block.language:
        return
    yield f"{fence} {{.{block.language}}}\n{block.code}\n{fence}"


def _picture(block: Picture, _manner: Manner, _marker: int) -> Iterator[str]:
    if not (block.decorative or block.width or block.height or block.caption):
        alt = write_prose((Text(block.alt),), Line()) if block.alt else ""
        yield f"![{alt}]({write_address(block.source)})"
        yield f"![{escape_all(block.alt)}]({write_address(block.source)})"
    image = image_tag(block)
    if not block.caption:
        yield image
    yield (
        f"<figure>\n{image}\n<figcaption>{write_html(block.caption)}</figcaption>"
        "\n</figure>"
    )


def image_tag(block: Picture) -> str:
    """Return the tag of a picture, without its caption."""
    style = "".join(
        f"{name}:{size}px;"
        for name, size in (("width", block.width), ("height", block.height))
        if size is not None
    ).rstrip(";")
    attributes = [
        ("src", block.source),
        *([("style", style)] if style else []),
        *([("alt", block.alt)] if block.alt or block.decorative else []),
    ]
    pairs = " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes)
    return f"<img {pairs} />"


def _embed(block: Embed, _manner: Manner, _marker: int) -> Iterator[str]:
    if not block.title:
        yield block.url
    url, title = html.escape(block.url), html.escape(block.title)
    yield f'<iframe src="{url}" title="{title}"></iframe>'


def _raw_html(block: RawHtml, _manner: Manner, _marker: int) -> Iterator[str]:
    yield block.html


_WRITERS: Mapping[type, Callable[[Any, Manner, int], Iterator[str]]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    ItemList: _list,
    Rule: _rule,
    Quote: _quote,
    Callout: _callout,
    Table: _table,
    Code: _code,
    Picture: _picture,
    Embed: _embed,
    RawHtml: _raw_html,
}
