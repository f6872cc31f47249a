"""One value of the page, of any shape: one-sided changes are taken."""

from collections.abc import Hashable
from typing import Any, Protocol

from importers.merge.outcome import Disputes, Outcome, Sides


class Shape(Protocol):
    """A sort of value."""

    def bare(self, value: Any) -> Hashable:
        """Return the value without ids, in a form that compares."""

    def shown(self, value: Any) -> str:
        """Return what a reader sees of it."""

    def join(self, place: str, sides: Sides, disputes: Disputes) -> Outcome:
        """Return the outcome for a value that both sides changed differently."""


def merge_value(shape: Shape, place: str, sides: Sides, disputes: Disputes) -> Outcome:
    """Return the outcome for a value that both sides have."""
    base, ours, theirs = (None if side is None else shape.bare(side) for side in sides)
    if ours == theirs:
        # Under the editor's ids, so that both are the same place next time.
        return Outcome(sides.ours, sides.ours)
    if theirs == base:
        return Outcome(sides.ours, sides.theirs)
    if ours == base:
        return Outcome(sides.theirs, sides.theirs)
    return shape.join(place, sides, disputes)


def dispute(shape: Shape, place: str, sides: Sides, disputes: Disputes) -> Outcome:
    """Return the outcome of a conflict about the whole value."""
    base, ours, theirs = ("" if side is None else shape.shown(side) for side in sides)
    return disputes.settle(place, sides, (base, ours, theirs))
