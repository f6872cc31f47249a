"""A table in a table, written as HTML that can do no harm.

It is built from parsed text with our own tags, so nothing of the source's markup is in
it. No block of a page can hold such a table.
"""

from collections.abc import Iterable, Iterator, Sequence

from guidance.segments.inline import Inline, Link
from guidance.segments.prose import Block as RichBlock
from guidance.segments.richtext import serialize
from guidance.segments.settle import settle
from importers.markdown.address import AddressKind, kind_of
from importers.markdown.document import Block, Paragraph, RawHtml, Table
from importers.markdown.notices import Notices
from importers.markdown.paragraphs import paragraphs_of

Cell = Sequence[Block]


def raw_table(
    rows: Iterable[Iterable[Cell]], notices: Notices, *, header: bool = False
) -> str:
    """Return a table as HTML; the first row is its header if ``header`` says so."""
    written = []
    for index, row in enumerate(rows):
        tag = "th" if header and index == 0 else "td"
        cells = (f"<{tag}>{_write_cell(cell, notices)}</{tag}>" for cell in row)
        written.append(f"<tr>{''.join(cells)}</tr>")
    # With the body that every reader of HTML adds, so that cleaning changes nothing.
    return f"<table><tbody>{''.join(written)}</tbody></table>"


def _write_cell(cell: Cell, notices: Notices) -> str:
    return "".join(_write_block(block, notices) for block in cell)


def _write_block(block: Block, notices: Notices) -> str:
    if isinstance(block, RawHtml):
        return block.html
    if isinstance(block, Table):
        rows = [[_as_blocks(cell, block.line) for cell in row] for row in block.rows]
        return raw_table(rows, notices, header=block.header)
    return serialize(
        RichBlock("p", "", settle(_absolute(prose, block.line, notices)))
        for prose in paragraphs_of(block)
    )


def _as_blocks(cell: Iterable[tuple[Inline, ...]], line: int) -> Cell:
    return [Paragraph(prose, line) for prose in cell]


def _absolute(prose: Iterable[Inline], line: int, notices: Notices) -> Iterator[Inline]:
    """Yield a text without relative links, which nothing can resolve in HTML."""
    for node in prose:
        address = node.href if isinstance(node, Link) else None
        if address is None or kind_of(address) is AddressKind.ABSOLUTE:
            yield node
        elif isinstance(node, Link):
            notices.unresolved(node, line)
            yield from node.children
