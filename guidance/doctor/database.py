"""The database itself: pages of the file, references between rows."""

from collections.abc import Iterator

from django.db import connection

from guidance.doctor.check import Check, Problem

_MOST = 100
_HEALTHY = "ok"


def damaged_file() -> Iterator[Problem]:
    """Let SQLite read its whole file. Other databases look after themselves."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA integrity_check({_MOST})")
        for (said,) in cursor.fetchall():
            if said != _HEALTHY:
                yield Problem(str(connection.settings_dict["NAME"]), said)


def dangling_references() -> Iterator[Problem]:
    """Let SQLite follow every foreign key. Other databases always keep them."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, target, _ in cursor.fetchmany(_MOST):
            yield Problem(
                f"{table} row {row}", f"it points at a row of {target} that is gone"
            )


CHECKS = (
    Check(
        "database-damaged",
        "Stop the site and restore the last backup of the database.",
        damaged_file,
    ),
    Check(
        "dangling-reference",
        "Restore the last backup, or delete the row if you know what it was.",
        dangling_references,
    ),
)
