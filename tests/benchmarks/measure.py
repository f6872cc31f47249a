"""What a piece of work costs: processor time of everybody who takes part, and memory."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection


def processor_seconds() -> float:
    """Return the processor time so far: this process, its children, and the database's.

    A child counts once it has ended. PostgreSQL's part is what the process that serves
    this connection used, in steps of 10 ms; SQLite has no process of its own.
    """
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    times = (own.ru_utime, own.ru_stime, children.ru_utime, children.ru_stime)
    return sum(times) + _backend_seconds()


def peak_megabytes() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Statements:
    """Counts SQL statements."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self, execute: Any, sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


@contextmanager
def counted() -> Iterator[Statements]:
    """Count the statements of the block."""
    statements = Statements()
    with connection.execute_wrapper(statements):
        yield statements


def _backend_seconds() -> float:
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    # Behind the name, which may hold anything, in parentheses.
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
