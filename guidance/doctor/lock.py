"""The lock of imports and publications: nobody dead holds it."""

from collections.abc import Iterator

from guidance.doctor.check import Check, Problem
from guidance.publication.lock import find_void_lock


def void_lock() -> Iterator[Problem]:
    row = find_void_lock()
    if row is not None:
        yield Problem(
            f"lock {row.name}",
            f"{row.holder} (process {row.pid} on {row.host}) holds it since "
            f"{row.taken_at:%Y-%m-%d %H:%M:%S} and is gone",
            _let_go,
        )


def _let_go() -> None:
    """Do nothing: whoever sweeps holds the lock, and lets it go when he has finished."""


CHECKS = (
    Check(
        "lock-void",
        "Nothing to do: the next import takes it. `manage.py doctor --clean` frees it "
        "now.",
        void_lock,
    ),
)
