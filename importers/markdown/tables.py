"""Tables put together from rows as they were written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from importers.markdown.document import (
    Block,
    Paragraph,
    Picture,
    Prose,
    RawHtml,
    Table,
)
from importers.markdown.notices import Notices
from importers.markdown.paragraphs import paragraphs_of
from importers.markdown.raw_table import raw_table

_ALIGN = re.compile(r"text-align:\s*([a-z]+)", re.IGNORECASE)
_ALIGNMENTS = ("left", "center", "right")
# What somebody may merge in earnest; more is an attack on memory.
_MAX_SPAN = 50
_MAX_COVERED = 100


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell with whatever was written in it."""

    blocks: tuple[Block, ...]
    alignment: str = ""
    columns: int = 1
    rows: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of a table; ``aside`` is what stands in it but in no cell."""

    rows: tuple[tuple[RawCell, ...], ...]
    header: bool
    line: int
    aside: tuple[Block, ...] = ()


def read_cell(
    blocks: Iterable[Block], attributes: Mapping[str, str], *, is_header: bool = False
) -> RawCell:
    """Return a cell with the shape that its attributes give it.

    >>> cell = read_cell([], {"style": "text-align: right;", "colspan": "2"})
    >>> cell.alignment, cell.columns, cell.rows
    ('right', 2, 1)
    """
    style = _ALIGN.search(attributes.get("style", ""))
    alignment = (style[1] if style else attributes.get("align", "")).lower()
    return RawCell(
        tuple(blocks),
        alignment if alignment in _ALIGNMENTS else "",
        _span(attributes.get("colspan", "")),
        _span(attributes.get("rowspan", "")),
        is_header,
    )


def _span(written: str) -> int:
    if not written.isascii() or not written.isdigit():
        return 1
    return max(1, min(int(written[:4]), _MAX_SPAN))


def join_rows(raw: RawTable, notices: Notices) -> list[Block]:
    """Return the table, with what it cannot hold before it."""
    cells = [cell for row in raw.rows for cell in row]
    before: list[Block] = list(raw.aside)
    for block in _blocks(cells):
        if isinstance(block, Picture):
            notices.add("inline-image", block.line, source=block.source)
            before.append(block)
    if any(isinstance(block, Table | RawHtml) for block in _blocks(cells)):
        notices.add("complex-table/nested", raw.line)
        nested = [[cell.blocks for cell in row] for row in raw.rows]
        html = raw_table(nested, notices, header=raw.header)
        return [*before, RawHtml(html, raw.line)]
    if not any(True for block in _blocks(cells) for _ in paragraphs_of(block)):
        return before
    _report_shape(cells, raw.line, notices)
    return [*before, _table(raw)]


def _blocks(cells: Iterable[RawCell]) -> Iterator[Block]:
    for cell in cells:
        yield from cell.blocks


def _report_shape(cells: Sequence[RawCell], line: int, notices: Notices) -> None:
    if any(cell.columns > 1 or cell.rows > 1 for cell in cells):
        notices.add("complex-table", line, what="merged cells")
    if not all(isinstance(block, Paragraph | Picture) for block in _blocks(cells)):
        notices.add("complex-table", line, what="more than text in a cell")


def _table(raw: RawTable) -> Table:
    grid = list(_grid(raw.rows))
    width = max(map(len, grid))
    alignments = [""] * width
    for row in grid:
        for column, cell in enumerate(row):
            alignments[column] = alignments[column] or cell.alignment
    rows = (tuple(map(_texts, row)) + ((),) * (width - len(row)) for row in grid)
    return Table(raw.header, tuple(alignments), tuple(rows), raw.line)


def _texts(cell: RawCell) -> tuple[Prose, ...]:
    return tuple(prose for block in cell.blocks for prose in paragraphs_of(block))


_EMPTY = RawCell(())


def _grid(rows: Iterable[Sequence[RawCell]]) -> Iterator[list[RawCell]]:
    """Yield the rows with an empty cell for each place that a merged cell covers."""
    below: dict[int, int] = {}
    for row in rows:
        grid: list[RawCell] = []
        covered, below = below, {}
        for cell in [*row, None]:
            while covered.get(len(grid), 0) and len(grid) < _MAX_COVERED:
                below[len(grid)] = covered[len(grid)] - 1
                grid.append(_EMPTY)
            if cell is not None:
                for column in range(len(grid), len(grid) + cell.columns):
                    below[column] = cell.rows - 1
                grid += [cell, *([_EMPTY] * (cell.columns - 1))]
        yield grid
