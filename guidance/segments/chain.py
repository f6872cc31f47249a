"""Pairs of places that stay in order: the heaviest chain through a set of candidates."""

from collections.abc import Iterable
from typing import NamedTuple


class Candidate(NamedTuple):
    """A possible pair of an old and a new place; the heavier, the better."""

    old: int
    new: int
    weight: float


class _Link(NamedTuple):
    total: float
    candidate: Candidate | None
    before: "_Link | None"


_NOTHING = _Link(0.0, None, None)


def heaviest_chain(candidates: Iterable[Candidate]) -> list[tuple[int, int]]:
    """Return the pairs of largest total weight that go up on both sides.

    Among equals the first pairs win, for the old and for the new side.

    >>> heaviest_chain([Candidate(0, 1, 60), Candidate(1, 0, 90), Candidate(2, 2, 70)])
    [(1, 0), (2, 2)]
    """
    # Within one old place the later new ones go first, so that no two of them chain.
    ordered = sorted(candidates, key=lambda pair: (pair.old, -pair.new))
    best = _BestBefore(max((pair.new for pair in ordered), default=0) + 1)
    for pair in ordered:
        before = best.find(pair.new)
        best.add(pair.new, _Link(before.total + pair.weight, pair, before))
    return _pairs(best.find(best.size))


def _pairs(link: _Link | None) -> list[tuple[int, int]]:
    pairs = []
    while link is not None and link.candidate is not None:
        pairs.append((link.candidate.old, link.candidate.new))
        link = link.before
    return pairs[::-1]


class _BestBefore:
    """The best chain that ends before a new place; a Fenwick tree of maxima."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._tree = [_NOTHING] * (size + 1)

    def find(self, end: int) -> _Link:
        """Return the best chain over the new places before ``end``."""
        best = _NOTHING
        while end > 0:
            if self._tree[end].total > best.total:
                best = self._tree[end]
            end -= end & -end
        return best

    def add(self, place: int, link: _Link) -> None:
        place += 1
        while place <= self.size:
            if link.total > self._tree[place].total:
                self._tree[place] = link
            place += place & -place
