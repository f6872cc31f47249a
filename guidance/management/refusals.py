"""What the database or the disk refuses, as one line instead of a traceback."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.management.base import CommandError
from django.db import DataError, Error, IntegrityError, ProgrammingError
from django.db.transaction import TransactionManagementError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# What SQLite and PostgreSQL say, and what is to be done about it.
_HINTS = {
    "database is locked": "another process keeps writing to it",
    "full": "its disk is full",
    "No space left": "its disk is full",
    "disk I/O error": "its disk fails",
    "readonly": "its file may not be written to",
    "connection": "its server does not answer",
}
# These are mistakes of ours, for which the traceback is wanted. Not so a transaction that
# goes on after a statement failed: Wagtail's index tasks log such an error and hide it.
_DEFECTS = (DataError, IntegrityError, ProgrammingError)
_AGAIN = "What was finished before stays. Mend this and run the same command again."


def one_clear_line(
    handle: Callable[Arguments, Result],
) -> Callable[Arguments, Result]:
    """Make ``handle`` raise CommandError where database or disk refuse to go on.

    A busy or full database, a full disk, a folder without permission: nothing of the
    current transaction was written, so the same command can simply run again.
    """

    @wraps(handle)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return handle(*args, **kwargs)
        except Error as error:
            is_defect = isinstance(error, _DEFECTS)
            if is_defect and not isinstance(error, TransactionManagementError):
                raise
            raise CommandError(_of_database(error)) from error
        except OSError as error:
            raise CommandError(_of_disk(error)) from error

    return guarded


def _of_database(error: Error) -> str:
    said = " ".join(str(error).split())
    hint = next((text for word, text in _HINTS.items() if word in said), "")
    return f"The database refused ({said}{': ' if hint else ''}{hint}). {_AGAIN}"


def _of_disk(error: OSError) -> str:
    reason = error.strerror or str(error)
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{reason}. {_AGAIN}"
