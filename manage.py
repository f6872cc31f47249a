#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError, Error, OperationalError
    except ImportError as error:
        message = (
            "Django is not installed in this Python. Run `make demo` once, or use "
            ".venv/bin/python manage.py …"
        )
        raise SystemExit(message) from error
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Names a setting or variable; where it was read helps nobody.
        raise SystemExit(str(error)) from error
    except Error as error:
        from guidance.management.ready import unusable

        # Our own commands say it themselves; this is for `migrate` and its like. Any
        # other error of the database is a mistake of ours: then the traceback is wanted.
        refused = type(error) in {DatabaseError, OperationalError}
        if not refused or "--traceback" in sys.argv:
            raise
        raise SystemExit(unusable(error)) from error


if __name__ == "__main__":
    main()
