"""Which blocks one rich text can hold together."""

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from importers.markdown.document import Block, ItemList, Paragraph, Rule

Held = Paragraph | ItemList | Rule


def divide(blocks: Iterable[Block]) -> Iterator[tuple[Held, ...] | Block]:
    """Yield runs of what a rich text can hold, and the blocks that none can.

    Two lists of one type that follow each other are in two runs, because the editor
    would make one list of them.
    """
    run: list[Held] = []
    for block in blocks:
        if not _is_holdable(block):
            yield from _closed(run)
            run = []
            yield block
            continue
        if run and _would_merge(run[-1], block):
            yield from _closed(run)
            run = []
        run.append(block)
    yield from _closed(run)


def _closed(run: list[Held]) -> Iterator[tuple[Held, ...]]:
    if run:
        yield tuple(run)


def _is_holdable(block: Block) -> TypeGuard[Held]:
    return isinstance(block, Paragraph | Rule) or (
        isinstance(block, ItemList) and block.is_simple
    )


def _would_merge(one: Block, other: Block) -> bool:
    return (
        isinstance(one, ItemList)
        and isinstance(other, ItemList)
        and one.ordered == other.ordered
    )
