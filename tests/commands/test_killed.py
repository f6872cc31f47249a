"""A command that is killed leaves a whole site, and the same command completes the work.

The moments are drawn from a seed; ``REHBER_SEED=…`` draws others, and a failure names
the moment, so that it can be repeated.
"""

import os
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection

from tests.crashing.contents import Contents, contents
from tests.crashing.faults import Fault
from tests.crashing.folder import DOCUMENTS, build_folder, change
from tests.crashing.site import (
    Ended,
    Server,
    Site,
    new_site,
    running_server,
    warm_up,
)

SEED = int(os.environ.get("REHBER_SEED", "20260301"))
EXAMPLE = Path(__file__).parents[2] / "importers/example"

pytestmark = [pytest.mark.usefixtures("django_db_setup"), pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_folder(tmp_path_factory.mktemp("documents") / "guidance")


@pytest.fixture(scope="module")
def empty(
    django_db_setup: None,  # noqa: ARG001 - makes the template
    server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """Return a site without content, whose server is ready for many commands."""
    if connection.vendor != "sqlite":
        pytest.skip("these sites are SQLite files")
    empty = new_site(tmp_path_factory.mktemp("sites") / "empty", server)
    documents = build_folder(tmp_path_factory.mktemp("warming-up") / "guidance")
    warm_up(empty.copy(empty.folder.parent / "warming-up"), documents)
    return empty


# How many runs, pictures, documents and revisions there are.
Stage = tuple[int, ...]


def _stage(site: Site) -> Stage:
    """Return how far an import has come in its own database."""
    tables = (
        "importers_importrun",
        "wagtailimages_image",
        "importers_sourcedocument",
        "wagtailcore_revision",
    )
    with closing(sqlite3.connect(site.database)) as database:
        return tuple(
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in tables
        )


def spread(ended: Ended, count: int) -> list[int]:
    """Return an event of each of ``count`` equal parts of a command, from the seed."""
    draw = random.Random(f"{SEED} spread")  # noqa: S311 - no secret
    ends = [len(ended.events) * part // count for part in range(count + 1)]
    return [draw.randint(start + 1, end) for start, end in pairwise(ends)]


def _run_states(site: Site) -> set[str]:
    """Return the states of all its imports."""
    with closing(sqlite3.connect(site.database)) as database:
        rows = database.execute("SELECT state FROM importers_importrun").fetchall()
    return {state for (state,) in rows}


class Journey:
    """A command on a site, how it ends when nobody kills it, and what the site says then."""

    def __init__(
        self, start: Site, arguments: tuple[object, ...], folder: Path
    ) -> None:
        self.start = start
        self.arguments = arguments
        whole = start.copy(folder)
        self.ended: Ended = whole.run(*arguments)
        assert self.ended.status == 0, self.ended.error
        assert whole.examine()["problems"] == []
        self.expected: Contents = contents(whole)

    def moments(self, count: int) -> list[int]:
        """Return some of its events, drawn from the seed, the first and last among them."""
        draw = random.Random(f"{SEED} {self.arguments[0]}")  # noqa: S311 - no secret
        events = range(1, len(self.ended.events) + 1)
        drawn = draw.sample(events, min(count - 2, len(events)))
        return sorted({events[0], events[-1], *drawn})

    def survives(self, folder: Path, number: int, *, sweep_first: bool) -> Stage:
        """Kill at the event, examine, run again, compare; return how far it came."""
        moment = f"seed {SEED}, event {number} ({self.ended.events[number - 1]})"
        site = self.start.copy(folder)
        killed = site.run(*self.arguments, fault=Fault(kind="kill", number=number))
        assert killed.was_killed, moment
        return self._told(site, moment, sweep_first=sweep_first)

    def survives_at(
        self, folder: Path, seconds: float, *, sweep_first: bool
    ) -> Stage | None:
        """Kill after so long, else the same; None when it was over before."""
        moment = f"seed {SEED}, after {seconds:.3f} s"
        site = self.start.copy(folder)
        if site.run(*self.arguments, kill_after=seconds).was_killed:
            return self._told(site, moment, sweep_first=sweep_first)
        shutil.rmtree(folder)
        return None

    def _told(self, site: Site, moment: str, *, sweep_first: bool) -> Stage:
        stage = _stage(site)
        self.recovers(site, moment, sweep_first=sweep_first)
        shutil.rmtree(site.folder)
        return stage

    def recovers(self, site: Site, moment: str, *, sweep_first: bool) -> None:
        """Examine a site after a kill, run the command again, compare."""
        clean = ("--clean",)
        assert site.broken(*clean if sweep_first else ()) == set(), moment
        again = site.run(*self.arguments)
        assert again.status == 0, (moment, again.error)
        assert site.broken(*clean) == set(), moment
        assert contents(site) == self.expected, moment
        assert "running" not in _run_states(site), moment


@pytest.fixture(scope="module")
def first_import(empty: Site, folder: Path) -> Journey:
    return Journey(empty, ("import_markdown", folder), empty.folder.parent / "whole")


@pytest.fixture(scope="module")
def second_import(empty: Site, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """Return an import into a site with pages, some of which change."""
    folder = build_folder(tmp_path_factory.mktemp("changed") / "guidance")
    site = empty.copy(empty.folder.parent / "filled")
    assert site.run("import_markdown", folder).status == 0
    for number in (2, 3, 7, 11):
        change(folder, number)
    (folder / "media/gelecek.png").write_bytes(
        (folder / "media/0.png").read_bytes()[::1]
    )
    return Journey(
        site, ("import_markdown", folder), empty.folder.parent / "whole-second"
    )


@pytest.fixture(scope="module")
def translated(empty: Site) -> Site:
    """Return a site with the example's pages, ready for its translations."""
    site = empty.copy(empty.folder.parent / "example")
    assert site.run("import_markdown", EXAMPLE / "guidance").status == 0
    return site


@pytest.fixture(scope="module")
def upload(translated: Site) -> Journey:
    return Journey(
        translated,
        ("import_catalogs", EXAMPLE / "locale"),
        translated.folder.parent / "whole-upload",
    )


@pytest.fixture(scope="module")
def publication(translated: Site) -> Journey:
    site = translated.copy(translated.folder.parent / "uploaded")
    assert site.run("import_catalogs", EXAMPLE / "locale").status == 0
    ordered = ("publish_translations", "--locale", "en", "--threshold", "0")
    return Journey(site, ordered, translated.folder.parent / "whole-publication")


# ---- at an event


def test_R01_a_killed_import_leaves_a_whole_site_and_completes(
    first_import: Journey, tmp_path: Path
) -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    for number in draw.sample(first_import.moments(20), 2):
        first_import.survives(tmp_path / "site", number, sweep_first=bool(number % 2))


@pytest.mark.slow
def test_R01_an_import_killed_at_a_hundred_moments(
    first_import: Journey, tmp_path: Path
) -> None:
    """Sixty kills at an event, forty at any time; all parts of the work are struck."""
    stages: Counter[Stage] = Counter()
    for number in spread(first_import.ended, 60):
        sweep = bool(number % 2)
        stage = first_import.survives(tmp_path / "site", number, sweep_first=sweep)
        stages[stage] += 1
    draw = random.Random(SEED)  # noqa: S311 - no secret
    for attempt in range(200):
        if stages.total() == 100:
            break
        seconds = draw.uniform(0, first_import.ended.seconds)
        sweep = bool(attempt % 2)
        reached = first_import.survives_at(
            tmp_path / "site", seconds, sweep_first=sweep
        )
        if reached is not None:
            stages[reached] += 1

    assert stages.total() == 100
    # Before the run, before and between its batches, and while links are filled in.
    assert {documents for _, _, documents, _ in stages} == {0, 3, 6, 9, 12, 13}
    assert any(revisions > documents for _, _, documents, revisions in stages)
    assert max(stages.values()) <= 30


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["write", "fsync", "replace", "commit", "committed"])
def test_R01_an_import_killed_between_file_and_row(
    kind: str, first_import: Journey, tmp_path: Path
) -> None:
    numbers = [
        number
        for number, name in enumerate(first_import.ended.events, 1)
        if name == kind
    ]
    for number in (numbers[len(numbers) // 2], numbers[-1]):
        first_import.survives(tmp_path / "site", number, sweep_first=False)


@pytest.mark.slow
def test_R01_an_import_of_changes_killed_at_twenty_moments(
    second_import: Journey, tmp_path: Path
) -> None:
    for number in second_import.moments(20):
        second_import.survives(tmp_path / "site", number, sweep_first=bool(number % 2))


@pytest.mark.slow
def test_R02_a_killed_publication_leaves_a_whole_site_and_completes(
    publication: Journey, tmp_path: Path
) -> None:
    for number in publication.moments(8):
        publication.survives(tmp_path / "site", number, sweep_first=bool(number % 2))


@pytest.mark.slow
def test_R02_a_killed_upload_leaves_a_whole_site_and_completes(
    upload: Journey, tmp_path: Path
) -> None:
    for number in upload.moments(6):
        upload.survives(tmp_path / "site", number, sweep_first=bool(number % 2))


# ---- at any time


@pytest.mark.slow
def test_R01_a_real_command_killed_from_outside(
    first_import: Journey, tmp_path: Path
) -> None:
    """``manage.py`` itself, killed at six moments, the start of Django not counted."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    killed = 0
    for attempt in range(6):
        site = first_import.start.copy(tmp_path / f"site-{attempt}")
        process = site.start(*first_import.arguments)
        _wait_for_the_lock(site, process)
        time.sleep(draw.uniform(0, first_import.ended.seconds))
        process.kill()
        process.communicate()
        killed += process.returncode == -9
        moment = f"seed {SEED}, attempt {attempt}"
        first_import.recovers(site, moment, sweep_first=bool(attempt % 2))
    assert killed >= 3


def _wait_for_the_lock(site: Site, process: "object") -> None:
    """Return once the command holds the lock, or has ended."""
    poll = process.poll  # type: ignore[attr-defined]
    while poll() is None:
        with closing(sqlite3.connect(site.database, timeout=20)) as database:
            row = database.execute("SELECT token FROM guidance_publicationlock")
            if any(token for (token,) in row):
                return
        time.sleep(0.02)


# ---- controls: these tests would see a broken site


def test_a_site_with_something_missing_is_told_from_a_whole_one(
    first_import: Journey, tmp_path: Path
) -> None:
    site = first_import.start.copy(tmp_path / "site")
    site.run(*first_import.arguments)
    assert contents(site) == first_import.expected
    assert len(first_import.expected["pages"]) == DOCUMENTS
    assert first_import.expected["media"]

    with closing(sqlite3.connect(site.database)) as database, database:
        database.execute(
            "UPDATE guidance_guidancepage SET heading = 'x' "
            "WHERE page_ptr_id = (SELECT min(page_ptr_id) FROM guidance_guidancepage)"
        )

    assert contents(site) != first_import.expected
    assert "page-digest" in site.broken()


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("guidance_guidancepage", "page-incomplete"),
        ("wagtailsearch_indexentry", "search-index"),
    ],
)
def test_R01_an_import_that_commits_each_statement_is_found_broken(
    table: str, problem: str, empty: Site, folder: Path, tmp_path: Path
) -> None:
    """Without transactions the same kill leaves a site that the same check refuses."""
    fault = Fault(kind="kill", number=0, before=f'INSERT INTO "{table}"')
    found = {}
    for each_statement in (False, True):
        site = empty.copy(tmp_path / f"site-{each_statement}")
        killed = site.run(
            "import_markdown", folder, fault=fault, each_statement=each_statement
        )
        assert killed.was_killed
        found[each_statement] = site.broken()

    assert found[False] == set()
    assert problem in found[True]


@pytest.mark.slow
def test_R01_control_without_transactions_the_same_kills_are_not_survived(
    first_import: Journey, tmp_path: Path
) -> None:
    lost = 0
    whole = first_import.start.copy(tmp_path / "whole")
    for number in spread(whole.run(*first_import.arguments, each_statement=True), 30):
        site = first_import.start.copy(tmp_path / f"site-{number}")
        fault = Fault(kind="kill", number=number)
        killed = site.run(*first_import.arguments, fault=fault, each_statement=True)
        assert killed.was_killed
        try:
            first_import.recovers(site, str(number), sweep_first=False)
        except AssertionError:
            lost += 1

    assert lost


def test_a_damaged_database_is_found(first_import: Journey, tmp_path: Path) -> None:
    site = first_import.start.copy(tmp_path / "site")
    site.run(*first_import.arguments)
    with closing(sqlite3.connect(site.database)) as database:
        ((page,),) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'importers_sourcedocument'"
        )
        ((size,),) = database.execute("PRAGMA page_size")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(site.database.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    site.database.write_bytes(data)

    ended = site.run("doctor")

    assert ended.status == 1
    assert "database-damaged" in ended.out
    assert "Traceback" not in ended.error
