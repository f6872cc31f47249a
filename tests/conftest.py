"""What all tests share: the database, and a media folder of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings

from tests.template_database import (
    copy_template,
    keep_rows,
    put_back_what_migrations_made,
)

# The same examples in every run: a failure that nobody can repeat helps nobody.
settings.register_profile("rehber", derandomize=True, deadline=None)
settings.load_profile("rehber")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,  # noqa: ARG001 - for what it does
    django_db_blocker: Any,
    django_db_modify_db_settings: None,  # noqa: ARG001 - for what it does
) -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield from _migrated(django_db_blocker)
        return
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.close()
        test_name = connection.creation._create_test_db(0, autoclobber=True)  # noqa: SLF001 - Django has no other way in
        connection.settings_dict["NAME"] = test_name
        copy_template()
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(name, verbosity=0)


def _migrated(blocker: Any) -> Iterator[None]:
    from django.test.utils import setup_databases, teardown_databases

    with blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        keep_rows()
    yield
    with blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(autouse=True)
def site_language() -> None:
    """Begin in the language of the site: a request leaves that of its user behind."""
    translation.deactivate()


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """Store media in a folder that this test can look into."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def migrated(transactional_db: None) -> None:  # noqa: ARG001 - for what it does
    """Begin with what migrations made: a transactional test empties all tables."""
    put_back_what_migrations_made()
