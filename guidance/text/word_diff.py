"""What changed between two texts, word by word."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from guidance.text.words import pieces

# Comparing takes a bit of memory for each pair of words.
_MOST_PAIRS = 25_000_000


@dataclass(frozen=True, slots=True)
class Hunk:
    """``old[start:end]`` has become ``new[new_start:new_end]``."""

    start: int
    end: int
    new_start: int
    new_end: int


class Op(StrEnum):
    """What happens to a run of words."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that stays, goes or comes."""

    op: Op
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
    """Return how one text becomes the other, in whole words, for people to read.

    What was deleted stands before what was inserted in its place; neighboring words that
    change are one change, with the spaces between them.

    >>> [(run.op.value, run.text) for run in word_diff("Her ay toplanır.", "Her yıl toplanır.")]
    [('same', 'Her '), ('deleted', 'ay'), ('inserted', 'yıl'), ('same', ' toplanır.')]
    """
    before, after = pieces(old), pieces(new)
    if len(before) * len(after) > _MOST_PAIRS:
        return tuple(_change(old, new))
    return tuple(run for run in _runs(before, after) if run.text)


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    place = 0
    for hunk in _joined(old, hunks(old, new)):
        yield Run(Op.SAME, "".join(old[place : hunk.start]))
        yield from _change(
            "".join(old[hunk.start : hunk.end]),
            "".join(new[hunk.new_start : hunk.new_end]),
        )
        place = hunk.end
    yield Run(Op.SAME, "".join(old[place:]))


def _joined(old: Sequence[str], found: Iterable[Hunk]) -> Iterator[Hunk]:
    """Yield the hunks; where only spaces stand between two, they are one."""
    last: Hunk | None = None
    for hunk in found:
        if last is None or not "".join(old[last.end : hunk.start]).isspace():
            if last is not None:
                yield last
            last = hunk
        else:
            last = Hunk(last.start, hunk.end, last.new_start, hunk.new_end)
    if last is not None:
        yield last


def _change(gone: str, came: str) -> Iterator[Run]:
    """Yield a change, without the spaces at its end that both sides have."""
    ends = [text[len(text.rstrip()) :] for text in (gone, came)]
    end = ends[0] if ends[0] == ends[1] else ""
    for op, text in (
        (Op.DELETED, gone.removesuffix(end)),
        (Op.INSERTED, came.removesuffix(end)),
        (Op.SAME, end),
    ):
        if text:
            yield Run(op, text)
