"""A fourth language: one setting and ``migrate``, on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgresql import database_url

ROOT = Path(__file__).resolve().parent.parent.parent
Manage = Callable[..., str]

ADD_GERMAN = """
from guidance.models import Choice, Question
question = Question.objects.create(number=10, text_tr="Soru")
Choice.objects.create(question=question, number=2, text_tr="Evet", text_de="Ja")
"""
REBUILD = """
from django.db import connection, models
from guidance.models import Choice
old = Choice._meta.get_field("number")
new = models.IntegerField()
new.set_attributes_from_name("number")
new.model = Choice
with connection.schema_editor() as editor:
    editor.alter_field(Choice, old, new)
"""
READ = "from guidance.models import Choice; print(Choice.objects.get().text_in('de'))"


def manager(database: str) -> Manage:
    """Return a function that runs manage.py on ``database`` in given languages."""

    def manage(languages: str, *arguments: str) -> str:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DJANGO_", "GUIDANCE_"))
        }
        environment |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "DATABASE_URL": database,
            "GUIDANCE_LANGUAGES": languages,
        }
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return manage


@pytest.fixture(params=["sqlite", "postgresql"])
def manage(request: pytest.FixtureRequest, tmp_path: Path) -> Manage:
    if request.param == "sqlite":
        return manager(f"sqlite:///{tmp_path / 'languages.sqlite3'}")
    return manager(database_url(request))


@pytest.mark.slow
def test_a_language_comes_and_goes_without_a_migration_file_or_a_loss(
    manage: Manage,
) -> None:
    manage("tr,en,ar", "migrate", "--verbosity=0")

    manage("tr,en,ar,de", "migrate", "--verbosity=0")
    manage("tr,en,ar,de", "makemigrations", "--check", "--dry-run")
    manage("tr,en,ar,de", "shell", "--no-imports", "-c", ADD_GERMAN)
    assert manage("tr,en,ar,de", "shell", "--no-imports", "-c", READ) == "Ja\n"

    manage("tr,en,ar", "migrate", "--verbosity=0")
    manage("tr,en,ar", "makemigrations", "--check", "--dry-run")
    # A later change of the table: SQLite makes it anew, without the unknown column.
    manage("tr,en,ar", "shell", "--no-imports", "-c", REBUILD)

    manage("tr,en,ar,de", "migrate", "--verbosity=0")
    assert manage("tr,en,ar,de", "shell", "--no-imports", "-c", READ) == "Ja\n"


@pytest.mark.slow
def test_the_site_can_begin_with_other_languages(tmp_path: Path) -> None:
    manage = manager(f"sqlite:///{tmp_path / 'other.sqlite3'}")

    manage("de,fr", "migrate", "--verbosity=0")

    manage("de,fr", "makemigrations", "--check", "--dry-run")
