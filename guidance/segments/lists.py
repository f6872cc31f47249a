"""The nesting of list items in rich text, as Draftail's exporter writes it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Level(NamedTuple):
    """Where an item of a list stands: how deep, and in which type of list."""

    depth: int
    ordered: bool


def fitting(levels: Iterable[Level]) -> Iterator[Level]:
    """Yield levels that the editor can hold for the items of adjacent lists.

    An item is at most one level deeper than the one before. An item that goes back by
    a level, of the type of the deepest list, gets the type of the list it goes back to.

    >>> [level.depth for level in fitting([Level(2, False), Level(5, False)])]
    [0, 1]
    """
    opened: list[bool] = []
    for level in levels:
        depth = min(level.depth, len(opened))
        ordered = level.ordered
        if depth < len(opened) - 1 and ordered == opened[-1]:
            ordered = opened[depth]
        _set_open(opened, Level(depth, ordered))
        yield Level(depth, ordered)


class ListTags:
    """Writes the tags around the items of adjacent lists, for levels that fit.

    >>> tags = ListTags()
    >>> "".join(
    ...     tags.before(level) + "<li>" + text
    ...     for level, text in [(Level(0, True), "bir"), (Level(1, True), "iki")]
    ... ) + tags.end()
    '<ol><li>bir<ol><li>iki</li></ol></li></ol>'
    """

    def __init__(self) -> None:
        self._opened: list[bool] = []

    def before(self, level: Level) -> str:
        """Return the tags between the text of the last item and that of the next."""
        if self._opened[level.depth :] == [level.ordered]:
            # One more item of the list that the last one is in.
            return "</li>"
        before = list(self._opened)
        kept = _set_open(self._opened, level)
        closed = "".join(
            f"</li></{_name(ordered)}>" for ordered in reversed(before[kept:])
        )
        if len(self._opened) == kept:
            return f"{closed}</li>"
        return f"{closed}<{_name(level.ordered)}>"

    def end(self) -> str:
        """Return the tags after the text of the last item; nothing is open then."""
        if not self._opened:
            return ""
        tags = "".join(
            f"</li></{_name(ordered)}>" for ordered in reversed(self._opened)
        )
        self._opened.clear()
        return tags


def _set_open(opened: list[bool], level: Level) -> int:
    """Set the types of the open lists for an item; return how many of them stay open."""
    if level.depth < len(opened) and level.ordered == opened[-1]:
        kept = level.depth + 1
        del opened[kept:]
    else:
        # Also back to a list of the same type: Draftail begins a new one there.
        kept = level.depth
        opened[kept:] = [level.ordered]
    return kept


def _name(ordered: bool) -> str:  # noqa: FBT001
    return "ol" if ordered else "ul"


def sibling_positions(levels: Sequence[Level]) -> list[tuple[int, int]]:
    """Return for each item its number among its siblings, and how many these are.

    >>> flat = Level(0, False)
    >>> sibling_positions([flat, Level(1, True), flat])
    [(1, 2), (1, 1), (2, 2)]
    """
    families: list[list[int]] = []
    opened: dict[int, list[int]] = {}
    for index, level in enumerate(levels):
        opened = {depth: opened[depth] for depth in opened if depth <= level.depth}
        family = opened.get(level.depth)
        if family is None or levels[family[0]].ordered != level.ordered:
            family = opened[level.depth] = []
            families.append(family)
        family.append(index)
    found = {
        index: (number, len(family))
        for family in families
        for number, index in enumerate(family, 1)
    }
    return [found[index] for index in range(len(levels))]


def depths_without(depths: Sequence[int], kept: Sequence[bool]) -> list[int]:
    """Return the depths of the kept items, those below one left out a level higher.

    >>> depths_without([0, 1, 1, 0], [False, True, True, True])
    [0, 0, 0]
    """
    left_out: list[int] = []
    remaining: list[int] = []
    for depth, is_kept in zip(depths, kept, strict=True):
        while left_out and left_out[-1] >= depth:
            left_out.pop()
        if is_kept:
            remaining.append(depth - len(left_out))
        else:
            left_out.append(depth)
    return remaining
