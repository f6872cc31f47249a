"""Two sides' edits of one sequence, joined where they do not come near each other."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from guidance.text.word_diff import hunks

Item = TypeVar("Item", bound=Hashable)

# Longer texts are not looked into: the table of the comparison grows with the product.
_LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class _Edit:
    """``base[start:end]`` has become ``now``."""

    start: int
    end: int
    now: tuple[Hashable, ...]


def diff3(
    base: Sequence[Item],
    ours: Sequence[Item],
    theirs: Sequence[Item],
    is_anchor: Callable[[Item], bool],
) -> tuple[Item, ...] | None:
    """Return ``base`` with the edits of both sides, None when that is not safe.

    Two edits are too near each other when no anchor that both sides kept is between
    them. A side that kept less than half of the anchors has written something new, and
    nothing is woven into that.

    >>> def words(text): return text.split()
    >>> diff3(words("a b c"), words("A b c"), words("a b C"), str.isalpha)
    ('A', 'b', 'C')
    >>> diff3(words("a b c"), words("A b c"), words("a B c"), str.isalpha)
    """
    if max(len(base), len(ours), len(theirs)) > _LONGEST:
        return None
    sides = [_edits(base, side, is_anchor) for side in (ours, theirs)]
    if any(_is_rewritten(base, edits, is_anchor) for edits in sides):
        return None
    edits = sorted({*sides[0], *sides[1]}, key=lambda edit: (edit.start, edit.end))
    for first, second in pairwise(edits):
        if not any(map(is_anchor, base[first.end : second.start])):
            return None
    return tuple(_applied(base, edits))  # type: ignore[arg-type]


def _edits(
    base: Sequence[Item], side: Sequence[Item], is_anchor: Callable[[Item], bool]
) -> list[_Edit]:
    """Return the edits of one side; those without an anchor between them are one."""
    found: list[tuple[int, int, int, int]] = []
    for hunk in hunks(base, side):
        start, new_start = hunk.start, hunk.new_start
        if found and not any(map(is_anchor, base[found[-1][1] : start])):
            start, _, new_start, _ = found.pop()
        found.append((start, hunk.end, new_start, hunk.new_end))
    return [
        _Edit(start, end, tuple(side[new_start:new_end]))
        for start, end, new_start, new_end in found
    ]


def _is_rewritten(
    base: Sequence[Item], edits: Sequence[_Edit], is_anchor: Callable[[Item], bool]
) -> bool:
    touched = sum(
        is_anchor(item) for edit in edits for item in base[edit.start : edit.end]
    )
    return touched * 2 > sum(map(is_anchor, base))


def _applied(base: Sequence[Item], edits: Sequence[_Edit]) -> Iterator[Hashable]:
    place = 0
    for edit in edits:
        yield from base[place : edit.start]
        yield from edit.now
        place = edit.end
    yield from base[place:]
