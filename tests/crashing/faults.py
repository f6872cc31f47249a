"""Counting what a command does to database and disk, and stopping it at one of them."""

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NotRequired, TypedDict


class Fault(TypedDict):
    """At the ``number``-th event (from 1): "kill" the process, or make the call "fail".

    With ``before`` it is killed before the first statement that begins so, too.
    """

    kind: str
    number: int
    before: NotRequired[str]


class Faults:
    """Watches a process; ``seen`` are the kinds of the events so far.

    An event is an SQL statement, a commit (before and after it), or a step of writing a
    file: its making, its bytes, its flushing, its renaming.
    """

    def __init__(self, fault: Fault | None) -> None:
        self._fault = fault
        self.seen: list[str] = []

    def install(self) -> None:
        from django.db import connection

        # Django finds this out by trying, and takes an error for an answer.
        connection.features.supports_json_field  # noqa: B018
        connection.execute_wrappers.append(self._around_sql)
        self._around_commit(connection)
        self._around_files()

    def _strikes(self, kind: str) -> bool:
        """Count an event; kill this process if it is the one, or say that it fails."""
        self.seen.append(kind)
        if self._fault is None or len(self.seen) != self._fault["number"]:
            return False
        if self._fault["kind"] == "kill":
            _kill()
        return True

    def _around_sql(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: Any,
    ) -> Any:
        if self._fault is not None and sql.startswith(self._fault.get("before", "\0")):
            _kill()
        if self._strikes("sql"):
            raise _database_error()
        return execute(sql, params, many, context)

    def _around_commit(self, connection: Any) -> None:
        commit = connection._commit  # noqa: SLF001 - there is no other place

        def guarded() -> Any:
            if self._strikes("commit"):
                raise _database_error()
            result = commit()
            # Nothing can fail here any more, but a process can end.
            self._strikes("committed")
            return result

        connection._commit = guarded  # noqa: SLF001

    def _around_files(self) -> None:
        from guidance import files

        faults = self

        class System:
            """``os`` as ``guidance.files`` sees it; a step of writing is an event."""

            def __getattr__(self, name: str) -> Any:
                return getattr(os, name)

            def open(self, path: Path, flags: int, mode: int) -> int:
                faults.step("create")
                return os.open(path, flags, mode)

            def write(self, descriptor: int, data: bytes) -> int:
                return faults.writing(descriptor, data)

            def fsync(self, descriptor: int) -> None:
                faults.step("fsync")
                os.fsync(descriptor)

        files.os = System()  # type: ignore[assignment]
        real_replace = os.replace

        def replace(*args: Any, **kwargs: Any) -> Any:
            faults.step("replace")
            return real_replace(*args, **kwargs)

        os.replace = replace

    def step(self, kind: str) -> None:
        if self._strikes(kind):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def writing(self, descriptor: int, data: bytes) -> int:
        """Write the bytes; when it strikes, only half of them."""
        self.seen.append("write")
        if self._fault is None or len(self.seen) != self._fault["number"]:
            return os.write(descriptor, data)
        os.write(descriptor, data[: len(data) // 2])
        if self._fault["kind"] == "kill":
            _kill()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _database_error() -> Exception:
    from django.db import OperationalError

    return OperationalError("disk I/O error")


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
