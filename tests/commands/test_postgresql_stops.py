"""R03: PostgreSQL stops in the middle of an import, as in a power cut, and comes back."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.crashing.cluster import Cluster, own_cluster
from tests.crashing.folder import DOCUMENTS, build_folder
from tests.template_database import ROOT

SEED = int(os.environ.get("REHBER_SEED", "20260301"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with own_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def site(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> "Site":
    site = Site(cluster, tmp_path_factory.mktemp("site"))
    assert site.run("migrate", "--verbosity", "0")[0] == 0
    return site


class Site:
    """A site on the server, with media in a folder."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.folder = folder
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "DATABASE_URL": cluster.url,
            "MEDIA_ROOT": str(folder / "media"),
            "PYTHONWARNINGS": "ignore",
        }

    def start(self, *arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, error = process.communicate()
        return process.returncode, out, error

    def problems(self) -> list[dict[str, object]]:
        report = self.folder / "doctor.json"
        status, _, error = self.run("doctor", "--report", report)
        assert status in {0, 1}, error
        found: list[dict[str, object]] = json.loads(report.read_text())["problems"]
        return [each for each in found if each["code"] != "lock-void"]


def pages(cluster: Cluster) -> int:
    with psycopg.connect(cluster.url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM guidance_guidancepage"
        ).fetchone()
        assert row is not None
        return int(row[0])


def wait_for_the_lock(cluster: Cluster, process: "subprocess.Popen[str]") -> None:
    while process.poll() is None:
        with psycopg.connect(cluster.url) as connection:
            held = connection.execute(
                "SELECT 1 FROM guidance_publicationlock WHERE token IS NOT NULL"
            ).fetchone()
        if held:
            return
        time.sleep(0.05)


def test_R03_an_import_that_loses_its_database_completes_later(
    cluster: Cluster, site: "Site", tmp_path: Path
) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    documents = build_folder(tmp_path / "guidance")
    assert site.problems() == []
    stopped = 0

    for attempt in range(3):
        moment = f"seed {SEED}, attempt {attempt}"
        process = site.start("import_markdown", documents)
        wait_for_the_lock(cluster, process)
        time.sleep(draw.uniform(0, 2))
        cluster.stop_immediately()
        _, error = process.communicate()
        cluster.start()
        if process.returncode:
            stopped += 1
            assert process.returncode == 1, (moment, error)
            assert error.splitlines()[-1].startswith("CommandError: "), (moment, error)
        assert site.problems() == [], moment

    assert stopped
    status, out, error = site.run("import_markdown", documents)
    assert status == 0, (out, error)
    assert pages(cluster) == DOCUMENTS
    assert site.problems() == []


def test_doctor_sees_what_is_broken_there(cluster: Cluster, site: "Site") -> None:
    with psycopg.connect(cluster.url) as connection:
        connection.execute("UPDATE wagtailcore_page SET numchild = 77 WHERE depth = 1")

    codes = {each["code"] for each in site.problems()}

    with psycopg.connect(cluster.url) as connection:
        connection.execute(
            "UPDATE wagtailcore_page SET numchild = (SELECT count(*) FROM "
            "wagtailcore_page WHERE depth = 2) WHERE depth = 1"
        )
    assert codes == {"tree-children"}
