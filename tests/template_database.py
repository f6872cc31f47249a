"""A migrated SQLite database, made once and copied into each test process.

Migrating takes most of a minute for every process of every run; copying takes none.
PostgreSQL runs migrate the usual way.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-databases"
_SOURCES = ("guidance/**/*.py", "importers/**/*.py", "cms/settings/*.py")


def copy_template() -> None:
    """Fill the connected, empty test database with a copy of the migrated one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = template_path()
    with _locked(FOLDER / "lock"):
        if not template.exists():
            _make(template)
    connection.ensure_connection()
    with sqlite3.connect(template) as source:
        source.backup(connection.connection)


def template_path() -> Path:
    """Return where the migrated database is once ``copy_template`` has run."""
    return FOLDER / f"{_state()}.sqlite3"


def _make(template: Path) -> None:
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink()
    call_command("migrate", verbosity=0)
    part = template.with_suffix(".part")
    part.unlink(missing_ok=True)
    with sqlite3.connect(part) as target:
        connection.connection.backup(target)
    part.replace(template)


def _state() -> str:
    """Return a name that changes with everything that migrations depend on."""
    digest = hashlib.sha256()
    for name in sorted(
        f"{each.metadata['Name']} {each.version}" for each in distributions()
    ):
        digest.update(name.encode())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if "migrations" in path.parts or path.parent.name in {"models", "settings"}:
                digest.update(path.read_bytes())
    digest.update((ROOT / "guidance/language_columns.py").read_bytes())
    digest.update((ROOT / "guidance/blocks.py").read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
