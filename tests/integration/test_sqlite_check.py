"""An SQLite that is too old is told at the start, not by a statement that it refuses."""

import sqlite3

import pytest
from django.core.checks import registry
from django.core.management import CommandError, call_command
from django.db import connections

from guidance.checks import check_sqlite


def test_an_sqlite_that_cannot_return_new_rows_is_an_error_of_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections["default"], "vendor", "sqlite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))

    (error,) = check_sqlite()

    assert error.id == "guidance.E003"
    assert error.msg == (
        "Python has SQLite 3.34.1; the database 'default' needs 3.35 or newer."
    )
    with pytest.raises(CommandError, match=r"guidance\.E003"):
        call_command("check")


@pytest.mark.parametrize("version", [(3, 35, 0), (3, 40, 1), (4, 0, 0)])
def test_a_newer_one_is_not(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(connections["default"], "vendor", "sqlite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)

    assert check_sqlite() == []


def test_postgresql_does_not_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))

    assert check_sqlite() == []


def test_the_check_is_registered() -> None:
    assert check_sqlite in registry.registry.get_checks()
