"""``sync_catalogs``: files that others write as well, kept in line with the database."""

import json
from pathlib import Path

import pytest

from guidance.models import (
    CatalogUpload,
    Choice,
    LocalePolicy,
    Translation,
    TranslationChange,
    TranslationProposal,
)
from guidance.translation import export
from tests.commands.conftest import Run
from tests.guidance_site import make_choice, make_page, page_in, prose
from tests.po_files import entry_of, po, texts_of, translate

pytestmark = pytest.mark.django_db

CHOICE = "Düzenli toplanıyoruz."
LINKED = "<a1>Rehberi</a1> birlikte okuruz."
PLAIN = "Kararlar tutanağa yazılır."


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


def state(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows() -> tuple[int, int, int]:
    return (
        TranslationChange.objects.count(),
        CatalogUpload.objects.count(),
        TranslationProposal.objects.count(),
    )


@pytest.mark.usefixtures("choice")
def test_the_first_run_writes_the_files_and_the_second_nothing(
    run: Run, folder: Path
) -> None:
    first = run("sync_catalogs", "--folder", folder)
    before = state(folder), rows()

    second = run("sync_catalogs", "--folder", folder)

    assert (first.status, second.status) == (0, 0)
    assert {path.name for path, _ in before[0].items()} == {
        "guidance.pot",
        "guidance.po",
    }
    assert second.out == ""
    assert (state(folder), rows()) == before


@pytest.mark.usefixtures("choice")
def test_work_goes_in_and_the_run_after_it_is_quiet(run: Run, folder: Path) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), {CHOICE: "We meet regularly.", PLAIN: "There are minutes."})

    first = run("sync_catalogs", "--folder", folder)
    before = state(folder), rows()
    second = run("sync_catalogs", "--folder", folder)

    assert first.status == 0
    assert "2 new" in first.out
    assert "ar" not in first.out.replace("guidance", "")
    assert Translation.objects.filter(locale="en").count() == 2
    assert (second.status, second.out) == (0, "")
    assert (state(folder), rows()) == before


def test_source_and_files_may_change_between_two_runs(
    choice: Choice, run: Run, folder: Path
) -> None:
    """Nothing is lost: the work on the old text is fuzzy for the new one."""
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), {PLAIN: "Decisions are written down."})
    make_page(choice, prose("Bütün kararlar tutanağa yazılır."))

    ran = run("sync_catalogs", "--folder", folder)

    assert ran.status == 0
    assert "1 outdated" in ran.out
    entry = entry_of(po(folder), "Bütün kararlar tutanağa yazılır.")
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == (
        "Decisions are written down.",
        True,
        PLAIN,
    )
    assert run("sync_catalogs", "--folder", folder).out == ""


@pytest.mark.usefixtures("choice")
def test_what_was_undone_does_not_come_back_from_the_folder(
    run: Run, folder: Path
) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), {PLAIN: "Decisions are written down."})
    run("sync_catalogs", "--folder", folder)
    run("undo_upload", CatalogUpload.objects.get().pk)

    ran = run("sync_catalogs", "--folder", folder)

    assert ran.status == 0
    assert not Translation.objects.filter(locale="en").exists()
    assert texts_of(po(folder))[PLAIN] == ""
    assert run("sync_catalogs", "--folder", folder).out == ""


@pytest.mark.usefixtures("choice")
def test_what_is_rejected_stays_in_the_file_to_be_mended(
    run: Run, folder: Path
) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), {LINKED: "We read the guide together.", PLAIN: "Minutes."})

    first = run("sync_catalogs", "--folder", folder)
    before = state(folder), rows()
    second = run("sync_catalogs", "--folder", folder)

    assert (first.status, second.status) == (1, 1)
    assert texts_of(po(folder))[LINKED] == "We read the guide together."
    assert "[missing-link]" in second.out
    assert (state(folder), rows()) == before
    assert not Translation.objects.filter(msgstr__startswith="We read").exists()


@pytest.mark.usefixtures("choice")
def test_in_a_conflict_the_stored_text_stays_and_the_other_is_a_proposal(
    run: Run, folder: Path
) -> None:
    run("sync_catalogs", "--folder", folder)
    exported = po(folder).read_bytes()
    translate(po(folder), {PLAIN: "There are minutes."})
    run("sync_catalogs", "--folder", folder)
    po(folder).write_bytes(exported)
    translate(po(folder), {PLAIN: "We keep minutes."})

    first = run("sync_catalogs", "--folder", folder)
    second = run("sync_catalogs", "--folder", folder)

    assert (first.status, second.status, second.out) == (1, 0, "")
    assert texts_of(po(folder))[PLAIN] == "There are minutes."
    (proposal,) = TranslationProposal.objects.all()
    assert (proposal.msgstr, proposal.stored_msgstr) == (
        "We keep minutes.",
        "There are minutes.",
    )


@pytest.mark.usefixtures("choice")
def test_a_file_that_cannot_be_read_stops_everything(run: Run, folder: Path) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), {PLAIN: "There are minutes."})
    po(folder, "ar").write_bytes(b"<<<<<<< HEAD\n")
    before = state(folder), rows()

    ran = run("sync_catalogs", "--folder", folder)

    assert ran.status == 2
    assert ran.error.startswith(f"{po(folder, 'ar')}:1: A conflict that git left")
    assert (state(folder), rows()) == before


@pytest.mark.usefixtures("choice")
def test_a_file_of_another_site_stops_everything(run: Run, folder: Path) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder, "ar"), {PLAIN: "توجد محاضر."})
    po(folder).write_text('msgid "Hello"\nmsgstr "Hi"\n')
    before = rows()

    ran = run("sync_catalogs", "--folder", folder)

    assert ran.status == 2
    assert "another site" in ran.error
    assert rows() == before


@pytest.mark.usefixtures("choice")
def test_a_file_that_is_written_meanwhile_is_left_alone(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), {PLAIN: "There are minutes."})
    theirs = po(folder).read_bytes() + b"# pulled\n"
    render = export.render

    def render_slowly(*arguments: object, **options: bool) -> bytes:
        po(folder).write_bytes(theirs)
        return render(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "render", render_slowly)
    ran = run("sync_catalogs", "--folder", folder)

    assert ran.status == 1
    assert "somebody wrote it meanwhile" in ran.error
    assert po(folder).read_bytes() == theirs


@pytest.mark.usefixtures("choice")
def test_the_report_says_what_was_taken_and_written(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(po(folder), {PLAIN: "There are minutes."})

    run("sync_catalogs", "--folder", folder, "--report", tmp_path / "report.json")

    report = json.loads((tmp_path / "report.json").read_text())
    (english,) = (each for each in report["files"] if each["locale"] == "en")
    assert english["counts"]["new"] == 1
    assert (
        english["upload"]
        == CatalogUpload.objects.get(locale="en", report__counts__new=1).pk
    )
    assert report["written"] == [str(po(folder))]


def test_a_file_that_nobody_touched_publishes_and_says_nothing(
    choice: Choice, run: Run, folder: Path, tmp_path: Path
) -> None:
    """What came in on another way waits for whoever decides about it."""
    run("sync_catalogs", "--folder", folder)
    elsewhere = tmp_path / "elsewhere"
    run("export_catalogs", "--output", elsewhere)
    translate(po(elsewhere), {CHOICE: "We meet.", PLAIN: "There are minutes."})
    run("import_catalogs", po(elsewhere))
    make_page(choice, prose("Toplantılar yılda bir yapılır."))

    ran = run("sync_catalogs", "--folder", folder, "--publish")

    assert ran.status == 0
    assert page_in("en", choice) is None
    assert all(": written" in line for line in ran.out.splitlines()), ran.out


def test_pages_can_be_published_at_once(choice: Choice, run: Run, folder: Path) -> None:
    run("sync_catalogs", "--folder", folder)
    translate(
        po(folder),
        {
            CHOICE: "We meet regularly.",
            PLAIN: "There are minutes.",
            LINKED: "We read the <a1>guide</a1> together.",
        },
    )

    ran = run("sync_catalogs", "--folder", folder, "--publish")

    assert ran.status == 0
    assert page_in("en", choice) is not None
    assert page_in("ar", choice) is None


@pytest.mark.parametrize(
    ("rule", "flags", "is_live"),
    [
        ({"mode": "manual"}, (), False),
        ({"mode": "manual"}, ("--publish",), True),
        ({"mode": "automatic"}, (), True),
        ({"mode": "automatic", "threshold": 100}, (), False),
        ({"mode": "automatic", "threshold": 100}, ("--publish",), False),
    ],
)
def test_pages_are_published_by_the_rule_of_their_language(
    choice: Choice,
    run: Run,
    folder: Path,
    rule: dict[str, object],
    flags: tuple[str, ...],
    is_live: bool,
) -> None:
    run("sync_catalogs", "--folder", folder)
    LocalePolicy.objects.update_or_create(
        locale="en", defaults={"threshold": 50} | rule
    )
    translate(po(folder), {CHOICE: "We meet regularly.", PLAIN: "There are minutes."})

    planned = run("sync_catalogs", "--folder", folder, "--dry-run", *flags)
    ran = run("sync_catalogs", "--folder", folder, *flags)

    assert (ran.status, planned.status) == (0, 0)
    assert (page_in("en", choice) is not None) is is_live
    assert ("en: 1 created" in ran.out) is is_live
    assert ("en: 1 created" in planned.out) is is_live
