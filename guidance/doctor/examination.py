"""The examination: run the checks on one state of the database, then sweep."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction

from guidance.doctor.check import Check, Problem
from guidance.doctor.registry import all_checks
from guidance.publication.lock import content_lock

# What one check may say; more of the same helps nobody, and a report stays readable.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What one check found."""

    check: Check
    problems: tuple[Problem, ...]


def examine(checks: Sequence[Check] | None = None) -> list[Diagnosis]:
    """Run the checks (default: all) and return one diagnosis for each; writes nothing.

    All of them see the same state of the database, whoever writes meanwhile.
    """
    chosen = all_checks() if checks is None else checks
    with _snapshot():
        return [Diagnosis(check, _run(check)) for check in chosen]


def sweep(diagnoses: Sequence[Diagnosis]) -> set[tuple[str, str]]:
    """Take away what is safe to take away; return the (code, place) of each.

    Looks again while it holds the lock, because an import may have found a use for a
    file since. Raises LockHeldError when somebody is writing (nothing is swept then),
    and OSError.
    """
    candidates = [
        (diagnosis.check, problem)
        for diagnosis in diagnoses
        for problem in diagnosis.problems
        if problem.sweep is not None
    ]
    if candidates:
        with content_lock("doctor --clean"):
            for check in dict.fromkeys(check for check, _ in candidates):
                for problem in list(check.find()):
                    if problem.sweep is not None:
                        problem.sweep()
    return {(check.code, problem.place) for check, problem in candidates}


def _run(check: Check) -> tuple[Problem, ...]:
    try:
        # A savepoint: PostgreSQL refuses all that follows an error without one.
        with transaction.atomic():
            return tuple(islice(check.find(), _MOST))
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        return (Problem("database", f"this could not be checked: {reason}"),)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Show one state of the database for the block, and hold nobody up.

    Inside a transaction of the caller that one decides.
    """
    if connection.in_atomic_block:
        yield
        return
    with _reading(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
        # There is nothing to commit, and a damaged database can not even do that.
        transaction.set_rollback(True)


@contextmanager
def _reading() -> Iterator[None]:
    """Let transactions on SQLite begin as a reader's, not with the lock of a writer."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    database: Any = connection
    usual = database.transaction_mode
    database.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        database.transaction_mode = usual
