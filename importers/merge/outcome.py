"""What comes of a merge: a value, the base of the next merge, and what is in dispute."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Answer(StrEnum):
    """What somebody decided about a dispute: whose text it shall be."""

    TAKE = "take"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides changed the same thing; the editor's text stays.

    ``place`` names it in the same way each time that the same three texts are merged.
    The texts are plain, and empty where a side has nothing there.
    """

    place: str
    base: str
    ours: str
    theirs: str


class Sides(NamedTuple):
    """The three values of one place; None where there is none."""

    base: Any
    ours: Any
    theirs: Any


class Outcome(NamedTuple):
    """What the place says now, and what the next merge takes for its base.

    That is what the source says now; in a dispute it stays what it was, so that the
    source's text is not taken for settled.
    """

    value: Any
    base: Any


class Disputes:
    """The conflicts of one merge, and the answers to some of them."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers
        self.conflicts: list[Conflict] = []

    def settle(self, place: str, sides: Sides, texts: tuple[str, str, str]) -> Outcome:
        """Return the editor's value, or what an answer says."""
        match self._answers.get(place):
            case Answer.TAKE:
                return Outcome(sides.theirs, sides.theirs)
            case Answer.KEEP:
                return Outcome(sides.ours, sides.theirs)
        self.conflicts.append(Conflict(place, *texts))
        return Outcome(sides.ours, sides.base)
