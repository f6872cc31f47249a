"""Counting what a command does to database and disk, and stopping it at one of them."""

import errno
import os
import signal
from collections.abc import Callable
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
        import tempfile

        from guidance import files

        faults = self

        class System:
            """The functions of ``os`` that ``guidance.files`` uses."""

            @staticmethod
            def fdopen(descriptor: int, mode: str) -> Any:
                file = os.fdopen(descriptor, mode)
                return _HalfWritten(file, faults)

            @staticmethod
            def fsync(descriptor: int) -> None:
                faults.step("fsync")
                os.fsync(descriptor)

        files.os = System  # type: ignore[attr-defined]
        real_mkstemp, real_replace = tempfile.mkstemp, os.replace

        def mkstemp(*args: Any, **kwargs: Any) -> Any:
            faults.step("mkstemp")
            return real_mkstemp(*args, **kwargs)

        def replace(*args: Any, **kwargs: Any) -> Any:
            faults.step("replace")
            return real_replace(*args, **kwargs)

        tempfile.mkstemp = mkstemp  # type: ignore[assignment]
        os.replace = replace

    def step(self, kind: str) -> None:
        if self._strikes(kind):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def writing(self, file: Any, data: bytes) -> None:
        """Write the bytes; when it strikes, only half of them."""
        self.seen.append("write")
        if self._fault is None or len(self.seen) != self._fault["number"]:
            file.write(data)
            return
        file.write(data[: len(data) // 2])
        file.flush()
        if self._fault["kind"] == "kill":
            _kill()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _HalfWritten:
    """A file whose ``write`` is an event."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file = file
        self._faults = faults

    def __enter__(self) -> "_HalfWritten":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._faults.writing(self._file, data)

    def flush(self) -> None:
        self._file.flush()

    def fileno(self) -> int:
        return int(self._file.fileno())


def _database_error() -> Exception:
    from django.db import OperationalError

    return OperationalError("disk I/O error")


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
