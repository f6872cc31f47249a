"""Several processes on PostgreSQL: imports, and editors while an import runs."""

import json
from pathlib import Path

import pytest

from tests.crashing.folder import DOCUMENTS, build_folder
from tests.crashing.postgresql_site import PostgresqlSite
from tests.postgresql import database_url

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> PostgresqlSite:
    site = PostgresqlSite(database_url(request), tmp_path / "site")
    site.folder.mkdir()
    assert site.run("migrate", "--verbosity", "0")[0] == 0
    return site


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return build_folder(tmp_path / "guidance")


def test_R06_of_four_imports_on_postgresql_none_loses_a_page(
    site: PostgresqlSite, documents: Path
) -> None:
    running = [site.start("import_markdown", documents) for _ in range(4)]
    ended = [(process.communicate()[1], process.returncode) for process in running]

    assert any(status == 0 for _, status in ended), ended
    for said, status in ended:
        assert status == 0 or "import is writing since" in said, ended
    assert site.pages() == DOCUMENTS
    assert site.problems() == []
    report = site.folder / "report.json"
    assert site.run("import_markdown", documents, "--report", report)[0] == 0
    assert json.loads(report.read_text())["counts"]["keep"] == DOCUMENTS


def test_R07_four_editors_publish_while_an_import_runs_on_postgresql(
    site: PostgresqlSite, documents: Path
) -> None:
    assert site.run("import_markdown", documents)[0] == 0
    for path in documents.glob("S1C*.md"):
        path.write_text(path.read_text().replace("İkinci madde", "Değişen madde"))
    editors = [
        site.start_module("tests.crashing.editor", number) for number in range(1, 5)
    ]
    for editor in editors:
        assert editor.stdout is not None
        assert editor.stdout.readline() == "ready\n"

    status, _, said = site.run("import_markdown", documents)
    (site.folder / "stop").touch()
    ended = [editor.communicate() for editor in editors]
    wrote = [out.split() for out, _ in ended]

    assert status in {0, 1}, said
    assert "Traceback" not in said
    assert [editor.returncode for editor in editors] == [0] * 4, ended
    assert site.problems() == []
    assert "Traceback" not in site.run("import_markdown", documents)[2]
    for number, marks in enumerate(wrote, 1):
        assert marks, "an editor wrote nothing"
        assert marks[-1] in latest_body(site, number)
        assert "Değişen madde" in latest_body(site, number)


def latest_body(site: PostgresqlSite, number: int) -> str:
    body = site.value(
        "SELECT r.content->>'body' FROM guidance_guidancepage p "
        "JOIN guidance_choice c ON c.id = p.choice_id "
        "JOIN wagtailcore_page w ON w.id = p.page_ptr_id "
        "JOIN wagtailcore_revision r ON r.id = w.latest_revision_id "
        "WHERE c.number = %s",
        number,
    )
    return json.dumps(json.loads(str(body)), ensure_ascii=False)
