"""*Stop* while a batch of an import holds the one write lock of SQLite."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.template_database import ROOT, template_path

# Another connection holds the lock, as a long batch does; a request waits half a second.
PRESS = """
import json, sqlite3, sys
import django; django.setup()
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from importers.admin import jobs, uploads
from importers.models import ImportRun, State
settings.GUIDANCE_UPLOAD_DIR = sys.argv[2]
settings.ALLOWED_HOSTS = ["testserver"]
connection.settings_dict["OPTIONS"]["timeout"] = 0.5
user = User.objects.create_superuser("sahip", "s@ornek.org", "x")
client = Client()
client.force_login(user)
name = uploads.keep([SimpleUploadedFile("S1C1.md", b"Metin")])
run = jobs.begin(user, "a", {}, name)
ImportRun.objects.update(state=State.RUNNING, heartbeat=timezone.now())
batch = sqlite3.connect(sys.argv[1], isolation_level=None)
batch.execute("BEGIN IMMEDIATE")
busy = False
try:
    ImportRun.objects.update(total=1)
except django.db.OperationalError:
    busy = True
answer = client.post(reverse("guidance_import:cancel", args=[run.pk]), follow=True)
html = answer.content.decode()
print(json.dumps({
    "the database is locked": busy,
    "status": answer.status_code,
    "asked": uploads.is_stop_asked(name),
    "progress": "data-import-progress" in html,
    "stopping": 'type="submit"' not in html.split("import-buttons")[1].split("</div>")[0],
    "failed": "database" in html.lower(),
}))
"""


@pytest.mark.usefixtures("django_db_setup")
def test_stop_does_not_wait_for_the_batch_that_is_being_written(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the site is a SQLite file")
    database = shutil.copy(template_path(), tmp_path / "db.sqlite3")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": f"sqlite:///{database}",
        "PYTHONWARNINGS": "ignore",
    }

    ended = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", PRESS, str(database), str(tmp_path / "uploads")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == {
        "the database is locked": True,
        "status": 200,
        "asked": True,
        "progress": True,
        "stopping": True,
        "failed": False,
    }
