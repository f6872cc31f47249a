"""Blocks without their lines: what has to be equal when a text is written and read."""

from collections.abc import Iterable
from dataclasses import replace

from importers.markdown.document import (
    Block,
    Callout,
    ItemList,
    Quote,
)


def without_lines(blocks: Iterable[Block]) -> tuple[Block, ...]:
    r"""Return the blocks as they would be if all stood in line 0.

    >>> from importers.markdown.parse import parse_body
    >>> one, two = (parse_body(text).blocks for text in ("- a", "\n* a"))
    >>> one == two, without_lines(one) == without_lines(two)
    (False, True)
    """
    return tuple(map(_without_line, blocks))


def _without_line(block: Block) -> Block:
    match block:
        case ItemList():
            items = tuple(replace(item, line=0) for item in block.items)
            return replace(block, items=items, line=0)
        case Quote() | Callout():
            inner = tuple(map(_without_line, block.blocks))
            return replace(block, blocks=inner, line=0)  # type: ignore[arg-type]
    return replace(block, line=0)
