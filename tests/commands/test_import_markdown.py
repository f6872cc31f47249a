"""``import_markdown``, as the owner of a folder uses it."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, Revision

from guidance.models import Choice, GuidancePage, Question, SourceChange
from guidance.publication.lock import HeldLock, LockLostError
from guidance.translation.extract import current_uses
from guidance.translation.source_changes import successors
from importers import prepare
from importers.media import PictureFinder
from importers.models import ImportRun, SourceDocument
from importers.picture_file import KeptBytes, sha1
from tests.commands.conftest import Imported, Run
from tests.guidance_site import (
    NOW,
    make_choice,
    make_page,
    page_in,
    prose,
    shown_paragraphs,
)
from tests.pictures import picture

pytestmark = pytest.mark.django_db

FIRST = "Üyelerimizin görüşünü almıyoruz."
SECOND = "Üyelerimizin görüşünü yılda bir alıyoruz."


def document(question: object, choice: object, title: str, body: str) -> str:
    return (
        f"---\ntitle: {title}\nquestion_id: {question}\nchoice_id: {choice}\n---\n"
        f"{body}\n"
    )


@pytest.fixture
def folder(tmp_path: Path, media: Path) -> Path:  # noqa: ARG001 - pictures go there
    """Return a folder with a question, two choices and a file that is no document."""
    path = tmp_path / "guidance"
    path.mkdir()
    (path / "S1.md").write_text("## SORU: Üyelerimizi dinliyor muyuz?\n")
    (path / "S1C1.md").write_text(
        document(
            1, 1, FIRST, "Dinlemek bir anketle başlar.\n\n- Kısa olsun,\n- Sık olsun."
        )
    )
    (path / "S1C2.md").write_text(document(1, 2, SECOND, "Anketi *birlikte* okuyun."))
    (path / "README.md").write_text("Bu klasör rehber metinleridir.\n")
    return path


def nonzero(report: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in report["counts"].items() if count}


def codes(report: dict[str, Any], path: str) -> list[str]:
    (row,) = (row for row in report["documents"] if row["path"] == path)
    return [finding["code"] for finding in row["findings"]]


def page(question: int = 1, choice: int = 1) -> GuidancePage:
    row = Choice.objects.get(question__number=question, number=choice)
    found = page_in("tr", row)
    assert found is not None
    return found


# ---- the first time


def test_a_folder_becomes_published_pages(folder: Path, imported: Imported) -> None:
    ran, report = imported(folder)

    assert ran.status == 0
    assert nonzero(report) == {"seen": 4, "question": 1, "create": 2, "skip": 1}
    assert Question.objects.get().text_in("tr") == "Üyelerimizi dinliyor muyuz?"
    first = page()
    assert first.live
    assert first.title == FIRST
    assert first.slug == "1-1-uyelerimizin-gorusunu-almiyoruz"
    assert shown_paragraphs(first) == [
        "Dinlemek bir anketle başlar.",
        "Kısa olsun,",
        "Sık olsun.",
    ]


def test_the_table_says_what_the_report_says(folder: Path, imported: Imported) -> None:
    ran, report = imported(folder)

    table = dict(
        line.split() for line in ran.out.splitlines() if len(line.split()) == 2
    )
    for name, count in report["counts"].items():
        assert table[name] == str(count)


def test_a_file_with_any_ending_can_be_named(
    tmp_path: Path, imported: Imported
) -> None:
    path = tmp_path / "metin.guidance"
    path.write_text(document(10, 2, SECOND, "Metin."))

    _, report = imported(path)

    assert nonzero(report) == {"seen": 1, "create": 1}


def test_a_question_without_a_file_shows_its_number(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "S10C2.md"
    path.write_text(document(10, 2, SECOND, "Metin."))

    run("import_markdown", path)

    question = Question.objects.get()
    assert question.text_in("tr") is None
    assert question.label() in {"Question 10", "Soru 10"}


# ---- again


def test_R10_the_same_folder_again_writes_nothing(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    revisions = Revision.objects.count()

    with CaptureQueriesContext(connection) as queries:
        _, report = imported(folder)

    assert nonzero(report) == {"seen": 4, "question": 1, "keep": 2, "skip": 1}
    assert Revision.objects.count() == revisions
    written = {
        query["sql"].split('"')[1]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    }
    assert written <= {"importers_importrun", "guidance_publicationlock"}


def test_R10_sees_a_write_when_there_is_one(folder: Path, imported: Imported) -> None:
    imported(folder)
    (folder / "S1C1.md").write_text(document(1, 1, FIRST, "Başka."))

    with CaptureQueriesContext(connection) as queries:
        imported(folder)

    assert any("guidance_guidancepage" in query["sql"] for query in queries)


def test_R11_a_renamed_file_is_the_same_document(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    (folder / "S1C1.md").rename(folder / "anket.md")

    _, report = imported(folder)

    assert report["counts"]["keep"] == 2
    assert SourceDocument.objects.get(question=1, choice=1).path == "anket.md"
    assert report["gone"] == []


def test_a_resave_by_another_tool_is_no_change(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    revisions = Revision.objects.count()
    body = "Dinlemek bir anketle\nbaşlar.\n\n* Kısa olsun,\n\n* Sık olsun."
    text = document(1, 1, f"'{FIRST}'", body).replace("\n", "\r\n")
    (folder / "S1C1.md").write_bytes(text.encode())

    _, report = imported(folder)

    assert report["counts"]["keep"] == 2
    assert Revision.objects.count() == revisions


def test_a_change_in_the_file_reaches_the_live_page(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    before = page(1, 2).stream()
    (folder / "S1C2.md").write_text(
        document(1, 2, "Yeni başlık.", "Anketi *birlikte* okuyun.\n\nSonra konuşun.")
    )

    _, report = imported(folder)

    after = page(1, 2)
    assert nonzero(report)["update"] == 1
    assert shown_paragraphs(after)[-1] == "Sonra konuşun."
    assert after.title == "Yeni başlık."
    assert after.slug == "1-2-uyelerimizin-gorusunu-yilda-bir-aliyoruz"
    assert after.stream()[0]["id"] == before[0]["id"]
    assert not after.has_unpublished_changes


# ---- what an editor wrote


def edit(target: GuidancePage, old: str, new: str, *, publish: bool = True) -> None:
    stream = target.stream()
    for block in stream:
        block["value"] = block["value"].replace(old, new)
    target.body = GuidancePage.body.field.to_python(stream)
    revision = target.save_revision()
    if publish:
        revision.publish()


def test_a_merge_with_an_editors_change_goes_into_a_draft(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    edit(page(), "Kısa olsun", "Kısa ve açık olsun")
    (folder / "S1C1.md").write_text(
        document(1, 1, FIRST, "Dinlemek anketle başlar.\n\n- Kısa olsun,\n- Sık olsun.")
    )

    ran, report = imported(folder)

    assert ran.status == 0
    assert nonzero(report)["held"] == 1
    assert "edited-page" in codes(report, "S1C1.md")
    live = page()
    assert shown_paragraphs(live)[0] == "Dinlemek bir anketle başlar."
    draft = live.get_latest_revision_as_object()
    assert shown_paragraphs(draft)[:2] == [
        "Dinlemek anketle başlar.",
        "Kısa ve açık olsun,",
    ]


def test_R08_a_conflict_keeps_the_editors_text_and_fails(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    edit(page(), "bir anketle", "bir sohbetle")
    (folder / "S1C1.md").write_text(
        document(
            1, 1, FIRST, "Dinlemek toplantıyla başlar.\n\n- Kısa olsun,\n- Sık olsun."
        )
    )

    for _ in range(2):
        ran, report = imported(folder)

        assert ran.status == 1
        assert nonzero(report)["conflict"] == 1
        assert shown_paragraphs(page())[0] == "Dinlemek bir sohbetle başlar."


def test_unpublished_changes_stay_and_the_new_text_joins_them(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    edit(page(), "Sık olsun", "Her ay olsun", publish=False)
    (folder / "S1C1.md").write_text(
        document(1, 1, FIRST, "Dinlemek anketle başlar.\n\n- Kısa olsun,\n- Sık olsun.")
    )

    _, report = imported(folder)

    assert "unpublished-changes" in codes(report, "S1C1.md")
    draft = page().get_latest_revision_as_object()
    assert shown_paragraphs(draft) == [
        "Dinlemek anketle başlar.",
        "Kısa olsun,",
        "Her ay olsun.",
    ]


def test_a_locked_page_stays_live_as_it_is(folder: Path, imported: Imported) -> None:
    imported(folder)
    GuidancePage.objects.update(locked=True)
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "Anketi yazın."))

    _, report = imported(folder)

    assert "locked" in codes(report, "S1C2.md")
    assert shown_paragraphs(page(1, 2)) == ["Anketi <i>birlikte</i> okuyun."]


def test_a_page_that_an_editor_made_is_not_overwritten(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    SourceDocument.objects.all().delete()
    edit(page(), "Kısa olsun", "Kısa ve açık olsun")

    ran, report = imported(folder)

    assert ran.status == 1
    assert nonzero(report)["conflict"] == 1
    assert shown_paragraphs(page())[1] == "Kısa ve açık olsun,"


def test_the_text_of_a_choice_that_both_changed_stays(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    make_choice(1, 1, tr="Editörün başlığı.")
    (folder / "S1C1.md").write_text(document(1, 1, "Kaynağın başlığı.", "Metin."))

    ran, _ = imported(folder)

    assert ran.status == 1
    assert page().choice.text_in("tr") == "Editörün başlığı."


def test_a_deleted_page_stays_deleted_until_restore(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    page().delete()

    _, report = imported(folder)

    assert nonzero(report)["held"] == 1
    assert codes(report, "S1C1.md") == ["deleted-page"]
    _, report = imported(folder, "--restore")
    assert nonzero(report)["create"] == 1
    assert page().live


# ---- bad documents


def test_a_rejected_document_does_not_stop_the_others(
    folder: Path, imported: Imported
) -> None:
    (folder / "S1C3.md").write_text("---\ntitle: 'açık\nquestion_id: 1\n---\nMetin.\n")

    ran, report = imported(folder)

    assert ran.status == 1
    assert nonzero(report)["create"] == 2
    assert nonzero(report)["reject"] == 1
    assert "S1C3.md:2: error:" in ran.out
    assert GuidancePage.objects.count() == 2


def test_strict_writes_nothing_when_anything_is_rejected(
    folder: Path, imported: Imported
) -> None:
    (folder / "S1C3.md").write_text(document("x", 3, "Başlık", "Metin."))

    ran, report = imported(folder, "--strict")

    assert ran.status == 1
    assert nonzero(report)["reject"] == 1
    assert report["written"] is False
    assert (
        ran.out.splitlines()[-1]
        == "Nothing was written (--strict: 1 document was rejected)."
    )
    assert not GuidancePage.objects.exists()
    assert not Choice.objects.exists()
    assert not ImportRun.objects.exists()


def test_S08_duplicate_ids_reject_every_file_that_claims_them(
    folder: Path, imported: Imported
) -> None:
    (folder / "kopya.md").write_text(document(1, 2, "Başka.", "Başka."))

    ran, report = imported(folder)

    assert ran.status == 1
    assert nonzero(report)["reject"] == 2
    for path in ("S1C2.md", "kopya.md"):
        (line,) = (
            line
            for line in ran.out.splitlines()
            if line.startswith(path) and "duplicate-id" in line
        )
        assert "S1C2.md" in line
        assert "kopya.md" in line
    assert not Choice.objects.filter(number=2).exists()


def test_two_folders_with_one_path_are_refused_and_named(
    folder: Path, imported: Imported
) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "S1C2.md").write_text(document(2, 2, "Başka.", "Metin."))
    (other / "S2C1.md").write_text(document(2, 1, "İlk.", "[hangisi](S1C2.md)."))
    (other / "README.md").write_text("Bu da.\n")

    ran, report = imported(folder, other)

    assert ran.status == 1
    assert nonzero(report)["reject"] == 2
    for each in (folder, other):
        path = str(each / "S1C2.md")
        assert "same-path" in codes(report, path)
        assert f"{path}: error: " in ran.out
    assert codes(report, str(other / "S2C1.md")) == ["unresolved-link"]
    assert not Choice.objects.filter(number=2).exists()
    # Each of them alone is one set.
    assert imported(folder)[0].status == 0
    assert imported(other, "--source", "other", "--force")[0].status == 0


def test_a_document_of_another_source_is_not_taken_over(
    folder: Path, imported: Imported
) -> None:
    imported(folder, "--source", "one")
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "Başka bir metin."))
    (folder / "S1C3.md").write_text(document(1, 3, "Yeni.", "Metin."))

    ran, report = imported(folder, "--source", "two")

    assert ran.status == 1
    assert nonzero(report)["reject"] == 3
    assert nonzero(report)["create"] == 1
    assert codes(report, "S1C2.md") == ["other-source"]
    assert "1.2 belongs to S1C2.md of the source one" in ran.out
    assert "birlikte" in shown_paragraphs(page(1, 2))[0]
    assert sources() == {(1, 0): "one", (1, 1): "one", (1, 2): "one", (1, 3): "two"}


def test_strict_minds_a_document_of_another_source(
    folder: Path, imported: Imported
) -> None:
    imported(folder, "--source", "one")
    (folder / "S1C3.md").write_text(document(1, 3, "Yeni.", "Metin."))

    _, report = imported(folder, "--source", "two", "--strict")

    assert report["written"] is False
    assert (1, 3) not in sources()


def test_force_takes_over_what_has_changed_and_what_has_not(
    folder: Path, imported: Imported
) -> None:
    imported(folder, "--source", "one")
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "Başka bir metin."))

    ran, report = imported(folder, "--source", "two", "--force")

    assert ran.status == 0
    assert nonzero(report) == {
        "seen": 4,
        "question": 1,
        "keep": 1,
        "update": 1,
        "skip": 1,
    }
    assert sources() == {(1, 0): "two", (1, 1): "two", (1, 2): "two"}


def test_a_retired_document_can_return_in_another_source(
    folder: Path, imported: Imported
) -> None:
    imported(folder, "--source", "one")
    moved = folder.parent / "other"
    moved.mkdir()
    (folder / "S1C2.md").rename(moved / "S1C2.md")
    imported(folder, "--source", "one", "--retire", "--force")

    ran, _ = imported(moved, "--source", "two")

    assert ran.status == 0
    assert page(1, 2).live
    assert sources()[1, 2] == "two"


def sources() -> dict[tuple[int, int], str]:
    rows = SourceDocument.objects.values_list("question", "choice", "source")
    return {(question, choice): source for question, choice, source in rows}


def test_a_dry_run_writes_nothing_and_says_the_same(
    folder: Path, imported: Imported
) -> None:
    (folder / "resim.png").write_bytes(picture(size=(4, 3)))
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "![Anket](resim.png)"))

    ran, planned = imported(folder, "--dry-run")

    assert planned["written"] is False
    assert ran.out.splitlines()[-1] == "Nothing was written (--dry-run)."
    assert not GuidancePage.objects.exists()
    assert not Question.objects.exists()
    assert not get_image_model().objects.exists()
    ran, done = imported(folder)
    assert done["counts"] == planned["counts"]
    assert done["written"] is True
    assert "Nothing was written" not in ran.out


def test_drafts_are_not_published(folder: Path, imported: Imported) -> None:
    imported(folder, "--draft")

    assert not GuidancePage.objects.filter(live=True).exists()
    assert Revision.objects.exists()


# ---- pictures and links


def test_a_missing_picture_is_filled_by_a_later_import(
    folder: Path, imported: Imported
) -> None:
    text = '<img src="./media/image1.png" style="width:1.55208in;height:1.19792in" />'
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, text))
    ran, report = imported(folder)
    (waiting,) = page(1, 2).stream()
    assert ran.status == 0
    assert "missing-media" in codes(report, "S1C2.md")
    assert waiting["value"]["image"]["image"] is None
    assert waiting["value"]["source"] == "./media/image1.png"
    assert (waiting["value"]["width"], waiting["value"]["height"]) == (149, 115)

    (folder / "media").mkdir()
    (folder / "media/image1.png").write_bytes(picture(size=(149, 115)))
    _, report = imported(folder)

    (filled,) = page(1, 2).stream()
    image = get_image_model().objects.get()
    assert nonzero(report)["update"] == 1
    assert filled == waiting | {
        "value": waiting["value"]
        | {"image": waiting["value"]["image"] | {"image": image.pk}}
    }


def test_R10_a_folder_without_its_pictures_takes_none_off_the_site(
    folder: Path, imported: Imported
) -> None:
    (folder / "S1C2.md").write_text(
        document(1, 2, SECOND, "Anket:\n\n![Form](form.png)")
    )
    (folder / "form.png").write_bytes(picture())
    imported(folder)
    before, revisions = page(1, 2).stream(), Revision.objects.count()
    assert before[1]["value"]["image"]["image"]
    (folder / "form.png").unlink()

    ran, report = imported(folder)

    assert ran.status == 0
    assert nonzero(report)["keep"] == 2
    assert codes(report, "S1C2.md") == ["missing-media"]
    assert page(1, 2).stream() == before
    assert Revision.objects.count() == revisions

    (folder / "S1C2.md").write_text(
        document(1, 2, SECOND, "Yeni anket:\n\n![Form](form.png)")
    )
    _, report = imported(folder)

    assert nonzero(report)["update"] == 1
    after = page(1, 2).stream()
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_a_picture_is_found_below_the_media_root(
    folder: Path, imported: Imported, tmp_path: Path
) -> None:
    root = tmp_path / "static"
    (root / "media").mkdir(parents=True)
    (root / "media/a.png").write_bytes(picture(size=(4, 3)))
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "![Anket](./media/a.png)"))

    imported(folder, "--media-root", root)

    assert get_image_model().objects.count() == 1


def test_links_between_documents_become_page_links_in_either_order(
    folder: Path, imported: Imported
) -> None:
    (folder / "S1C1.md").write_text(
        document(1, 1, FIRST, "Sonraki: [ikinci](./S1C2.md).")
    )
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "Önceki: [ilk](S1C1.md)."))

    ran, report = imported(folder)

    one, two = page(1, 1), page(1, 2)
    assert ran.status == 0
    assert nonzero(report)["create"] == 2
    assert codes(report, "S1C1.md") == []
    assert shown_paragraphs(one) == [
        f'Sonraki: <a linktype="page" id="{two.pk}">ikinci</a>.'
    ]
    assert shown_paragraphs(two) == [
        f'Önceki: <a linktype="page" id="{one.pk}">ilk</a>.'
    ]
    assert not one.has_unpublished_changes
    _, report = imported(folder)
    assert nonzero(report)["keep"] == 2


def test_new_pages_that_link_to_each_other_are_written_once(
    linked: Path, imported: Imported
) -> None:
    imported(linked)

    for number in (1, 2):
        assert 'linktype="page"' in shown_paragraphs(page(1, number))[0]
        assert page(1, number).revisions.count() == 1
        log = PageLogEntry.objects.filter(page=page(1, number))
        assert sorted(log.values_list("action", flat=True)) == [
            "wagtail.create",
            "wagtail.publish",
        ]


def test_a_link_to_a_later_batch_is_made_in_the_end(
    linked: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidance.publication.pages.BATCH", 1)

    _, report = imported(linked)

    assert nonzero(report)["create"] == 2
    for number, other in ((1, 2), (2, 1)):
        link = f'<a linktype="page" id="{page(1, other).pk}">diğer sayfaya</a>'
        assert link in shown_paragraphs(page(1, number))[0]


def test_a_draft_with_a_link_to_a_later_batch_meets_no_draft_of_somebody_else(
    linked: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidance.publication.pages.BATCH", 1)

    _, planned = imported(linked, "--draft", "--dry-run")
    _, report = imported(linked, "--draft")

    for name in ("S1C1.md", "S1C2.md"):
        assert codes(report, name) == codes(planned, name) == []
    assert report["counts"] == planned["counts"]


def test_a_link_to_a_page_that_somebody_else_has_just_made_leads_there(
    linked: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import does not know of the page when it begins."""
    imported(linked)
    text = (linked / "S1C1.md").read_text()
    (linked / "S1C1.md").write_text(text.replace("Bu metin", "Yeni metin"))
    (linked / "S1C2.md").write_text((linked / "S1C2.md").read_text() + "\n\nSon.")
    monkeypatch.setattr("importers.run.page_keys", lambda _language: {})
    monkeypatch.setattr("importers.run._planned", lambda *_: {(1, 1): -1, (1, 2): -2})

    ran, _ = imported(linked)

    assert ran.status == 0
    assert Page.objects.type(GuidancePage).count() == 2
    link = f'<a linktype="page" id="{page(1, 2).pk}">diğer sayfaya</a>'
    assert link in shown_paragraphs(page(1, 1))[0]


def test_a_link_to_a_page_that_cannot_be_made_is_none(
    linked: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(pages: Iterable[GuidancePage]) -> dict[int, ValidationError]:
        return {
            each.choice_id: ValidationError("Olmaz.")
            for each in pages
            if each.choice.number == 2
        }

    monkeypatch.setattr("guidance.publication.pages.new_refusals", refuse)

    ran, report = imported(linked)

    assert ran.status == 1
    assert codes(report, "S1C2.md") == ["page-refused"]
    assert codes(report, "S1C1.md") == ["unresolved-link"]
    assert shown_paragraphs(page(1, 1))[0] == "Burada diğer sayfaya bakın."


def test_a_dry_run_knows_the_pages_that_it_would_make(
    folder: Path, imported: Imported
) -> None:
    (folder / "S1C1.md").write_text(
        document(1, 1, FIRST, "[ikinci](S1C2.md) [yok](S1C9.md) [kopya](S1C3.md).")
    )
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "[ilk](S1C1.md)."))
    (folder / "S1C3.md").write_text(document(1, 3, "Üçüncü.", "Metin."))
    (folder / "kopya.md").write_text(document(1, 3, "Üçüncü.", "Metin."))

    _, planned = imported(folder, "--dry-run")
    _, done = imported(folder)

    assert codes(planned, "S1C2.md") == []
    # Of the file that is not there, and of the one that two files claim.
    assert codes(planned, "S1C1.md") == ["unresolved-link"] * 2
    assert planned["counts"] == done["counts"]


def test_a_dry_run_says_which_pages_get_a_link_to_a_new_one(
    folder: Path, imported: Imported
) -> None:
    text = document(1, 1, FIRST, "Burada [üçüncüye](S1C3.md) bakın.")
    (folder / "S1C1.md").write_text(text)
    imported(folder)
    (folder / "S1C3.md").write_text(document(1, 3, "Üçüncü.", "Metin."))

    _, planned = imported(folder, "--dry-run")
    _, done = imported(folder)

    assert planned["counts"] == done["counts"]
    assert (done["counts"]["create"], done["counts"]["update"]) == (1, 1)


def test_a_dry_run_makes_no_link_to_a_page_that_stays_deleted(
    folder: Path, imported: Imported
) -> None:
    imported(folder)
    page(1, 2).delete()
    text = document(1, 1, FIRST, "[ikinci](S1C2.md).")
    (folder / "S1C1.md").write_text(text)

    assert codes(imported(folder, "--dry-run")[1], "S1C1.md") == ["unresolved-link"]
    _, planned = imported(folder, "--dry-run", "--restore")

    assert codes(planned, "S1C1.md") == []
    assert planned["counts"]["create"] == 1


@pytest.fixture
def linked(folder: Path) -> Path:
    """Return a folder in which two documents link to each other."""
    for number, other in ((1, 2), (2, 1)):
        text = f"Burada [diğer sayfaya](S1C{other}.md) bakın.\n\nBu metin {number}."
        (folder / f"S1C{number}.md").write_text(document(1, number, FIRST, text))
    return folder


def source_changes() -> set[tuple[str, str]]:
    rows = SourceChange.objects.select_related("previous", "message")
    return {(row.previous.msgid, row.message.msgid) for row in rows}


def test_links_of_new_pages_to_each_other_are_no_change_of_the_source(
    linked: Path, imported: Imported
) -> None:
    imported(linked)

    assert all('linktype="page"' in shown_paragraphs(page(1, n))[0] for n in (1, 2))
    assert source_changes() == set()


def test_a_link_that_the_next_import_brings_is_a_change_of_the_source(
    linked: Path, imported: Imported
) -> None:
    first = linked / "S1C1.md"
    whole = first.read_text()
    first.write_text(whole.replace("[diğer sayfaya](S1C2.md)", "diğer sayfaya"))
    imported(linked)
    assert source_changes() == set()

    first.write_text(whole.replace("Bu metin 1.", "Bu metin birdir."))
    imported(linked)

    assert source_changes() == {
        ("Burada diğer sayfaya bakın.", "Burada <a1>diğer sayfaya</a1> bakın."),
        ("Bu metin 1.", "Bu metin birdir."),
    }


def test_a_changed_text_that_gets_its_link_in_the_second_pass_is_still_followed(
    folder: Path, imported: Imported
) -> None:
    """From the old text over the one without a link to the one that stays."""
    imported(folder)
    (folder / "S1C1.md").write_text(
        document(1, 1, FIRST, "Dinlemek [bir anketle](S1C3.md) hep başlar.")
    )
    (folder / "S1C3.md").write_text(document(1, 3, SECOND, "Anket."))

    imported(folder)

    key = ("", "Dinlemek bir anketle başlar.")
    (now,) = (each.key for each in current_uses(NOW) if "hep" in each.msgid)
    assert now == ("", "Dinlemek <a1>bir anketle</a1> hep başlar.")
    assert successors([key], {now}) == {key: [now]}


def test_a_link_waits_for_its_document(folder: Path, imported: Imported) -> None:
    (folder / "S1C1.md").write_text(
        document(1, 1, FIRST, "Sonraki: [üçüncü](./S1C3.md).")
    )
    _, report = imported(folder)
    assert "unresolved-link" in codes(report, "S1C1.md")

    (folder / "S1C3.md").write_text(document(1, 3, "Üçüncü.", "Metin."))
    _, report = imported(folder)

    assert nonzero(report)["update"] == 1
    assert 'linktype="page"' in shown_paragraphs(page())[0]


# ---- what is gone


@pytest.fixture
def many(folder: Path) -> Path:
    for number in range(2, 13):
        path = folder / f"S{number}C1.md"
        path.write_text(document(number, 1, f"Başlık {number}.", "Metin."))
    return folder


def test_a_document_that_is_gone_is_reported_and_its_page_stays(
    many: Path, imported: Imported
) -> None:
    imported(many)
    (many / "S5C1.md").unlink()

    ran, report = imported(many)

    assert ran.status == 0
    assert [gone["path"] for gone in report["gone"]] == ["S5C1.md"]
    assert report["counts"]["retire"] == 0
    assert page(5, 1).live


def test_retire_unpublishes_and_a_return_publishes_again(
    many: Path, imported: Imported
) -> None:
    imported(many)
    text = (many / "S5C1.md").read_text()
    (many / "S5C1.md").unlink()

    _, report = imported(many, "--retire")
    assert report["counts"]["retire"] == 1
    assert not page(5, 1).live
    _, report = imported(many, "--retire")
    assert report["counts"]["retire"] == 0

    (many / "S5C1.md").write_text(text)
    _, report = imported(many)
    assert nonzero(report)["update"] == 1
    assert page(5, 1).live


def test_R12_too_much_is_not_retired_without_force(
    many: Path, imported: Imported
) -> None:
    imported(many)
    for number in (5, 6):
        (many / f"S{number}C1.md").unlink()
    (many / "S7C1.md").write_text(document(7, 1, "Başlık 7.", "Değişti."))

    ran, _ = imported(many, "--retire")

    assert ran.status == 2
    assert "2 of 13 pages" in ran.error
    assert page(5, 1).live
    assert shown_paragraphs(page(7, 1)) == ["Metin."]
    ran, report = imported(many, "--retire", "--force")
    assert report["counts"]["retire"] == 2


def test_R12_an_empty_or_wrong_folder_takes_nothing_away(
    many: Path, imported: Imported, tmp_path: Path
) -> None:
    imported(many)
    (tmp_path / "empty").mkdir()
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "notlar.md").write_text("Alışveriş listesi.\n")

    for folder in (tmp_path / "empty", wrong):
        ran, _ = imported(folder, "--retire")
        assert ran.status == 2
        assert "Is this the right folder?" in ran.error
        ran, report = imported(folder)
        assert ran.status == 0
        assert len(report["gone"]) == 14
    assert GuidancePage.objects.live().count() == 13


def test_nothing_is_retired_while_something_cannot_be_read(
    many: Path, imported: Imported
) -> None:
    imported(many)
    (many / "S5C1.md").unlink()
    (many / "l.md").symlink_to(many / "nowhere.md")

    _, report = imported(many, "--retire")

    assert report["gone"] == []
    assert report["counts"]["retire"] == 0
    assert page(5, 1).live
    (note,) = report["notes"]
    assert (note["path"], note["code"]) == ("l.md", "gone-unknown")
    assert note["message"].startswith("Nothing was unpublished")
    _, report = imported(many)
    assert report["notes"][0]["message"].startswith("Nobody can tell")
    (many / "S5C1.md").write_text(document(5, 1, "Başlık 5.", "Metin."))
    assert imported(many)[1]["notes"] == []


def test_only_pages_that_were_live_count_as_unpublished(
    many: Path, imported: Imported
) -> None:
    imported(many)
    page(5, 1).unpublish()
    for name in ("S1.md", "S5C1.md", "S6C1.md"):
        (many / name).unlink()

    planned = imported(many, "--retire", "--force", "--dry-run")
    done = imported(many, "--retire", "--force")

    for _, report in (planned, done):
        assert report["counts"]["retire"] == 1
        assert {gone["path"]: gone["unpublished"] for gone in report["gone"]} == {
            "S1.md": [],
            "S5C1.md": [],
            "S6C1.md": ["tr"],
        }
    assert "S6C1.md: would be unpublished (tr)" in planned[0].out
    assert "S6C1.md: unpublished (tr)" in done[0].out


def test_retire_takes_the_translations_along_and_a_return_brings_them_back(
    many: Path, imported: Imported
) -> None:
    imported(many)
    for number in (5, 6):
        choice = make_choice(number, 1, en=f"Title {number}.")
        make_page(choice, prose("As it is live."), language="en")
    english = GuidancePage.objects.get(
        choice__question__number=5, locale__language_code="en"
    )
    english.body = GuidancePage.body.field.to_python(prose("A draft."))
    english.save_revision()
    text = (many / "S5C1.md").read_text()
    (many / "S5C1.md").unlink()

    ran, report = imported(many, "--retire")

    assert report["gone"][0]["unpublished"] == ["en", "tr"]
    assert "S5C1.md: unpublished (en, tr)" in ran.out
    english.refresh_from_db()
    assert not english.live
    assert GuidancePage.objects.get(
        choice__question__number=6, locale__language_code="en"
    ).live

    (many / "S5C1.md").write_text(text)
    imported(many)
    english.refresh_from_db()
    assert english.live
    assert english.has_unpublished_changes
    assert shown_paragraphs(english) == ["As it is live."]


def test_many_pages_are_retired_in_batches_that_mind_the_lock(
    many: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(many)
    for number in (5, 6, 7):
        (many / f"S{number}C1.md").unlink()
    monkeypatch.setattr("guidance.publication.pages.BATCH", 1)
    left = iter((True, True))

    def check(_lock: HeldLock) -> None:
        if next(left, None) is None:
            raise LockLostError

    monkeypatch.setattr(HeldLock, "check", check)

    ran, _ = imported(many, "--retire", "--force")

    assert ran.status == 1
    assert [page(number, 1).live for number in (5, 6, 7)] == [False, False, True]


def test_an_empty_folder_is_said(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()

    ran = run("import_markdown", folder)

    assert ran.status == 2
    assert ran.error == f"No documents were found in {folder}."


def test_only_a_folder_and_only_its_own_source_can_retire(
    many: Path, imported: Imported, run: Run
) -> None:
    imported(many, "--source", "one")

    ran = run("import_markdown", many / "S1C1.md", "--source", "one", "--retire")
    assert ran.status == 2
    assert "S1C1.md is a file" in ran.error

    (many / "S5C1.md").unlink()
    _, report = imported(many, "--source", "other", "--retire", "--force")
    assert report["gone"] == []


# ---- wrong usage


def test_progress_is_plain_lines_where_there_is_no_terminal(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidance.publication.pages.BATCH", 1)

    told = [
        line
        for line in run("import_markdown", folder).out.splitlines()
        if line.endswith("of 4 documents")
    ]

    assert told == [f"{done} of 4 documents" for done in (1, 2, 3, 4)]


def test_a_path_that_does_not_exist_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("import_markdown", tmp_path / "yok")

    assert ran.status == 2
    assert str(tmp_path / "yok") in ran.error
    assert "\n" not in ran.error


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_the_name_of_a_source_has_a_length(run: Run, folder: Path, name: str) -> None:
    ran = run("import_markdown", folder, "--source", name)

    assert ran.status == 2
    assert f"{len(name)} characters; 1 to 64" in ran.error
    assert run("import_markdown", folder, "--source", "x" * 64).status == 0


def test_only_the_source_language_is_imported(run: Run, folder: Path) -> None:
    assert run("import_markdown", folder, "--locale", "tr").status == 0
    for locale in ("en", "xx"):
        ran = run("import_markdown", folder, "--locale", locale)
        assert ran.status == 2
        assert f"--locale {locale}" in ran.error


# ---- what must not be stored, and what changes while it is read


@pytest.fixture
def unsafe_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the importer make something of S1C2 that no page may hold."""
    to_stream = prepare.to_stream

    def broken(parsed: Any, key: str, **found: Any) -> Any:
        stream, findings = to_stream(parsed, key, **found)
        if key == "1.2":
            stream[0]["value"] = '<p data-block-key="k1">Bir<br></p>'
        return stream, findings

    monkeypatch.setattr(prepare, "to_stream", broken)


@pytest.mark.usefixtures("unsafe_second")
def test_a_document_that_must_not_be_stored_stops_no_other(
    folder: Path, imported: Imported
) -> None:
    _, planned = imported(folder, "--dry-run")
    ran, report = imported(folder)

    assert ran.status == 1
    assert codes(report, "S1C2.md") == ["unsafe-content"]
    assert nonzero(report) == {
        "seen": 4,
        "question": 1,
        "create": 1,
        "reject": 1,
        "skip": 1,
    }
    assert planned["counts"] == report["counts"]
    assert page(1, 1).live
    # Not even its choice is there.
    assert Choice.objects.get().number == 1
    assert SourceDocument.objects.filter(choice=2).count() == 0


def test_a_picture_replaced_while_it_is_imported_comes_with_the_next_import(
    folder: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced_once_checked(folder, monkeypatch)
    # One of too many bytes to keep, which is read again to be stored.
    monkeypatch.setattr(KeptBytes, "take", lambda _kept, _key: None)

    ran, report = imported(folder)
    monkeypatch.undo()

    assert ran.status == 0
    assert "S1C2.md:6: warning: The picture resim.png was replaced" in ran.out
    assert nonzero(report)["create"] == 2
    (waiting,) = page(1, 2).stream()
    assert waiting["value"]["image"]["image"] is None
    _, report = imported(folder)
    assert nonzero(report)["update"] == 1
    (filled,) = page(1, 2).stream()
    image = get_image_model().objects.get()
    assert filled["value"]["image"]["image"] == image.pk
    assert image.file_hash == sha1(picture(color=5))


def test_what_was_checked_is_imported_even_if_the_picture_is_replaced_meanwhile(
    folder: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced_once_checked(folder, monkeypatch)

    ran, _ = imported(folder)
    monkeypatch.undo()

    assert (ran.status, "replaced" in ran.out) == (0, False)
    assert get_image_model().objects.get().file_hash == sha1(picture())
    _, report = imported(folder)
    assert nonzero(report)["update"] == 1
    (shown,) = page(1, 2).stream()
    image = get_image_model().objects.get(pk=shown["value"]["image"]["image"])
    assert image.file_hash == sha1(picture(color=5))


def replaced_once_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a picture into the folder that is another one when it is to be stored."""
    (folder / "resim.png").write_bytes(picture())
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, "![Anket](resim.png)"))
    put_images = prepare.put_images

    def replace_first(files: Any, titles: Any, **options: Any) -> Any:
        (folder / "resim.png").write_bytes(picture(color=5))
        return put_images(files, titles, **options)

    monkeypatch.setattr(prepare, "put_images", replace_first)


def test_the_heart_beats_while_pictures_are_read(
    folder: Path, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[str] = []
    for number in range(3):
        (folder / f"{number}.png").write_bytes(picture(color=number))
    pictures = "\n\n".join(f"![Resim]({number}.png)" for number in range(3))
    (folder / "S1C2.md").write_text(document(1, 2, SECOND, pictures))
    find = PictureFinder.find

    def found(self: PictureFinder, *arguments: Any) -> Any:
        beats.append("picture")
        return find(self, *arguments)

    monkeypatch.setattr(PictureFinder, "find", found)
    monkeypatch.setattr(HeldLock, "beat", lambda _: beats.append("beat"))

    imported(folder)

    assert beats.count("picture") == 3
    assert all(
        before == "beat" for before, after in pairwise(beats) if after == "picture"
    )
