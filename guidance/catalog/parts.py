"""Texts that were split, or put together: which old text is a part of which new one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from rapidfuzz import fuzz

from guidance.catalog.context import LINK
from guidance.catalog.entry import Key
from guidance.text.words import words

# Shares of equal characters, in per cent, and the shortest text that can be told.
_PART = 90
_SHORT = 12
# In one document; more would be another document.
_MOST_COMPARED = 100_000


def split_parts(gone: Sequence[Key], fresh: Iterable[Key]) -> dict[Key, Key]:
    """Return {new message: the old one that it was a part of}.

    >>> old = ("", "Karar tutanağa yazılır. Üyelere bir hafta içinde gönderilir.")
    >>> new = ("", "Üyelere bir hafta içinde gönderilir.")
    >>> split_parts([old], [new])[new] == old
    True
    """
    found: dict[Key, Key] = {}
    for part, whole, _ in _contained(product(dict.fromkeys(fresh), gone)):
        found.setdefault(part, whole)
    return found


def joined_parts(
    replaced: Mapping[Key, Key], rest: Sequence[Key]
) -> dict[Key, tuple[Key, ...]]:
    """Return {new message: the old ones that it joins}, in their order in it.

    ``replaced`` are new messages with the old one in whose place they stand, ``rest``
    are old ones that nothing replaces.

    >>> one, two = ("", "Karar tutanağa yazılır."), ("", "Üyelere gönderilir.")
    >>> new = ("", "Karar tutanağa yazılır. Üyelere gönderilir.")
    >>> joined_parts({new: two}, [one])[new] == (one, two)
    True
    """
    taken: set[Key] = set()
    places: dict[Key, list[tuple[int, Key]]] = {}
    for part, whole, place in _contained(
        (part, whole) for whole in replaced for part in rest
    ):
        if part not in taken:
            taken.add(part)
            places.setdefault(whole, []).append((place, part))
    joined = {}
    for whole, parts in places.items():
        first = replaced[whole]
        found = next(_contained([(first, whole)]), None)
        if found is not None:
            parts.append((found[2], first))
            joined[whole] = tuple(part for _, part in sorted(parts))
    return joined


def _contained(pairs: Iterable[tuple[Key, Key]]) -> Iterator[tuple[Key, Key, int]]:
    """Yield (part, whole, place in it) of the pairs that are one."""
    split: dict[str, frozenset[str]] = {}

    def words_of(text: str) -> frozenset[str]:
        if text not in split:
            split[text] = frozenset(words(text))
        return split[text]

    for part, whole in islice(pairs, _MOST_COMPARED):
        if LINK in {part[0], whole[0]} or not _SHORT <= len(part[1]) < len(whole[1]):
            continue
        mine = words_of(part[1])
        # Much cheaper than the search for the place in the whole.
        if len(mine & words_of(whole[1])) * 2 < len(mine):
            continue
        found = fuzz.partial_ratio_alignment(part[1], whole[1], score_cutoff=_PART)
        if found is not None:
            yield part, whole, found.dest_start
