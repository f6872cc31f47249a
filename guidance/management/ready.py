"""Whether a command can begin: one clear line instead of a database traceback."""

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from guidance.language_columns import missing_languages


def require_migrated_database() -> None:
    """Raise CommandError when the database cannot be reached or is not migrated."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        missing = () if pending else missing_languages(connection.alias)
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database cannot be used: {reason}") from error
    if pending:
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} is not migrated. Run "
            "`python manage.py migrate` first."
        )
    if missing:
        raise CommandError(
            f"The database has no place for {', '.join(missing)} yet. Run `python "
            "manage.py migrate` first."
        )
