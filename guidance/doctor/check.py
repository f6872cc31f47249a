"""The words of an examination: a check, and a problem that it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be; ``place`` names the row or the file.

    ``sweep`` takes it away. Only what nobody can miss has one.
    """

    place: str
    what: str
    sweep: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: ``find`` yields where it is broken, ``mend`` says what to do then."""

    code: str
    mend: str
    find: Callable[[], Iterable[Problem]]
