"""R03: PostgreSQL stops in the middle of an import, as in a power cut, and comes back."""

import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.crashing.cluster import Cluster, own_cluster
from tests.crashing.folder import DOCUMENTS, build_folder
from tests.crashing.postgresql_site import PostgresqlSite

SEED = int(os.environ.get("REHBER_SEED", "20260301"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with own_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def site(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> PostgresqlSite:
    site = PostgresqlSite(cluster.url, tmp_path_factory.mktemp("site"))
    assert site.run("migrate", "--verbosity", "0")[0] == 0
    return site


def wait_for_the_lock(site: PostgresqlSite, process: subprocess.Popen[str]) -> None:
    while process.poll() is None and not site.is_locked():
        time.sleep(0.05)


def test_R03_an_import_that_loses_its_database_completes_later(
    cluster: Cluster, site: PostgresqlSite, tmp_path: Path
) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    documents = build_folder(tmp_path / "guidance")
    assert site.problems() == []
    stopped = 0

    for attempt in range(3):
        moment = f"seed {SEED}, attempt {attempt}"
        process = site.start("import_markdown", documents)
        wait_for_the_lock(site, process)
        # The first time at once: later there may be nothing left to stop.
        time.sleep(draw.uniform(0, 0.3 * attempt))
        cluster.stop_immediately()
        _, error = process.communicate()
        cluster.start()
        if process.returncode:
            stopped += 1
            # 2 when there was no database to begin with: nothing was done.
            status = 2 if "cannot be used" in error else 1
            assert process.returncode == status, (moment, error)
            assert error.splitlines()[-1].startswith("CommandError: "), (moment, error)
        assert site.problems() == [], moment

    assert stopped
    status, out, error = site.run("import_markdown", documents)
    assert status == 0, (out, error)
    assert site.pages() == DOCUMENTS
    assert site.problems() == []


def test_doctor_sees_what_is_broken_there(
    cluster: Cluster, site: PostgresqlSite
) -> None:
    with psycopg.connect(cluster.url) as connection:
        connection.execute("UPDATE wagtailcore_page SET numchild = 77 WHERE depth = 1")

    codes = {each["code"] for each in site.problems()}

    with psycopg.connect(cluster.url) as connection:
        connection.execute(
            "UPDATE wagtailcore_page SET numchild = (SELECT count(*) FROM "
            "wagtailcore_page WHERE depth = 2) WHERE depth = 1"
        )
    assert codes == {"tree-children"}
