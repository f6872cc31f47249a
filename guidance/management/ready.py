"""Whether a command can begin: one clear line instead of a database traceback."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from guidance.language_columns import missing_languages
from guidance.management.arguments import WRONG_USAGE


def require_migrated_database() -> None:
    """Raise CommandError (exit status 2: nothing was done) when it is not ready.

    A SQLite file that is not there is not made by looking for it.
    """
    name = database_name()
    if connection.vendor == "sqlite" and not _is_there(name):
        raise _refusal(f"There is no database {name}. {_MIGRATE}")
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        missing = () if pending else missing_languages(connection.alias)
    except DatabaseError as error:
        raise _refusal(unusable(error)) from error
    if pending:
        raise _refusal(f"The database {name} is not migrated. {_MIGRATE}")
    if missing:
        raise _refusal(
            f"The database {name} has no place for {', '.join(missing)} yet. {_MIGRATE}"
        )


def database_name() -> str:
    """Return the file of the database, or its name with its server; never a password."""
    settings = connection.settings_dict
    place = ":".join(str(settings[key]) for key in ("HOST", "PORT") if settings[key])
    return f"{settings['NAME']} at {place}" if place else str(settings["NAME"])


def unusable(error: Exception) -> str:
    """Return the line that says why the database cannot be used."""
    reason = " ".join(str(error).split())
    return f"The database {database_name()} cannot be used: {reason}"


def _is_there(name: str) -> bool:
    in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]  # SQLite only
    return in_memory or Path(name).exists()


def _refusal(message: str) -> CommandError:
    return CommandError(message, returncode=WRONG_USAGE)


_MIGRATE = "Run `python manage.py migrate` first."
