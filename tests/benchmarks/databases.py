"""Fresh, migrated databases for measured runs: SQLite files, or a PostgreSQL of our own."""

import os
import shutil
import socket
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAMS = Path("/usr/lib/postgresql")


class Databases(ABC):
    """Where runs write; ``name`` is what reports call it."""

    name: str

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._migrate()

    def environment(self) -> dict[str, str]:
        """Return the environment of a run with a database and a media folder of its own."""
        self._count += 1
        media = self._folder / f"media-{self._count}"
        return {
            **os.environ,
            "DATABASE_URL": self._copy(f"run_{self._count}"),
            "MEDIA_ROOT": str(media),
        }

    @abstractmethod
    def _copy(self, name: str) -> str:
        """Return the address of a new copy of the migrated database."""

    @abstractmethod
    def _migrate(self) -> None:
        """Make the migrated database."""


class SqliteDatabases(Databases):
    name = "sqlite"

    def _copy(self, name: str) -> str:
        path = self._folder / f"{name}.sqlite3"
        shutil.copy(self._folder / "migrated.sqlite3", path)
        return f"sqlite:///{path}"

    def _migrate(self) -> None:
        _migrate(f"sqlite:///{self._folder / 'migrated.sqlite3'}")


class PostgresqlDatabases(Databases):
    name = "postgresql"

    def __init__(self, folder: Path, server: str) -> None:
        self._server = server
        super().__init__(folder)

    def _copy(self, name: str) -> str:
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE migrated')
        return f"{self._server}/{name}"

    def _migrate(self) -> None:
        self._execute("CREATE DATABASE migrated")
        _migrate(f"{self._server}/migrated")

    def _execute(self, statement: str) -> None:
        import psycopg

        address = f"{self._server}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def _migrate(address: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        check=True,
        cwd=_ROOT,
        env={
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        },
        stdout=subprocess.DEVNULL,
    )
    if address.startswith("sqlite"):
        import sqlite3

        path = address.removeprefix("sqlite:///")
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str | None]:
    """Start a PostgreSQL on the loopback address; yield its address, None without one."""
    programs = sorted(_PROGRAMS.glob("*/bin"), reverse=True)
    if not programs:
        yield None
        return
    home = folder / "postgresql"
    home.mkdir()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(home, "postgres")
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = home / "data"
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 "
        f"-c unix_socket_directories={home} -c fsync=off"
    )
    _run(
        programs[0] / "initdb",
        *("--pgdata", str(data), "--username", "rehber", "--auth", "trust"),
        *("--encoding", "UTF8", "--locale", "C.UTF-8"),
    )
    control = [programs[0] / "pg_ctl", "--pgdata", str(data), "--wait"]
    _run(*control, "--log", str(home / "log"), "--options", options, "start")
    try:
        yield f"postgres://rehber@127.0.0.1:{port}"
    finally:
        _run(*control, "--mode", "immediate", "stop")


def _run(*command: Path | str) -> None:
    words: Sequence[str] = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
