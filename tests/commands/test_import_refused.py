"""Pages that cannot be stored: the others go in, and the report says what is wrong."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Comment, Revision

from guidance.catalog.message import Known
from guidance.models import GuidancePage, TranslationOrigin
from guidance.translation.extract import sync_messages
from guidance.translation.memory import Memory, write_translations
from guidance.translation.publish import Order, Outcome, publish_translations
from guidance.translation.uses import ensure_messages
from importers.answers import (
    AnswerRefusedError,
    answer_proposal,
    current_conflicts,
    version_of,
)
from importers.merge.outcome import Answer
from importers.models import ImportRun, Proposal, SourceDocument
from importers.run import ImportOptions, run_import
from tests.commands.conftest import Imported, Run
from tests.commands.test_import_markdown import codes, document, nonzero, page
from tests.file_tree import build
from tests.guidance_site import page_in, shown_paragraphs
from tests.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

TOO_LONG = "u" * 300


@pytest.fixture
def folder(tmp_path: Path, imported: Imported) -> Path:
    """Return a folder with two documents that was imported once."""
    path = build(
        tmp_path / "guidance",
        {
            "S1C1.md": document(1, 1, "Bir", "İlk metin."),
            "S1C2.md": document(1, 2, "İki", "İkinci metin."),
        },
    )
    assert imported(path)[0].status == 0
    return path


def write(folder: Path, choice: int, title: str, body: str) -> None:
    (folder / f"S1C{choice}.md").write_text(document(1, choice, title, body))


def save_draft(target: GuidancePage, **fields: str) -> None:
    """Save a draft past the editor's form, as a program does."""
    draft = target.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)


def comment(target: GuidancePage) -> None:
    Comment.objects.create(
        page=target,
        user=User.objects.create_user("editor"),
        text="Bu doğru mu?",
        contentpath="body",
    )


def said(target: GuidancePage) -> list[str]:
    return shown_paragraphs(target.get_latest_revision_as_object())


def findings(report: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(each["path"], each["findings"]) for each in report["documents"]]


# ---- an address that is taken


def test_a_slug_of_a_draft_that_another_page_got_meanwhile_stops_nothing(
    folder: Path, imported: Imported
) -> None:
    save_draft(page(1, 2), slug="1-4-dort")
    comment(page(1, 2))
    write(folder, 1, "Bir", "İlk metin, yeni.")
    write(folder, 2, "İki", "İkinci metin, yeni.")
    write(folder, 4, "Dört", "Dördüncü metin.")

    ran, report = imported(folder)

    assert ran.status == 0
    assert nonzero(report) == {
        "seen": 3,
        "create": 1,
        "update": 1,
        "held": 1,
        "warnings": 1,
    }
    assert shown_paragraphs(page(1, 1)) == ["İlk metin, yeni."]
    assert page(1, 4).slug == "1-4-dort"
    draft = page(1, 2).get_latest_revision_as_object()
    assert (draft.slug, shown_paragraphs(draft)) == ("1-2-iki", ["İkinci metin, yeni."])


# ---- a page that cannot be stored


def test_a_page_that_cannot_be_stored_rejects_its_document_alone(
    folder: Path, imported: Imported
) -> None:
    save_draft(page(1, 2), seo_title=TOO_LONG)
    write(folder, 1, "Bir", "İlk metin, yeni.")
    write(folder, 2, "İki, yeni", "İkinci metin, yeni.")
    write(folder, 3, "Üç", "Üçüncü metin.")

    ran, report = imported(folder)

    assert ran.status == 1
    assert nonzero(report) == {"seen": 3, "create": 1, "update": 1, "reject": 1}
    assert codes(report, "S1C2.md") == ["page-refused"]
    assert "S1C2.md: error: The page cannot be stored (title tag: Ensure" in ran.out
    assert "300" in ran.out
    assert shown_paragraphs(page(1, 1)) == ["İlk metin, yeni."]
    assert page(1, 2).title == "İki"
    assert shown_paragraphs(page(1, 2)) == ["İkinci metin."]
    assert shown_paragraphs(page(1, 3)) == ["Üçüncü metin."]

    save_draft(page(1, 2), seo_title="Kısa")
    ran, report = imported(folder)

    assert (ran.status, nonzero(report)["held"]) == (0, 1)


def test_a_page_that_wagtail_writes_is_refused_alone_too(
    folder: Path, imported: Imported
) -> None:
    save_draft(page(1, 2), seo_title=TOO_LONG)
    comment(page(1, 2))
    write(folder, 1, "Bir", "İlk metin, yeni.")
    write(folder, 2, "İki", "İkinci metin, yeni.")

    ran, report = imported(folder)

    assert ran.status == 1
    assert codes(report, "S1C2.md") == ["page-refused"]
    assert shown_paragraphs(page(1, 1)) == ["İlk metin, yeni."]


def test_several_pages_that_cannot_be_stored_are_all_named(
    folder: Path, imported: Imported
) -> None:
    for number in (1, 2):
        save_draft(page(1, number), seo_title=TOO_LONG)
        write(folder, number, "Başlık", "Başka metin.")

    ran, report = imported(folder)

    assert ran.status == 1
    assert nonzero(report) == {"seen": 2, "reject": 2}
    assert SourceDocument.objects.get(choice=1).title == "Bir"


def test_the_stored_report_of_a_run_names_the_page_that_was_refused(
    folder: Path,
) -> None:
    save_draft(page(1, 2), seo_title=TOO_LONG)
    write(folder, 1, "Bir", "İlk metin, yeni.")
    write(folder, 2, "İki", "İkinci metin, yeni.")
    run = ImportRun.objects.create(source="default", started_at=timezone.now())
    run_import(ImportOptions(paths=(folder,)), run=run)

    run.refresh_from_db()
    found = [each["findings"] for each in run.report["documents"]]
    assert [[finding["code"] for finding in each] for each in found] == [
        [],
        ["page-refused"],
    ]


@pytest.mark.parametrize("is_commented", [False, True], ids=["ours", "wagtail's"])
def test_a_dry_run_foresees_a_page_that_cannot_be_stored(
    is_commented: bool, folder: Path, imported: Imported
) -> None:
    save_draft(page(1, 2), seo_title=TOO_LONG)
    if is_commented:
        comment(page(1, 2))
    build(folder, {"media": {"neu.png": picture()}})
    write(folder, 1, "Bir", "İlk metin, [yeni](S1C3.md).")
    write(folder, 2, "İki", "İkinci metin, yeni.\n\n![Resim](media/neu.png)")
    write(folder, 3, "Üç", "Üçüncü metin.")
    before = (Revision.objects.count(), said(page(1, 2)))

    dry, planned = imported(folder, "--dry-run")
    assert before == (Revision.objects.count(), said(page(1, 2)))
    ran, report = imported(folder)

    assert codes(planned, "S1C2.md") == ["page-refused"]
    assert dry.status == ran.status == 1
    assert nonzero(planned) == nonzero(report)
    assert findings(planned) == findings(report)


# ---- answers and publications


def test_an_answer_about_a_page_that_cannot_be_stored_is_refused_in_a_sentence(
    folder: Path, imported: Imported
) -> None:
    draft = page(1, 1).get_latest_revision_as_object()
    body = [dict(block) for block in draft.stream()]
    body[0]["value"] = body[0]["value"].replace("İlk", "Editörün")
    draft.body = GuidancePage.body.field.to_python(body)
    draft.save_revision()
    write(folder, 1, "Bir", "Dosyanın metin.")
    imported(folder)
    proposal = Proposal.objects.get(status="open")
    save_draft(page(1, 1), seo_title=TOO_LONG)
    (conflict,) = current_conflicts((1, 1)).values()

    with pytest.raises(AnswerRefusedError, match=r"title tag: .*300"):
        answer_proposal(
            proposal.pk, Answer.TAKE, version=version_of(conflict), user=None
        )

    proposal.refresh_from_db()
    assert proposal.status == "open"


@pytest.mark.usefixtures("folder")
def test_a_translation_that_cannot_be_stored_stops_no_other(run: Run) -> None:
    translations = {
        ("choice", "Bir"): Known("One"),
        ("choice", "İki"): Known("Two"),
        ("", "İlk metin."): Known("First text."),
        ("", "İkinci metin."): Known("Second text."),
    }
    sync_messages(timezone.now())
    write_translations(
        Memory("en", translations),
        ensure_messages(translations),
        timezone.now(),
        TranslationOrigin.UPLOAD,
    )
    # A search title of the source is shown in every language that has none.
    GuidancePage.objects.filter(pk=page(1, 2).pk).update(seo_title=TOO_LONG)

    ran = run("publish_translations", "--locale", "en", "--threshold", 0)

    assert ran.status == 0
    assert "en 1.2: left as it is, it cannot be stored (title tag: Ensure" in ran.out
    assert "1 created" in ran.out
    assert "1 refused" in ran.out
    assert page_in("en", page(1, 1).choice) is not None
    assert page_in("en", page(1, 2).choice) is None
    order = Order(language="en", threshold=0)
    outcomes = [row.outcome for row in publish_translations(order, now=timezone.now())]
    assert outcomes == [Outcome.UNCHANGED, Outcome.REFUSED]
