"""Pandoc's grid tables, drawn with +, -, = and |."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BORDER = re.compile(r"\+(?:[-=:]{2,}\+)+")


@dataclass(frozen=True, slots=True)
class GridTable:
    """The Markdown in the cells, row by row."""

    rows: tuple[tuple[str, ...], ...]
    header: bool


def read_grid(source: str) -> GridTable | None:
    r"""Return the table that a paragraph draws; None when it is none.

    >>> read_grid("+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+")
    GridTable(rows=(('A', 'B'), ('1', '2')), header=True)

    Cells that go over more than one column are not read.
    """
    lines = [line.strip() for line in source.split("\n")]
    if not (_is_border(lines[0]) and _is_border(lines[-1])):
        return None
    edges = [place for place, sign in enumerate(lines[0]) if sign == "+"]
    if not all(_fits(line, edges) for line in lines):
        return None
    rows = tuple(_rows(lines, edges))
    borders = [line for line in lines if _is_border(line)]
    return GridTable(rows, header="=" in "".join(borders[1:2])) if rows else None


def _is_border(line: str) -> bool:
    return bool(_BORDER.fullmatch(line))


def _fits(line: str, edges: Sequence[int]) -> bool:
    sign = "+" if _is_border(line) else "|"
    return len(line) == edges[-1] + 1 and all(line[place] == sign for place in edges)


def _rows(lines: Sequence[str], edges: Sequence[int]) -> Iterator[tuple[str, ...]]:
    row: list[str] = []
    for line in lines[1:]:
        if not _is_border(line):
            row.append(line)
        elif row:
            yield tuple(_cell(row, *pair) for pair in pairwise(edges))
            row = []


def _cell(lines: Sequence[str], left: int, right: int) -> str:
    return "\n".join(line[left + 1 : right].strip() for line in lines).strip()
