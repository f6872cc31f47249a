"""``doctor``, as the person who keeps a site uses it."""

import json
import os
import time
from pathlib import Path

import pytest
from django.db.migrations.executor import MigrationExecutor

from guidance.models import Question
from guidance.publication.lock import content_lock
from tests.commands.conftest import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


@pytest.fixture
def orphan(media: Path) -> Path:
    path = media / "original_images/kimsesiz.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - 7200, time.time() - 7200))
    return path


def test_a_healthy_site_ends_with_status_0(run: Run) -> None:
    ran = run("doctor")

    assert ran.status == 0
    assert ran.out.splitlines()[-1].endswith("checks: healthy")


def test_a_problem_is_named_with_its_place_its_code_and_its_remedy(run: Run) -> None:
    Question.objects.create(number=10_000)

    ran = run("doctor")

    assert ran.status == 1
    problem, mend, last = ran.out.splitlines()
    assert problem.startswith("question ")
    assert problem.endswith("its number is 10000 [number-range]")
    assert "from 1 to 9999" in mend
    assert last.endswith("1 problems")


def test_clean_deletes_and_says_so(run: Run, orphan: Path, tmp_path: Path) -> None:
    assert run("doctor").status == 1
    assert orphan.exists()
    report = tmp_path / "report.json"

    ran = run("doctor", "--clean", "--report", report)

    assert ran.status == 0
    assert not orphan.exists()
    assert "original_images/kimsesiz.png: swept:" in ran.out
    data = json.loads(report.read_text())
    assert data["healthy"] is True
    assert [(row["code"], row["swept"]) for row in data["problems"]] == [
        ("media-orphan", True)
    ]
    assert data["checks"]["media-orphan"] == 1


def test_clean_does_not_mend_what_it_cannot(run: Run, orphan: Path) -> None:
    Question.objects.create(number=10_000)

    assert run("doctor", "--clean").status == 1
    assert not orphan.exists()


def test_clean_waits_for_nobody(run: Run, orphan: Path) -> None:
    with content_lock("import"):
        ran = run("doctor", "--clean")

    assert ran.status == 1
    assert "Nothing was swept: import is writing since" in ran.error
    assert orphan.exists()


def test_a_report_that_cannot_be_written_is_said(run: Run, orphan: Path) -> None:
    ran = run("doctor", "--report", orphan / "x.json")

    assert ran.status == 2
    assert "x.json" in ran.error


def test_a_database_that_is_not_migrated_is_wrong_usage(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [object()])

    ran = run("doctor")

    assert ran.status == 2
    assert "manage.py migrate" in ran.error
