"""Wrong settings and unusable databases: one line that says what to mend."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from wagtail.models import Locale

from cms.settings import environment
from guidance.checks import check_language_columns
from guidance.language_columns import missing_languages
from tests.commands.conftest import Run

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "foo://127.0.0.1/x"),
        ("DATABASE_URL", "postgres://user:secret@127.0.0.1:port/x"),
        ("GUIDANCE_THRESHOLD", "abc"),
        ("GUIDANCE_THRESHOLD", "500"),
        ("GUIDANCE_THRESHOLD", "-1"),
        ("GUIDANCE_THRESHOLD", "\u0663"),
        ("GUIDANCE_LANGUAGES", "xx,tr"),
        ("GUIDANCE_LANGUAGES", ""),
        ("GUIDANCE_LANGUAGES", "tr,EN"),
        ("GUIDANCE_LANGUAGES", "tr,en,tr"),
        ("GUIDANCE_LANGUAGES", "tr,../x"),
        ("TASKS_BACKEND", "foo"),
        ("TASKS_BACKEND", "foo.bar"),
        ("TIME_ZONE", "Europe/Nowhere"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("DEBUG", "maybe"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    name: str, value: str
) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**_neutral(), name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(name)
    assert "secret" not in line


@pytest.mark.parametrize("name", ["SECURE_SSL_REDIRECT", "CONN_MAX_AGE", "LOG_LEVEL"])
def test_a_wrong_value_in_production_is_named_too(name: str) -> None:
    production = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "rehber.example.org",
        "WAGTAILADMIN_BASE_URL": "https://rehber.example.org",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**_neutral(), **production, name: "perhaps"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{name} cannot be 'perhaps'")


def test_migrate_says_in_one_line_which_database_cannot_be_used(
    tmp_path: Path,
) -> None:
    text = tmp_path / "notes.md"
    text.write_text("No database at all, but long enough to look like one. " * 40)

    for path, reason in (
        (text, "file is not a database"),
        (tmp_path / "no folder" / "x.sqlite3", "unable to open database file"),
    ):
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--skip-checks"],
            cwd=ROOT,
            env={**_neutral(), "DATABASE_URL": f"sqlite:///{quote(str(path))}"},
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 1
        assert done.stderr == f"The database {path} cannot be used: {reason}\n"


def test_a_command_makes_no_database_by_looking_for_one(tmp_path: Path) -> None:
    path = tmp_path / "mistyped.sqlite3"

    done = subprocess.run(
        [sys.executable, "manage.py", "export_catalogs", "--skip-checks"],
        cwd=ROOT,
        env={**_neutral(), "DATABASE_URL": f"sqlite:///{path}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert f"There is no database {path}. Run `python manage.py" in done.stderr
    assert not path.exists()


def _neutral() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO_", "GUIDANCE_")) and name != "DATABASE_URL"
    }


@pytest.mark.parametrize(
    ("text", "expected"), [("TRUE", True), ("1", True), ("no", False), ("", False)]
)
def test_a_switch_understands_the_usual_words(
    text: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SWITCH", text)

    assert environment.switch("A_SWITCH", default=not expected) is expected


def test_languages_that_only_gettext_knows_can_be_translated_into(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CODES", "tr, kmr,pt-br")

    assert environment.languages("CODES", "tr") == ["tr", "kmr", "pt-br"]


def test_the_first_language_must_be_one_of_django(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CODES", "kmr,tr")

    with pytest.raises(ImproperlyConfigured, match="CODES cannot be 'kmr'"):
        environment.languages("CODES", "tr")


COMMANDS = [
    ("import_markdown", ROOT / "importers" / "example" / "guidance"),
    ("export_markdown", "folder"),
    ("import_catalogs", "en.po"),
    ("export_catalogs", "--output", "folder"),
    ("publish_translations",),
    ("sync_catalogs", "--folder", "folder"),
]


@pytest.fixture
def german(settings: Any) -> None:
    """Name a fourth language without migrating."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_language_without_migrate_is_one_line(
    run: Run, command: tuple[object, ...]
) -> None:
    ran = run(*command)

    assert ran.status == 2
    assert " has no place for de yet. Run `python manage.py migrate`" in ran.error


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
def test_the_check_of_the_database_says_it_too() -> None:
    [warning] = check_language_columns(databases=["default"])

    assert warning.id == "guidance.W002"
    assert "de" in warning.msg
    # Not an error: `migrate` makes these checks first and must run.
    assert not warning.is_serious()


@pytest.mark.django_db
def test_nothing_is_missing_after_migrate_and_a_locale_row_can_be() -> None:
    assert check_language_columns(databases=["default"]) == []
    assert check_language_columns(databases=None) == []

    Locale.objects.filter(language_code="ar").delete()

    assert missing_languages("default") == ("ar",)


@pytest.mark.django_db
@pytest.mark.parametrize("command", COMMANDS)
def test_a_locked_database_is_one_line(
    run: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> None:
        raise OperationalError("database is locked")

    module = "importers" if "markdown" in command[0] else "guidance"
    monkeypatch.setattr(
        f"{module}.management.commands.{command[0]}.require_migrated_database", locked
    )

    ran = run(*command)

    assert ran.status == 1
    assert ran.error.startswith("The database refused (database is locked")


@pytest.mark.django_db
def test_a_name_of_a_source_that_is_too_long_is_wrong_usage(run: Run) -> None:
    ran = run("import_markdown", ".", "--source", "s" * 65)

    assert ran.status == 2
    assert "65 characters" in ran.error
    assert "64" in ran.error
