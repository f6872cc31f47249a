"""What ``--retire`` takes off the site, what it leaves, and what a return brings back."""

from pathlib import Path

import pytest

from guidance.models import GuidancePage
from importers.models import SourceDocument
from importers.work import Work
from tests.commands.conftest import Imported
from tests.commands.test_import_markdown import codes, document, nonzero, page
from tests.file_tree import build
from tests.guidance_site import shown_paragraphs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

TEXT = document(1, 2, "İki", "İkinci metin.")


@pytest.fixture
def folder(tmp_path: Path, imported: Imported) -> Path:
    """Return a folder with two documents that was imported once."""
    path = build(
        tmp_path / "guidance",
        {"S1C1.md": document(1, 1, "Bir", "İlk metin."), "S1C2.md": TEXT},
    )
    assert imported(path)[0].status == 0
    return path


def take_away(folder: Path) -> None:
    (folder / "S1C2.md").unlink()


def put_back(folder: Path, text: str = TEXT) -> None:
    (folder / "S1C2.md").write_text(text)


def save_draft(**fields: str) -> None:
    draft = page(1, 2).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


# ---- drafts


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.replace("İkinci", "Yeni")], ids=["unchanged", "changed"]
)
@pytest.mark.parametrize("is_saved_before", [True, False])
def test_a_return_publishes_nothing_that_an_editor_had_not_published(
    folder: Path, imported: Imported, text: str, is_saved_before: bool
) -> None:
    take_away(folder)
    if is_saved_before:
        save_draft(heading="Henüz yayımlanmadı")
    imported(folder, "--retire", "--force")
    if not is_saved_before:
        save_draft(heading="Henüz yayımlanmadı")

    put_back(folder, text)
    ran, report = imported(folder)

    assert (ran.status, nonzero(report)["held"]) == (0, 1)
    assert codes(report, "S1C2.md") == ["unpublished-changes"]
    assert not page(1, 2).live
    assert page(1, 2).heading == ""
    draft = page(1, 2).get_latest_revision_as_object()
    assert draft.heading == "Henüz yayımlanmadı"
    assert shown_paragraphs(draft) == [
        "İkinci metin." if text == TEXT else "Yeni metin."
    ]


def test_a_draft_that_says_what_was_live_stands_in_nobodys_way(
    folder: Path, imported: Imported
) -> None:
    take_away(folder)
    imported(folder, "--retire", "--force")
    save_draft()

    put_back(folder)
    _, report = imported(folder)

    assert nonzero(report)["update"] == 1
    assert page(1, 2).live


def test_what_an_editor_published_again_is_not_written_again(
    folder: Path, imported: Imported
) -> None:
    take_away(folder)
    imported(folder, "--retire", "--force")
    page(1, 2).get_latest_revision().publish()
    revision = page(1, 2).latest_revision_id

    put_back(folder)
    _, report = imported(folder)

    assert nonzero(report) == {"seen": 2, "keep": 2}
    assert page(1, 2).latest_revision_id == revision


# ---- what is not ours to bring back


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.replace("İkinci", "Yeni")], ids=["unchanged", "changed"]
)
def test_a_page_that_an_editor_took_off_the_site_stays_off(
    folder: Path, imported: Imported, text: str
) -> None:
    page(1, 2).unpublish()
    take_away(folder)
    imported(folder, "--retire", "--force")

    put_back(folder, text)
    ran, report = imported(folder)

    assert ran.status == 0
    assert codes(report, "S1C2.md") == ([] if text == TEXT else ["not-live"])
    assert not page(1, 2).live


def test_a_locked_page_is_not_retired_and_the_report_says_so(
    folder: Path, imported: Imported
) -> None:
    GuidancePage.objects.filter(pk=page(1, 2).pk).update(locked=True)
    take_away(folder)

    planned = imported(folder, "--retire", "--force", "--dry-run")
    done = imported(folder, "--retire", "--force")

    for ran, report in (planned, done):
        assert report["counts"]["retire"] == 0
        assert [(each["path"], each["code"]) for each in report["notes"]] == [
            ("S1C2.md", "gone-locked")
        ]
        assert "S1C2.md: warning: The page of this document is locked" in ran.out
    assert page(1, 2).live
    assert not SourceDocument.objects.get(choice=2).retired

    GuidancePage.objects.update(locked=False)
    _, report = imported(folder, "--retire", "--force")

    assert (report["counts"]["retire"], report["notes"]) == (1, [])
    assert not page(1, 2).live


def test_a_page_that_is_locked_while_the_import_runs_stays(
    folder: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    do = Work.do

    def do_and_lock(self: Work, *arguments: object) -> object:
        rows = do(self, *arguments)  # type: ignore[arg-type]
        GuidancePage.objects.filter(choice__number=2).update(locked=True)
        return rows

    monkeypatch.setattr(Work, "do", do_and_lock)
    take_away(folder)

    _, report = imported(folder, "--retire", "--force")

    assert page(1, 2).live
    assert report["counts"]["retire"] == 0
    assert [each["code"] for each in report["notes"]] == ["gone-locked"]
