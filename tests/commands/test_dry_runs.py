"""``--dry-run`` of the journeys of translation: the plan is said, nothing is written."""

import json
from pathlib import Path

import pytest

from guidance.models import Choice, LocalePolicy
from guidance.publication.lock import content_lock
from tests.commands.conftest import Ran, Run
from tests.database_rows import all_rows
from tests.guidance_site import make_choice, make_page, page_in, prose
from tests.po_files import po, translate

pytestmark = pytest.mark.django_db

CHOICE = "Düzenli toplanıyoruz."
OTHER = "Başka bir yol izliyoruz."
LINKED = "<a1>Rehberi</a1> birlikte okuruz."
PLAIN = "Kararlar tutanağa yazılır."
WORK = {
    CHOICE: "We meet regularly.",
    PLAIN: "There are minutes.",
    LINKED: "We read the <a1>guide</a1> together.",
}
SAID = "Nothing was written (--dry-run)."


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=CHOICE)
    make_page(
        row, prose('<a href="https://ornek.org/">Rehberi</a> birlikte okuruz.', PLAIN)
    )
    return row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "locale"


def everything(folder: Path) -> object:
    files = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return files, all_rows()


def rehearsed(run: Run, folder: Path, *command: object) -> tuple[Ran, Ran]:
    """Return the dry run, which must write nothing, and the real run after it."""
    before = everything(folder)
    dry = run(*command, "--dry-run")
    assert everything(folder) == before
    return dry, run(*command)


def lines(ran: Ran) -> list[str]:
    said = ran.out.replace("would be written", "written").splitlines()
    return [line for line in said if line != SAID]


@pytest.mark.usefixtures("choice")
def test_a_dry_run_of_the_first_synchronization_makes_no_file(
    run: Run, folder: Path
) -> None:
    dry, real = rehearsed(run, folder, "sync_catalogs", "--folder", folder)

    assert SAID in dry.out
    assert (dry.status, lines(dry)) == (real.status, lines(real))
    assert po(folder).exists()


@pytest.mark.usefixtures("choice")
def test_a_dry_run_says_what_goes_in_what_is_written_and_what_is_published(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), WORK)
    report = tmp_path / "report.json"

    dry, real = rehearsed(
        run,
        folder,
        "sync_catalogs",
        "--folder",
        folder,
        "--publish",
        "--report",
        report,
    )

    assert "3 new" in dry.out
    assert "1 created" in dry.out
    assert (dry.status, lines(dry)) == (real.status, lines(real))


@pytest.mark.usefixtures("choice")
def test_the_report_of_a_dry_run_names_no_upload(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), WORK)
    report = tmp_path / "report.json"

    run("sync_catalogs", "--folder", folder, "--dry-run", "--report", report)

    files = json.loads(report.read_text())["files"]
    assert {each["upload"] for each in files} == {None}
    assert {each["locale"]: each["counts"]["new"] for each in files}["en"] == 3


@pytest.mark.usefixtures("choice")
@pytest.mark.parametrize(
    ("spoil", "status"), [("rejected", 1), ("conflict", 1), ("unreadable", 2)]
)
def test_a_dry_run_ends_with_the_status_of_the_real_run(
    run: Run, folder: Path, spoil: str, status: int
) -> None:
    run("sync_catalogs", "--folder", folder)
    first = po(folder).read_bytes()
    if spoil == "rejected":
        translate(po(folder), {LINKED: "No link at all."})
    elif spoil == "conflict":
        translate(po(folder), {PLAIN: "There are minutes."})
        run("sync_catalogs", "--folder", folder)
        po(folder).write_bytes(first)
        translate(po(folder), {PLAIN: "Minutes are written."})
    else:
        po(folder).write_bytes(b"<<<<<<< HEAD\n" + first)

    dry, real = rehearsed(run, folder, "sync_catalogs", "--folder", folder)

    assert (dry.status, real.status) == (status, status)
    assert (lines(dry), dry.error) == (lines(real), real.error)


def test_a_dry_run_of_a_publication_makes_no_page(
    choice: Choice, run: Run, folder: Path
) -> None:
    """Also not the second look at pages that link to one that would be made."""
    page = page_in("tr", choice)
    assert page is not None
    other = make_choice(11, 1, tr=OTHER)
    make_page(other, prose(f'<a linktype="page" id="{page.pk}">Rehberi</a> okuruz.'))
    run("export_catalogs", "--output", folder)
    translate(
        po(folder),
        {OTHER: "We differ.", "<a1>Rehberi</a1> okuruz.": "<a1>Read</a1> it."},
    )
    run("import_catalogs", po(folder))
    run("publish_translations", "--locale", "en")
    translate(po(folder), WORK)
    run("import_catalogs", po(folder))

    dry, real = rehearsed(run, folder, "publish_translations", "--locale", "en")

    assert "1 created, 1 updated" in dry.out
    assert (dry.status, lines(dry)) == (real.status, lines(real))
    assert SAID in dry.out


@pytest.mark.usefixtures("choice")
def test_a_dry_run_publishes_nothing_under_an_automatic_rule_either(
    run: Run, folder: Path
) -> None:
    LocalePolicy.objects.update_or_create(
        locale="en", defaults={"mode": "automatic", "threshold": 10}
    )
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), WORK)

    rehearsed(run, folder, "sync_catalogs", "--folder", folder)


@pytest.mark.usefixtures("choice")
def test_a_dry_run_of_an_export_writes_no_file(run: Run, folder: Path) -> None:
    dry, real = rehearsed(run, folder, "export_catalogs", "--output", folder)

    assert (dry.status, lines(dry)) == (real.status, lines(real))
    assert po(folder).exists()


@pytest.mark.usefixtures("choice")
@pytest.mark.parametrize(
    "command", ["sync_catalogs", "publish_translations", "export_catalogs"]
)
def test_a_dry_run_waits_for_whoever_writes_as_the_real_run_does(
    run: Run, command: str
) -> None:
    with content_lock("import_markdown"):
        ran = run(command, "--dry-run")

    assert ran.status == 1
    assert "import_markdown is writing since" in ran.error


@pytest.mark.usefixtures("choice")
def test_the_comparison_sees_what_a_real_run_writes(run: Run, folder: Path) -> None:
    before = everything(folder)

    run("publish_translations", "--locale", "en", "--threshold", "0")
    run("sync_catalogs", "--folder", folder)

    assert everything(folder) != before
