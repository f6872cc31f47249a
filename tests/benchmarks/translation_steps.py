"""Measuring the steps of a cycle: CPU and SQL statements. Knows only Django."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Steps:
    """The CPU seconds and the SQL statements of each step, by its name."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = {}
        self.sql: dict[str, int] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        from django.db import connection

        statements = _Counter()
        with connection.execute_wrapper(statements):
            start = time.process_time()
            try:
                yield
            finally:
                self.cpu[name] = time.process_time() - start
                self.sql[name] = statements.count

    def per_page(self, pages: int) -> dict[str, Any]:
        """Return CPU milliseconds and statements per page, and their sums."""
        return {
            "cpu_ms": round(1000 * sum(self.cpu.values()) / pages, 3),
            "sql": round(sum(self.sql.values()) / pages, 2),
            "steps": {
                name: [round(1000 * self.cpu[name] / pages, 3), self.sql[name]]
                for name in self.cpu
            },
        }


class _Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)
