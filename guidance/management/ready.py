"""Whether a command can begin: one clear line instead of a database traceback."""

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from guidance.language_columns import missing_languages


def require_migrated_database(status: int = 1) -> None:
    """Raise CommandError (with that exit status) when the database is not ready."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        missing = () if pending else missing_languages(connection.alias)
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise CommandError(
            f"The database cannot be used: {reason}", returncode=status
        ) from error
    if pending:
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} is not migrated. Run "
            "`python manage.py migrate` first.",
            returncode=status,
        )
    if missing:
        raise CommandError(
            f"The database has no place for {', '.join(missing)} yet. Run `python "
            "manage.py migrate` first.",
            returncode=status,
        )
