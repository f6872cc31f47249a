"""How much work something is, counted and not timed: the same on every machine."""

import sys
from collections.abc import Callable
from types import FrameType


class TooMuchWorkError(Exception):
    """The limit of ``count_calls`` was reached."""


def count_calls(work: Callable[[], object], limit: int) -> int:
    """Return how many function calls ``work`` makes, of Python's and of C's.

    Raises TooMuchWorkError as soon as there are more than ``limit``, so that a test of
    something that never ends does end.
    """
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if event.endswith("call"):
            count += 1
            if count > limit:
                sys.setprofile(None)
                raise TooMuchWorkError(limit)

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
