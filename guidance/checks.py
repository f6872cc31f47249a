"""System checks: what ``manage.py check`` says of languages, catalogs and databases."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections

from guidance.conf import guidance_settings
from guidance.language_columns import missing_languages

# The first that answers INSERT with the new rows (RETURNING); Django takes older ones.
OLDEST_SQLITE = (3, 35)


def register_all() -> None:
    checks.register(check_sqlite, checks.Tags.compatibility)
    checks.register(check_languages, checks.Tags.translation)
    checks.register(check_interface_catalogs, checks.Tags.translation)
    checks.register(check_language_columns, checks.Tags.database)


def check_languages(**_: Any) -> list[checks.CheckMessage]:
    """Require the source language among the languages, and that Wagtail knows all."""
    found: list[checks.CheckMessage] = []
    current = guidance_settings()
    if current.source not in current.languages:
        found.append(
            checks.Error(
                f"GUIDANCE_SOURCE_LANGUAGE is {current.source!r}, which LANGUAGES does "
                "not name.",
                hint="Add it to LANGUAGES or correct the setting.",
                id="guidance.E001",
            )
        )
    content = {code for code, _ in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", ())}
    if content != set(current.languages):
        found.append(
            checks.Error(
                "WAGTAIL_CONTENT_LANGUAGES and LANGUAGES name different languages.",
                hint="Use one list for both.",
                id="guidance.E002",
            )
        )
    return found


def check_interface_catalogs(**_: Any) -> list[checks.CheckMessage]:
    """Each django.po needs a django.mo that is not older."""
    stale = [path for path in interface_catalogs(settings.LOCALE_PATHS) if _stale(path)]
    if not stale:
        return []
    names = ", ".join(str(path) for path in stale)
    return [
        checks.Warning(
            f"The interface strings are not compiled or not up to date: {names}",
            hint="Run `python manage.py compile_interface`.",
            id="guidance.W001",
        )
    ]


def check_language_columns(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Say which languages wait for ``migrate``.

    A warning, because ``migrate`` itself refuses to run after an error.
    """
    return [
        checks.Warning(
            f"The database {name!r} has no place for {', '.join(missing)} yet.",
            hint="Run `python manage.py migrate`.",
            id="guidance.W002",
        )
        for name in databases or ()
        if (missing := missing_languages(name))
    ]


def check_sqlite(**_: Any) -> list[checks.CheckMessage]:
    """Require a library that is new enough where a database is SQLite."""
    found = sqlite3.sqlite_version_info
    names = [name for name in connections if connections[name].vendor == "sqlite"]
    if not names or found >= OLDEST_SQLITE:
        return []
    is_old = ".".join(map(str, found))
    oldest = ".".join(map(str, OLDEST_SQLITE))
    return [
        checks.Error(
            f"Python has SQLite {is_old}; the database {names[0]!r} needs {oldest} or "
            "newer.",
            hint="Use a Python with a newer SQLite, or PostgreSQL.",
            id="guidance.E003",
        )
    ]


def interface_catalogs(folders: Sequence[Path | str]) -> list[Path]:
    """Return the django.po files below the given locale folders, sorted."""
    return sorted(
        path
        for folder in folders
        for path in Path(folder).glob("*/LC_MESSAGES/django.po")
    )


def _stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
