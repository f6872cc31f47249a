"""For the test suite: fast, alone, nothing read from a developer's environment."""

import os
import tempfile
from pathlib import Path

for _name in (
    "AWS_STORAGE_BUCKET_NAME",
    "DATABASE_URL",
    "GUIDANCE_BUGS_ADDRESS",
    "GUIDANCE_CATALOG_DIR",
    "GUIDANCE_LANGUAGES",
    "GUIDANCE_PROJECT",
    "GUIDANCE_THRESHOLD",
    "GUIDANCE_UPLOAD_DIR",
    "MEDIA_ROOT",
    "REDIS_URL",
    "STATIC_ROOT",
    "TASKS_BACKEND",
    "TIME_ZONE",
    "WAGTAILADMIN_BASE_URL",
    "WAGTAIL_SITE_NAME",
):
    os.environ.pop(_name, None)
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from cms.settings.base import *  # noqa: E402, F403
from cms.settings.base import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a site: the threads of a live server would share the one connection
    # of a database in memory and get in each other's way. Nothing here outlives a
    # power cut, so no write waits for the disk.
    DATABASES["default"]["TEST"] = {
        "NAME": Path(tempfile.gettempdir()) / f"rehber-test-{os.getpid()}.sqlite3"
    }
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

DEBUG = False
SECRET_KEY = "tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Nothing is collected for tests; without this whitenoise warns about it.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"rehber-test-media-{os.getpid()}"
GUIDANCE_UPLOAD_DIR = Path(tempfile.gettempdir()) / f"rehber-test-uploads-{os.getpid()}"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "guidance": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["guidance"],
    },
}
