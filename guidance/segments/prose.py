"""Blocks of rich text, and which of them Wagtail's editor can hold."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import Literal

from guidance.segments.inline import Inline
from guidance.segments.lists import (
    Level,
    depths_without,
    fitting,
    sibling_positions,
)
from guidance.segments.settle import settle

BlockTag = Literal["p", "li", "hr"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a rule; ``depth`` and ``ordered`` are of its list.

    ``key`` is empty when it has none (yet).
    """

    tag: BlockTag
    key: str
    inline: tuple[Inline, ...] = ()
    depth: int = 0
    ordered: bool = False

    def saying(self, inline: tuple[Inline, ...]) -> "Block":
        """Return the block with another content; ``replace`` takes thrice the time."""
        return Block(self.tag, self.key, inline, self.depth, self.ordered)

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it can be seen."""
        return self.tag == "p" and not self.inline


def canonical(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return ``blocks`` as the editor keeps them.

    Their inline content is settled, list items are where a list can have them, and there
    is a paragraph, if need be an empty one, on both sides of every rule.
    """
    settled = [_settled(block) for block in blocks]
    if all(block.is_blank for block in settled):
        return ()
    if all(block.tag != "hr" and not block.depth for block in settled):
        # Most texts: without rules, and with lists that fit wherever they stand.
        return tuple(settled)
    return tuple(_with_spacers(list(_with_fitting_lists(settled))))


def _settled(block: Block) -> Block:
    inline = settle(block.inline)
    return block if inline is block.inline else block.saying(inline)


def _with_fitting_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    for is_list, group in groupby(blocks, key=lambda block: block.tag == "li"):
        if not is_list:
            yield from group
            continue
        items = list(group)
        levels = fitting(Level(item.depth, item.ordered) for item in items)
        for item, level in zip(items, levels, strict=True):
            fits = (item.depth, item.ordered) == level
            yield (
                item
                if fits
                else replace(item, depth=level.depth, ordered=level.ordered)
            )


def _with_spacers(blocks: list[Block]) -> Iterator[Block]:
    taken = {block.key for block in blocks}
    keys = (key for key in (f"hr{number}" for number in count(1)) if key not in taken)
    after_rule = True
    for block in blocks:
        if block.tag == "hr" and after_rule:
            yield Block("p", next(keys))
        yield block
        after_rule = block.tag == "hr"
    if after_rule and blocks:
        yield Block("p", next(keys))


def positions(blocks: Sequence[Block]) -> list[tuple[int, int] | None]:
    """Return for each list item its (number, of how many) in its list."""
    found: list[tuple[int, int] | None] = []
    for tag, group in groupby(blocks, key=lambda block: block.tag):
        run = list(group)
        if tag == "li":
            found += sibling_positions(
                [Level(item.depth, item.ordered) for item in run]
            )
        else:
            found += [None] * len(run)
    return found


def keep(blocks: Sequence[Block], kept: Sequence[bool]) -> list[Block]:
    """Return the blocks to keep; items below one that goes move up a level."""
    remaining: list[Block] = []
    pairs = zip(blocks, kept, strict=True)
    for is_list, group in groupby(pairs, key=lambda pair: pair[0].tag == "li"):
        run = list(group)
        stay = [block for block, is_kept in run if is_kept]
        if is_list:
            depths = depths_without([b.depth for b, _ in run], [k for _, k in run])
            stay = [
                replace(block, depth=depth)
                for block, depth in zip(stay, depths, strict=True)
            ]
        remaining += stay
    return remaining
