"""What changed between two texts, word by word."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from guidance.text.words import pieces


@dataclass(frozen=True, slots=True)
class Hunk:
    """``old[start:end]`` has become ``new[new_start:new_end]``."""

    start: int
    end: int
    new_start: int
    new_end: int


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighboring words with the same fate."""

    change: Change
    text: str


def hunks(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[Hunk, ...]:
    """Return the places where two sequences differ, in their order.

    >>> hunks("abcd", "abxd")
    (Hunk(start=2, end=3, new_start=2, new_end=3),)
    """
    numbers: dict[Hashable, int] = {}
    before, after = (
        [numbers.setdefault(each, len(numbers)) for each in side] for side in (old, new)
    )
    found: list[Hunk] = []
    for code in LCSseq.opcodes(before, after):
        if code.tag == "equal":
            continue
        hunk = Hunk(code.src_start, code.src_end, code.dest_start, code.dest_end)
        last = found[-1] if found else None
        if last and (last.end, last.new_end) == (hunk.start, hunk.new_start):
            found[-1] = Hunk(last.start, hunk.end, last.new_start, hunk.new_end)
        else:
            found.append(hunk)
    return tuple(found)


def word_diff(old: str, new: str) -> tuple[Run, ...]:
    """Return ``new`` with what was deleted from ``old`` in its place.

    >>> [(run.change.value, run.text) for run in word_diff("Her ay toplanır.", "Her yıl toplanır.")]
    [('same', 'Her '), ('deleted', 'ay'), ('inserted', 'yıl'), ('same', ' toplanır.')]
    """
    return tuple(run for run in _runs(pieces(old), pieces(new)) if run.text)


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    place = 0
    for hunk in hunks(old, new):
        yield Run(Change.SAME, "".join(old[place : hunk.start]))
        yield Run(Change.DELETED, "".join(old[hunk.start : hunk.end]))
        yield Run(Change.INSERTED, "".join(new[hunk.new_start : hunk.new_end]))
        place = hunk.end
    yield Run(Change.SAME, "".join(old[place:]))
