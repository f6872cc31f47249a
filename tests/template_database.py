"""What migrations made, put into the test database without running them again.

Migrating takes most of a minute for every process of every run. A SQLite database is
migrated once and copied into each test process. On PostgreSQL each process migrates the
usual way and keeps a copy of the rows in a schema beside the tables.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-databases"
_KEPT = "as_migrated"
_SOURCES = ("guidance/**/*.py", "importers/**/*.py", "cms/settings/*.py")


def put_back_what_migrations_made() -> None:
    """Empty the connected test database, and fill it as migrations left it."""
    if connection.vendor == "sqlite":
        copy_template()
    else:
        _put_back_rows()
    ContentType.objects.clear_cache()


def keep_rows() -> None:
    """Copy the rows of all tables of a PostgreSQL database that was just migrated."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {_KEPT}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'CREATE TABLE {_KEPT}."{table}" AS TABLE public."{table}"')


def _put_back_rows() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        # A superuser's right: rows come back in any order, without their triggers. The
        # sequences go on, so they stay beyond the numbers of these rows.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM public."{table}"')  # noqa: S608 - names of tables
            cursor.execute(
                f'INSERT INTO public."{table}" SELECT * FROM {_KEPT}."{table}"'  # noqa: S608
            )


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
