"""Which leaf of a new version is which leaf of the old one.

By what they say, never by their ids: an import numbers its leaves again, an editor cuts
and pastes. From the surest to the vaguest: equal texts, similar texts between them, texts
that moved and are like no other, a single text that was rewritten in its place, parts of
texts, all other texts that moved.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice, product

from rapidfuzz import fuzz

from guidance.segments.chain import Candidate, heaviest_chain
from guidance.segments.inline import Inline, plain_text
from guidance.segments.leaf import Leaf, LeafKind
from guidance.text.fold import fold

# Shares of equal characters, in per cent. Measured: tests/unit/segments/test_align.py.
_SIMILAR = 60
_SIMILAR_SHORT = 80
_SIMILAR_MOVED = 75
# It may be less when no other text comes near, on either side.
_SIMILAR_UNMISTAKABLE = 70
_AHEAD = 5
# More than any two different texts.
_EQUAL = 200
_PART = 90
# A text of another kind has to be that much more similar.
_OTHER_KIND = 15
_SHORT = 12
# A text rewritten in its place is at most this many times as long or as short, or short.
_REWRITTEN = 4
_BOTH = 2
# In long documents only texts near the same place are compared, so many at most.
_MOST_COMPARED = 250_000
# The time for two texts grows with the product of their lengths.
_MOST_CHARACTERS = 2_000


class MatchKind(StrEnum):
    """Why two leaves are taken for the same."""

    SAME = "same"
    EDITED = "edited"
    REWRITTEN = "rewritten"
    MOVED = "moved"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Match:
    """A leaf of the old version and one of the new, by their places in the sequences.

    A ``PART`` came from or went into a leaf that another match keeps: both ends of all
    other matches are matched once.
    """

    old: int
    new: int
    kind: MatchKind

    @property
    def keeps_id(self) -> bool:
        """Whether the new leaf is the old one."""
        return self.kind is not MatchKind.PART


def align(old: Sequence[Leaf], new: Sequence[Leaf]) -> tuple[Match, ...]:
    """Return what became of the old leaves, in the order of the new ones.

    >>> from guidance.segments.leaf import plain_leaf
    >>> def leaves(*texts):
    ...     return [plain_leaf("", LeafKind.PARAGRAPH, text) for text in texts]
    >>> before = leaves("Derneğin üyeleri toplanır.", "Karar tutanağa yazılır.")
    >>> after = leaves("Karar tutanağa yazılır.", "Derneğin üyeleri ayda bir toplanır.")
    >>> [(match.old, match.new, match.kind.value) for match in align(before, after)]
    [(1, 0, 'same'), (0, 1, 'moved')]
    """
    numbers: dict[object, int] = {}
    alignment = _Alignment(
        [_said(leaf, numbers) for leaf in old], [_said(leaf, numbers) for leaf in new]
    )
    alignment.add_chain(alignment.unique_pairs(), MatchKind.SAME)
    alignment.add_chain(alignment.equal_pairs(), MatchKind.SAME)
    alignment.add_chain(alignment.similar_pairs(), MatchKind.EDITED)
    elsewhere = alignment.pairs_anywhere()
    alignment.add_moved(alignment.unmistakable(elsewhere), _SIMILAR_UNMISTAKABLE)
    alignment.add_chain(alignment.rewritten_pairs(), MatchKind.REWRITTEN)
    alignment.add_parts()
    alignment.add_moved(elsewhere, _SIMILAR_MOVED)
    return alignment.matches()


@dataclass(frozen=True)
class _Said:
    """What a leaf says; ``number`` is equal for the same content of the same kind."""

    number: int
    kind: LeafKind
    inline: tuple[Inline, ...]

    @cached_property
    def text(self) -> str:
        # Costly, and only needed for what has changed.
        return fold(plain_text(self.inline)[:_MOST_CHARACTERS])

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.text.split())


def _said(leaf: Leaf, numbers: dict[object, int]) -> _Said:
    number = numbers.setdefault((leaf.kind, leaf.inline), len(numbers))
    return _Said(number, leaf.kind, leaf.inline)


class _Alignment:
    """The matches found so far, and candidates for more of them."""

    def __init__(self, old: Sequence[_Said], new: Sequence[_Said]) -> None:
        self._old = old
        self._new = new
        # The matches that stay in order; gaps are between them.
        self._chain: list[tuple[int, int]] = []
        self._matches: list[Match] = []
        self._old_left = set(range(len(old)))
        self._new_left = set(range(len(new)))

    def matches(self) -> tuple[Match, ...]:
        return tuple(sorted(self._matches, key=lambda match: (match.new, match.old)))

    def add_chain(self, candidates: Iterable[Candidate], kind: MatchKind) -> None:
        """Add the heaviest chain of candidates; each of them lies in one gap."""
        pairs = heaviest_chain(candidates)
        for old, new in pairs:
            self._add(old, new, kind)
        self._chain = sorted([*self._chain, *pairs])

    def _add(self, old: int, new: int, kind: MatchKind) -> None:
        self._matches.append(Match(old, new, kind))
        self._old_left.discard(old)
        self._new_left.discard(new)

    # ---- candidates that stay in order

    def unique_pairs(self) -> Iterator[Candidate]:
        """Yield the texts that are there once before and once after."""
        times_before = Counter(said.number for said in self._old)
        times_after = Counter(said.number for said in self._new)
        after = {said.number: place for place, said in enumerate(self._new)}
        for place, said in enumerate(self._old):
            if times_before[said.number] == times_after[said.number] == 1:
                yield Candidate(place, after[said.number], 1)

    def equal_pairs(self) -> Iterator[Candidate]:
        for old, new in self._near_pairs():
            if self._old[old].number == self._new[new].number:
                yield Candidate(old, new, 1)

    def similar_pairs(self) -> Iterator[Candidate]:
        for old, new in self._near_pairs():
            score = _similarity(self._old[old], self._new[new])
            if score:
                yield Candidate(old, new, score)

    def rewritten_pairs(self) -> Iterator[Candidate]:
        """Yield the single old and the single new text of their kind in a gap."""
        for gap in self._gaps():
            old_kinds = Counter(self._old[place].kind for place in gap[0])
            new_kinds = Counter(self._new[place].kind for place in gap[1])
            for old, new in product(*gap):
                kind = self._old[old].kind
                if (
                    kind == self._new[new].kind
                    and old_kinds[kind] == new_kinds[kind] == 1
                    and _comparable_lengths(self._old[old].text, self._new[new].text)
                ):
                    yield Candidate(old, new, 1)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the old and the new places without a match between two of the chain."""
        ends = [*self._chain, (len(self._old), len(self._new))]
        old_start = new_start = 0
        for old_end, new_end in ends:
            old = [n for n in range(old_start, old_end) if n in self._old_left]
            new = [n for n in range(new_start, new_end) if n in self._new_left]
            if old and new:
                yield old, new
            old_start, new_start = old_end + 1, new_end + 1

    def _near_pairs(self) -> Iterator[tuple[int, int]]:
        for old, new in self._gaps():
            reach = max(_MOST_COMPARED // len(old) // 2, 1)
            for number, place in enumerate(old):
                middle = number * len(new) // len(old)
                for other in new[max(middle - reach, 0) : middle + reach]:
                    yield place, other

    # ---- anywhere

    def pairs_anywhere(self) -> list[Candidate]:
        """Return what is left and similar, wherever it is, the most similar ones first."""
        pairs = product(sorted(self._old_left), sorted(self._new_left))
        found = []
        for old, new in islice(pairs, _MOST_COMPARED):
            before, after = self._old[old], self._new[new]
            if before.number == after.number:
                found.append(Candidate(old, new, _EQUAL))
            elif score := _similarity(before, after):
                found.append(Candidate(old, new, score))
        return sorted(found, key=lambda pair: -pair.weight)

    def unmistakable(self, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield those that are far ahead of all others with the same old or new text.

        Short texts say the same in many places, so they never are.
        """
        old_weights: dict[int, list[float]] = {}
        new_weights: dict[int, list[float]] = {}
        # The most similar ones come first, and the runner-up is the second.
        for old, new, weight in candidates:
            old_weights.setdefault(old, []).append(weight)
            new_weights.setdefault(new, []).append(weight)
        for candidate in candidates:
            old, new, weight = candidate
            is_first = old_weights[old][0] == new_weights[new][0] == weight
            others = (*old_weights[old][1:2], *new_weights[new][1:2])
            is_ahead = weight >= max(others, default=0) + _AHEAD
            shortest = min(len(self._old[old].text), len(self._new[new].text))
            if is_first and is_ahead and shortest >= _SHORT:
                yield candidate

    def add_moved(self, candidates: Iterable[Candidate], least: float) -> None:
        """Add texts that are somewhere else now; of two candidates the first one wins."""
        for old, new, score in candidates:
            if score >= least and old in self._old_left and new in self._new_left:
                self._add(old, new, MatchKind.MOVED)

    def add_parts(self) -> None:
        """Add what was split or merged; the largest part is what keeps the id."""
        parts = sorted(
            self._parts(), key=lambda pair: (-pair.weight, pair.old, pair.new)
        )
        for old, new, _ in parts:
            free = (old in self._old_left) + (new in self._new_left)
            if free:
                self._add(
                    old, new, MatchKind.EDITED if free == _BOTH else MatchKind.PART
                )

    def _parts(self) -> Iterator[Candidate]:
        """Yield the unmatched texts with what they are a part of; weight is their length."""
        splits = product(range(len(self._old)), sorted(self._new_left))
        for old, new in islice(splits, _MOST_COMPARED):
            if _is_part(self._new[new], self._old[old]):
                yield Candidate(old, new, len(self._new[new].text))
        merges = product(sorted(self._old_left), range(len(self._new)))
        for old, new in islice(merges, _MOST_COMPARED):
            if _is_part(self._old[old], self._new[new]):
                yield Candidate(old, new, len(self._old[old].text))


def _similarity(old: _Said, new: _Said) -> float:
    """Return how similar two texts are, in per cent; 0 when that is not enough."""
    is_short = min(len(old.text), len(new.text)) < _SHORT
    least = _SIMILAR_SHORT if is_short else _SIMILAR
    if old.kind != new.kind:
        least += _OTHER_KIND
    return fuzz.ratio(old.text, new.text, score_cutoff=least)


def _comparable_lengths(old: str, new: str) -> bool:
    short, long = sorted((len(old), len(new)))
    return long <= max(short * _REWRITTEN, _SHORT)


def _is_part(part: _Said, whole: _Said) -> bool:
    if not _SHORT <= len(part.text) < len(whole.text):
        return False
    # Much cheaper than the search for the place in the whole.
    if len(part.words & whole.words) * 2 < len(part.words):
        return False
    return fuzz.partial_ratio(part.text, whole.text, score_cutoff=_PART) > 0
