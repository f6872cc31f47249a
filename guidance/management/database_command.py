"""A command that works on the database, and says it when that cannot be used."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError


class DatabaseCommand(BaseCommand):
    """Ends with one line when the database is locked, full, or gone meanwhile."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except OperationalError as error:
            reason = " ".join(str(error).split())
            raise CommandError(
                f"The database cannot be used: {reason}. What was finished before is "
                "kept; run the same command again."
            ) from error
