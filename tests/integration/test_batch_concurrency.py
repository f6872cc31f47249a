"""An import beside an editor who adds and saves pages in another process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.corpus import make_corpus
from tests.postgresql import database_url

ROOT = Path(__file__).resolve().parents[2]

IMPORT = """
from pathlib import Path
from importers.run import ImportOptions, run_import
run_import(ImportOptions(paths=(Path({folder!r}),)))
"""
# Once the first pages are there: adds pages below the parent that the import fills, and saves pages it has made.
EDIT = """
import time
from django.db import transaction
from guidance.models import Choice, GuidancePage, Question
from guidance.publication.tree import ensure_index
end = time.monotonic() + 120
while not GuidancePage.objects.exists() and time.monotonic() < end:
    time.sleep(0.02)
for number in range(1, 31):
    index = ensure_index("tr")
    question, _ = Question.objects.get_or_create(number=9000)
    choice = Choice.objects.create(question=question, number=number, text_tr="Ek")
    index.add_child(instance=GuidancePage(choice=choice, locale=index.locale))
    page = GuidancePage.objects.exclude(choice__question=question).order_by("?").first()
    if page is not None:
        with transaction.atomic():
            page = GuidancePage.objects.select_for_update().get(pk=page.pk)
            page.search_description = "Editör"
            page.save_revision().publish()
"""
LOOK = """
import json
from django.db.models import F
from guidance.models import GuidancePage
from guidance.publication.tree import ensure_index
from wagtail.models import Page, Revision
index = ensure_index("tr")
print(json.dumps({
    "problems": [list(map(str, each)) for each in Page.find_problems()],
    "children": index.get_children().count(),
    "numchild": index.numchild,
    "paths": Page.objects.values("path").distinct().count() == Page.objects.count(),
    "without revision": GuidancePage.objects.filter(
        live=True, choice__question__number__lt=9000
    ).exclude(latest_revision=F("live_revision")).count(),
    "edited": GuidancePage.objects.filter(search_description="Editör").count() > 0,
}))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    database = (
        f"sqlite:///{tmp_path / 'site.sqlite3'}"
        if request.param == "sqlite"
        else database_url(request)
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO_", "GUIDANCE_"))
    }
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DEBUG": "False",
    }


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    out, error = process.communicate(timeout=250)
    assert process.returncode == 0, error
    return out


def run(environment: dict[str, str], code: str) -> str:
    return finished(start(environment, "shell", "--no-imports", "--command", code))


@pytest.mark.slow
def test_R13_an_editor_adds_and_saves_pages_during_an_import(
    environment: dict[str, str], tmp_path: Path
) -> None:
    make_corpus(tmp_path / "belgeler", 300)
    finished(start(environment, "migrate", "--verbosity", "0"))
    code = IMPORT.format(folder=str(tmp_path / "belgeler"))

    importing = start(environment, "shell", "--no-imports", "--command", code)
    run(environment, EDIT)
    finished(importing)

    seen = json.loads(run(environment, LOOK).splitlines()[-1])
    assert seen == {
        "problems": [[], [], [], [], []],
        "children": 330,
        "numchild": 330,
        "paths": True,
        "without revision": 0,
        "edited": True,
    }
