"""The history of a document: an older file, an editor's edits, then a newer file.

Each test shows a sentence of the import rules. What a human wrote is never overwritten.
"""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Revision,
    Workflow,
    WorkflowTask,
)

from guidance.models import Choice, GuidancePage, Question
from guidance.segments.inline import plain_text
from importers.answers import answer_proposal, current_conflicts, version_of
from importers.merge.outcome import Answer
from importers.models import Proposal, SourceDocument
from tests.commands.conftest import Imported
from tests.commands.test_import_markdown import codes, document, nonzero, page
from tests.guidance_site import make_choice, shown_paragraphs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

TITLE = "Üyelerimizin görüşünü yılda bir alıyoruz."
OLD = """Dinlemek bir anketle başlar ve bir konuşmayla biter.

- Kısa olsun, herkes yanıtlasın.
- Sık olsun, kimse unutulmasın.

> Üyeler derneğin sahibidir.

| Ay | Üye sayısı |
|---|---|
| Ocak | On iki kişi geldi |
| Şubat | Yirmi kişi geldi |

```
ls
```

## Nasıl başlanır?

Önce küçük bir grup kurun.
"""


class Owner:
    """The owner of a folder with one document, who imports it."""

    def __init__(self, folder: Path, imported: Imported) -> None:
        self.path = folder / "S1C1.md"
        self._imported = imported

    def imports(
        self, body: str, *options: str, title: str = TITLE
    ) -> tuple[int, dict[str, Any]]:
        self.path.write_text(document(1, 1, title, body))
        return self.again(*options)

    def again(self, *options: str) -> tuple[int, dict[str, Any]]:
        ran, report = self._imported(self.path.parent, *options)
        return ran.status, report


@pytest.fixture
def owner(tmp_path: Path, imported: Imported) -> Owner:
    folder = tmp_path / "guidance"
    folder.mkdir()
    return Owner(folder, imported)


def draft() -> GuidancePage:
    found: GuidancePage = page().get_latest_revision_as_object()
    return found


def said(target: GuidancePage) -> str:
    return " | ".join(plain_text(leaf.inline) for leaf in target.leaves())


def type_into_draft(before: str, after: str) -> None:
    """Replace a text anywhere in the draft, as an editor does, and save a draft."""
    replace_in(draft(), before, after).save_revision()


def replace_in(target: GuidancePage, before: str, after: str) -> GuidancePage:
    def replaced(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: replaced(each) for name, each in value.items()}
        if isinstance(value, list):
            return [replaced(each) for each in value]
        return value.replace(before, after) if isinstance(value, str) else value

    target.body = GuidancePage.body.field.to_python(replaced(target.stream()))
    return target


# ---- a re-save by another tool is no change at all

RESAVES = {
    "other bullets": lambda text: text.replace("- K", "* K").replace("- S", "* S"),
    "plus bullets": lambda text: text.replace("- K", "+ K").replace("- S", "+ S"),
    "a loose list": lambda text: text.replace("yanıtlasın.\n-", "yanıtlasın.\n\n-"),
    "indented items": lambda text: text.replace("- K", "-   K").replace("- S", "-   S"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "old Mac line ends": lambda text: text.replace("\n", "\r"),
    "spaces at line ends": lambda text: text.replace("biter.\n", "biter. \n"),
    "a hard wrap": lambda text: text.replace("başlar ve", "başlar\nve"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "no line end at the end": lambda text: text.rstrip("\n"),
    "empty lines at the end": lambda text: f"{text}\n\n\n",
    "a setext heading": lambda text: text.replace(
        "## Nasıl başlanır?", "Nasıl başlanır?\n---------------"
    ),
    "a closed heading": lambda text: text.replace("başlanır?", "başlanır? ##"),
    "an aligned table": lambda text: text.replace(
        "| Ay | Üye sayısı |\n|---|---|", "| Ay    | Üye sayısı |\n| ----- | --- |"
    ),
    "a table without outer pipes": lambda text: text.replace(
        "| Ay | Üye sayısı |", "Ay | Üye sayısı"
    ),
    "other fences": lambda text: text.replace("```", "~~~"),
    "an indented code block": lambda text: text.replace("```\nls\n```", "    ls"),
    "a lazy quote": lambda text: text.replace(
        "> Üyeler derneğin ", "> Üyeler\nderneğin "
    ),
    "a folded title": lambda text: text.replace(
        f"title: {TITLE}", "title: >-\n  Üyelerimizin görüşünü\n  yılda bir alıyoruz."
    ),
    "a quoted title": lambda text: text.replace(f"title: {TITLE}", f'title: "{TITLE}"'),
    "a title in other quotes": lambda text: text.replace(TITLE, f"'{TITLE}'"),
    "the keys in another order": lambda text: text.replace(
        "question_id: 1\nchoice_id: 1", "choice_id: 1\nquestion_id: 1"
    ),
    "quoted ids": lambda text: text.replace("question_id: 1", "question_id: '1'"),
    "more keys": lambda text: text.replace("question_id", "author: Ada\nquestion_id"),
    "escapes that are not needed": lambda text: text.replace("biter.", r"biter\."),
    "entities": lambda text: text.replace("Önce", "&Ouml;nce"),
    "decomposed letters": lambda text: text.replace("ü", "u\u0308"),
}


@pytest.mark.parametrize("resave", RESAVES.values(), ids=RESAVES)
def test_a_resave_by_another_tool_is_no_change(owner: Owner, resave: Any) -> None:
    owner.imports(OLD)
    before = SourceDocument.objects.get().fingerprint
    revisions = Revision.objects.count()
    text = owner.path.read_bytes().decode()
    saved = resave(text)
    assert saved != text
    owner.path.write_bytes(saved.encode())

    status, report = owner.again()

    assert (status, nonzero(report)["keep"]) == (0, 1)
    assert Revision.objects.count() == revisions
    assert SourceDocument.objects.get().fingerprint != before


LINKED = "Bkz. [rehber](https://ornek.org/rehber) ve *önemli* **notlar**."
LINK_RESAVES = {
    "reference links": (
        "Bkz. [rehber][1] ve *önemli* **notlar**.\n\n[1]: https://ornek.org/rehber"
    ),
    "shortcut references": (
        "Bkz. [rehber] ve *önemli* **notlar**.\n\n[rehber]: <https://ornek.org/rehber>"
    ),
    "underscores": "Bkz. [rehber](https://ornek.org/rehber) ve _önemli_ __notlar__.",
    "a title of the link": (
        'Bkz. [rehber](https://ornek.org/rehber "Rehber") ve *önemli* **notlar**.'
    ),
    "HTML": (
        'Bkz. <a href="https://ornek.org/rehber">rehber</a> ve <em>önemli</em> '
        "<strong>notlar</strong>."
    ),
}


@pytest.mark.parametrize("body", LINK_RESAVES.values(), ids=LINK_RESAVES)
def test_links_and_marks_in_another_notation_are_no_change(
    owner: Owner, body: str
) -> None:
    owner.imports(LINKED)
    revisions = Revision.objects.count()

    status, report = owner.imports(body)

    assert (status, nonzero(report)["keep"]) == (0, 1)
    assert Revision.objects.count() == revisions


def test_a_change_of_one_letter_is_one(owner: Owner) -> None:
    owner.imports(OLD)

    _, report = owner.imports(OLD.replace("küçük", "Küçük"))

    assert nonzero(report) == {"seen": 1, "update": 1}


def test_a_resave_of_an_edited_page_is_no_change(owner: Owner) -> None:
    owner.imports(OLD)
    type_into_draft("On iki kişi", "On üç kişi")
    revisions = Revision.objects.count()

    status, report = owner.imports(OLD.replace("\n-", "\n*"))

    assert (status, nonzero(report)) == (0, {"seen": 1, "keep": 1})
    assert Revision.objects.count() == revisions


def test_S04_a_save_without_an_edit_changes_nothing(owner: Owner) -> None:
    owner.imports(OLD)
    before = page().stream()

    draft().save_revision()

    assert draft().stream() == before
    assert owner.again()[0] == 0


# ---- edits of both sides

# What the editor changes, what the source changes, and both.
PLACES = {
    "words of a paragraph": (
        ("Dinlemek bir anketle", "Duymak bir anketle"),
        ("konuşmayla biter", "toplantıyla biter"),
    ),
    "two items of a list": (("Kısa olsun", "Kısacık olsun"), ("Sık olsun", "Seyrek")),
    "a quote and a cell": (
        ("Üyeler derneğin", "Bütün üyeler derneğin"),
        ("Yirmi kişi geldi", "Otuz kişi geldi"),
    ),
    "two cells of a row": (
        ("Ocak", "Aralık"),
        ("On iki kişi geldi", "On üç kişi geldi"),
    ),
    "a heading and a paragraph": (
        ("Nasıl başlanır?", "Nasıl bitirilir?"),
        ("küçük bir grup", "küçücük bir grup"),
    ),
}


@pytest.mark.parametrize(("mine", "theirs"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("published", [True, False])
def test_R08_changes_of_both_sides_are_joined_in_a_draft(
    owner: Owner,
    mine: tuple[str, str],
    theirs: tuple[str, str],
    *,
    published: bool,
) -> None:
    owner.imports(OLD)
    revision = replace_in(draft(), *mine).save_revision()
    if published:
        revision.publish()
    before = said(page())

    status, report = owner.imports(OLD.replace(*theirs))

    assert status == 0
    assert nonzero(report)["held"] == 1
    assert said(page()) == before
    assert mine[1] in said(draft())
    assert theirs[1] in said(draft())


def test_R08_a_long_history_loses_nothing(owner: Owner) -> None:
    owner.imports(OLD)
    type_into_draft("küçük bir grup", "üç kişilik bir grup")
    status, _ = owner.imports(newer := OLD.replace("Yirmi kişi", "Yirmi iki kişi"))
    assert status == 0
    status, _ = owner.imports(newer := newer.replace("küçük bir grup", "bir kurul"))
    assert status == 1
    type_into_draft("Kısa olsun", "Çok kısa olsun")
    status, _ = owner.imports(newer := newer + "\nSonra başlayın.\n")
    assert status == 1
    type_into_draft("üç kişilik bir grup", "bir kurul")
    status, report = owner.again()
    assert status == 0
    draft().get_latest_revision().publish()
    status, report = owner.imports(newer.replace("Sonra", "Ondan sonra"))

    assert (status, nonzero(report)) == (0, {"seen": 1, "held": 1, "warnings": 1})
    told = said(draft())
    for text in (
        "Yirmi iki kişi",
        "bir kurul",
        "Çok kısa olsun",
        "Ondan sonra başlayın",
    ):
        assert text in told
    assert Proposal.objects.get().status == "withdrawn"


def test_a_paragraph_that_the_editor_moved_takes_the_sources_words(
    owner: Owner,
) -> None:
    owner.imports("Birinci paragraf burada.\n\nİkinci paragraf da burada.")
    (block,) = draft().stream()
    first, second = block["value"].split("</p>")[:2]
    target = draft()
    moved = [{**block, "value": f"{second}</p>{first}</p>"}]
    target.body = GuidancePage.body.field.to_python(moved)
    target.save_revision()

    owner.imports("Birinci paragraf burada duruyor.\n\nİkinci paragraf da burada.")

    assert shown_paragraphs(draft()) == [
        "İkinci paragraf da burada.",
        "Birinci paragraf burada duruyor.",
    ]


def test_a_paragraph_that_the_source_puts_below_a_heading_keeps_the_editors_words(
    owner: Owner,
) -> None:
    body = "Birinci paragraf burada.\n\nİkinci paragraf da burada duruyor."
    owner.imports(body)
    type_into_draft("da burada", "da tam burada")

    status, _ = owner.imports(body.replace("\n\nİ", "\n\n## Başlık\n\nİ"))

    assert status == 0
    assert said(draft()) == (
        "Birinci paragraf burada. | Başlık | İkinci paragraf da tam burada duruyor."
    )


def test_a_deleted_paragraph_stays_deleted_until_the_source_changes_it(
    owner: Owner,
) -> None:
    owner.imports("Birinci paragraf.\n\nİkinci metin.")
    target = draft()
    stream = target.stream()
    html = stream[0]["value"]
    stream[0]["value"] = html[: html.index("</p>") + 4]
    target.body = GuidancePage.body.field.to_python(stream)
    target.save_revision().publish()

    status, _ = owner.imports("Birinci paragraf, yeni.\n\nİkinci metin.")
    assert status == 0
    assert shown_paragraphs(draft()) == ["Birinci paragraf, yeni."]

    status, _ = owner.imports("Birinci paragraf, yeni.\n\nİkinci metin, yeni.")
    assert status == 1
    assert shown_paragraphs(draft()) == ["Birinci paragraf, yeni."]
    assert Proposal.objects.get(status="open").source_text == "İkinci metin, yeni."


def test_a_paragraph_that_the_source_deletes_stays_when_the_editor_changed_it(
    owner: Owner,
) -> None:
    owner.imports("Birinci paragraf.\n\nİkinci metin.")
    type_into_draft("İkinci metin", "İkinci ve önemli metin")

    status, _ = owner.imports("Birinci paragraf.")

    assert status == 1
    assert shown_paragraphs(draft()) == ["Birinci paragraf.", "İkinci ve önemli metin."]


# ---- what goes live, and what is held


def test_a_new_page_and_a_pure_change_go_live(owner: Owner) -> None:
    owner.imports(OLD)
    assert page().live

    _, report = owner.imports(OLD.replace("küçük", "büyük"))

    assert nonzero(report)["update"] == 1
    assert "büyük" in said(page())


def test_the_same_change_on_both_sides_goes_live(owner: Owner) -> None:
    owner.imports(OLD)
    replace_in(draft(), "küçük", "büyük").save_revision().publish()

    status, report = owner.imports(OLD.replace("küçük", "büyük"))

    assert (status, nonzero(report)) == (0, {"seen": 1, "keep": 1})


def hold_locked(target: GuidancePage) -> None:
    GuidancePage.objects.filter(pk=target.pk).update(locked=True)


def hold_unpublished(target: GuidancePage) -> None:
    target.unpublish()


def hold_with_changes(target: GuidancePage) -> None:
    replace_in(target, "On iki", "On üç").save_revision()


def hold_scheduled(target: GuidancePage) -> None:
    later = timezone.now() + timezone.timedelta(days=1)
    target.go_live_at = later
    target.save_revision(approved_go_live_at=later)


def hold_in_moderation(target: GuidancePage) -> None:
    workflow = Workflow.objects.create(name="w", active=True)
    task = GroupApprovalTask.objects.create(name="t", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    target.save_revision()
    workflow.start(Page.objects.get(pk=target.pk), User.objects.create_user("owner"))


HOLDS = {
    "locked": hold_locked,
    "not-live": hold_unpublished,
    "unpublished-changes": hold_with_changes,
    "scheduled": hold_scheduled,
    "in-moderation": hold_in_moderation,
}


@pytest.mark.parametrize("code", HOLDS)
def test_what_stands_in_the_way_holds_the_change(owner: Owner, code: str) -> None:
    owner.imports(OLD)
    HOLDS[code](page())
    before = said(page())

    status, report = owner.imports(OLD.replace("küçük bir grup", "büyük bir grup"))

    assert (status, nonzero(report)["held"]) == (0, 1)
    assert codes(report, "S1C1.md") == [code]
    assert said(page()) == before
    assert "büyük bir grup" in said(draft())


def test_a_held_change_is_not_reported_again(owner: Owner) -> None:
    owner.imports(OLD)
    GuidancePage.objects.update(locked=True)
    owner.imports(OLD.replace("küçük", "büyük"))
    GuidancePage.objects.update(locked=False)

    _, report = owner.again()

    assert nonzero(report) == {"seen": 1, "keep": 1}
    assert "küçük" in said(page())


def test_a_conflict_about_the_title_holds_the_change_of_the_body(owner: Owner) -> None:
    owner.imports(OLD)
    make_choice(1, 1, tr="Kimseyi dinlemiyoruz.")

    status, _ = owner.imports(OLD.replace("küçük", "büyük"), title="Sormuyoruz.")

    assert status == 1
    assert "küçük" in said(page())
    assert "büyük" in said(draft())


def test_a_new_page_goes_live_also_when_its_title_is_in_conflict(owner: Owner) -> None:
    make_choice(1, 1, tr="Kimseyi dinlemiyoruz.")

    status, _ = owner.imports(OLD)

    assert status == 1
    assert page().live
    assert page().title == "Kimseyi dinlemiyoruz."


@pytest.mark.parametrize("code", HOLDS)
def test_what_stands_in_the_way_holds_the_title_until_it_is_gone(
    owner: Owner, code: str
) -> None:
    owner.imports(OLD)
    HOLDS[code](page())

    status, report = owner.imports(OLD, title="Kimseyi dinlemiyoruz.")

    assert (status, nonzero(report)["held"]) == (0, 1)
    assert codes(report, "S1C1.md") == ["title-held"]
    assert page().title == TITLE
    assert Choice.objects.get().text_in("tr") == TITLE
    assert codes(owner.again()[1], "S1C1.md") == ["title-held"]
    free(page())
    _, report = owner.again()
    assert nonzero(report) == {"seen": 1, "update": 1}
    assert page().title == "Kimseyi dinlemiyoruz."
    assert nonzero(owner.again()[1]) == {"seen": 1, "keep": 1}


def test_a_page_held_for_an_edit_keeps_its_title_too(owner: Owner) -> None:
    owner.imports(OLD)
    replace_in(draft(), "Önce küçük", "Önce çok küçük").save_revision().publish()
    before = said(page())

    status, report = owner.imports(
        OLD.replace("bir anketle", "iki anketle"), title="Kimseyi dinlemiyoruz."
    )

    assert (status, nonzero(report)["held"]) == (0, 1)
    assert codes(report, "S1C1.md") == ["title-held", "edited-page"]
    assert page().title == TITLE
    assert Choice.objects.get().text_in("tr") == TITLE
    assert said(page()) == before
    draft().save_revision().publish()
    _, report = owner.again()
    assert nonzero(report) == {"seen": 1, "update": 1}
    assert page().title == "Kimseyi dinlemiyoruz."


def test_a_page_in_conflict_keeps_its_title_too(owner: Owner) -> None:
    owner.imports("Bir metin burada.")
    replace_in(draft(), "Bir metin", "Her metin").save_revision().publish()

    status, report = owner.imports("İki metin burada.", title="Kimseyi dinlemiyoruz.")

    assert status == 1
    assert codes(report, "S1C1.md") == ["title-held", "conflict"]
    assert page().title == TITLE
    assert Choice.objects.get().text_in("tr") == TITLE


def free(target: GuidancePage) -> None:
    """Take away whatever holds a page, as a publication does."""
    state = target.current_workflow_state
    if state is not None:
        state.cancel()
    Revision.objects.update(approved_go_live_at=None)
    GuidancePage.objects.update(locked=False, go_live_at=None)
    GuidancePage.objects.update(live=True, has_unpublished_changes=False)


def test_draft_holds_the_titles_that_readers_see(
    owner: Owner,
) -> None:
    question = owner.path.with_name("S1.md")
    question.write_text("## SORU: Dinliyor muyuz?\n")
    owner.imports(OLD)
    question.write_text("## SORU: Duyuyor muyuz?\n")

    _, report = owner.imports(OLD, "--draft", title="Kimseyi dinlemiyoruz.")

    assert nonzero(report)["held"] == 2
    assert codes(report, "S1.md") == codes(report, "S1C1.md") == ["title-held"]
    assert Question.objects.get().text_in("tr") == "Dinliyor muyuz?"
    assert page().title == TITLE
    _, report = owner.again()
    assert nonzero(report) == {"seen": 2, "question": 1, "update": 1}
    assert Question.objects.get().text_in("tr") == "Duyuyor muyuz?"
    assert page().title == "Kimseyi dinlemiyoruz."


def test_a_held_title_survives_the_answer_to_a_conflict(owner: Owner) -> None:
    owner.imports("Bir metin burada.")
    type_into_draft("Bir metin", "Her metin")
    owner.imports("İki metin burada.", title="Kimseyi dinlemiyoruz.")
    proposal = Proposal.objects.get(status=Proposal.Status.OPEN)
    conflict = current_conflicts((1, 1))[proposal.place]

    answer_proposal(proposal.pk, Answer.KEEP, version=version_of(conflict), user=None)

    assert page().title == TITLE
    free(page())
    owner.again()
    assert page().title == "Kimseyi dinlemiyoruz."


# ---- tombstones


def test_a_page_deleted_with_an_open_conflict_stays_deleted(owner: Owner) -> None:
    owner.imports("Bir metin burada.")
    type_into_draft("Bir metin", "Her metin")
    owner.imports("İki metin burada.")
    page().delete()

    status, report = owner.again()
    assert (status, codes(report, "S1C1.md")) == (0, ["deleted-page"])

    status, report = owner.again("--restore")
    assert (status, nonzero(report)["create"]) == (0, 1)
    assert shown_paragraphs(page()) == ["İki metin burada."]
    assert not Proposal.objects.filter(status="open")


def test_D17_a_page_deleted_and_its_file_renamed_stays_deleted(owner: Owner) -> None:
    owner.imports(OLD)
    page().delete()
    owner.path.rename(owner.path.with_name("other.md"))

    _, report = owner.again()

    assert codes(report, "other.md") == ["deleted-page"]
    assert not GuidancePage.objects.exists()


def test_a_choice_deleted_with_its_page_stays_deleted_too(owner: Owner) -> None:
    owner.imports(OLD)
    page().delete()
    Choice.objects.get().delete()
    Question.objects.get().delete()

    status, report = owner.imports(OLD, title="Kimseyi dinlemiyoruz.")

    assert (status, codes(report, "S1C1.md")) == (0, ["deleted-page"])
    assert not Choice.objects.exists()
    assert not Question.objects.exists()
    _, report = owner.again("--restore")
    assert nonzero(report) == {"seen": 1, "create": 1}
    assert page().title == "Kimseyi dinlemiyoruz."


QUESTION = "## SORU: Üyelerimizi dinliyor muyuz?\n"
OTHER_QUESTION = "## SORU: Üyelerimizi yeterince dinliyor muyuz?\n"


def ask(owner: Owner, text: str) -> None:
    owner.path.with_name("S1.md").write_text(text)


def delete_all() -> None:
    """Delete pages, choices and questions, as an editor has to: in this order."""
    for each in GuidancePage.objects.all():
        each.delete()
    Choice.objects.all().delete()
    Question.objects.all().delete()


@pytest.mark.parametrize("text", [QUESTION, OTHER_QUESTION], ids=["same", "changed"])
def test_a_deleted_question_stays_deleted_until_restore(
    text: str, owner: Owner
) -> None:
    ask(owner, QUESTION)
    owner.again()
    delete_all()
    ask(owner, text)

    for options in (["--dry-run"], [], []):
        status, report = owner.again(*options)
        assert (status, nonzero(report)) == (0, {"seen": 1, "held": 1, "warnings": 1})
        assert codes(report, "S1.md") == ["deleted-question"]
        assert not Question.objects.exists()

    _, planned = owner.again("--dry-run", "--restore")
    status, report = owner.again("--restore")
    assert (status, nonzero(report)) == (0, nonzero(planned))
    assert nonzero(report) == {"seen": 1, "question": 1}
    assert f"## SORU: {Question.objects.get().text_in('tr')}\n" == text


def test_a_question_deleted_with_its_choices_stays_deleted_with_them(
    owner: Owner,
) -> None:
    ask(owner, QUESTION)
    owner.imports(OLD)
    delete_all()
    ask(owner, OTHER_QUESTION)

    _, planned = owner.again("--dry-run")
    _, report = owner.imports(OLD.replace("küçük", "ufak"))

    assert nonzero(planned) == nonzero(report)
    assert codes(report, "S1.md") == ["deleted-question"]
    assert codes(report, "S1C1.md") == ["deleted-page"]
    assert not Question.objects.exists()


def test_a_new_page_of_a_deleted_question_brings_its_text_back(owner: Owner) -> None:
    ask(owner, QUESTION)
    owner.imports(OLD)
    delete_all()
    new = owner.path.with_name("S1C2.md")
    new.write_text(document(1, 2, "Herkesi dinliyoruz.", "Bir metin."))

    _, planned = owner.again("--dry-run")
    _, report = owner.again()

    assert nonzero(planned) == nonzero(report)
    assert nonzero(report)["question"] == 1
    assert codes(report, "S1C1.md") == ["deleted-page"]
    assert Question.objects.get().text_in("tr") == "Üyelerimizi dinliyor muyuz?"
    assert [choice.number for choice in Choice.objects.all()] == [2]


def test_a_question_that_an_editor_made_and_deleted_is_made_by_the_import(
    owner: Owner,
) -> None:
    Question.objects.create(number=1, text_tr="Kimi dinliyoruz?")
    ask(owner, QUESTION)
    assert owner.again()[0] == 1
    delete_all()

    status, report = owner.again()

    assert (status, nonzero(report)["question"]) == (0, 1)
    assert Question.objects.get().text_in("tr") == "Üyelerimizi dinliyor muyuz?"


def test_the_text_of_a_choice_whose_page_alone_was_deleted_follows_the_file(
    owner: Owner,
) -> None:
    owner.imports(OLD)
    page().delete()

    _, report = owner.imports(OLD, title="Kimseyi dinlemiyoruz.")

    assert codes(report, "S1C1.md") == ["deleted-page"]
    assert Choice.objects.get().text_in("tr") == "Kimseyi dinlemiyoruz."


def test_a_page_that_an_editor_made_and_deleted_is_made_by_the_import(
    owner: Owner,
) -> None:
    owner.imports(OLD)
    SourceDocument.objects.all().delete()
    type_into_draft("küçük", "büyük")
    assert owner.imports(OLD.replace("küçük", "ufak"))[0] == 1
    page().delete()

    status, report = owner.again()

    assert (status, nonzero(report)["create"]) == (0, 1)


# ---- paths and sources


def test_R11_a_renamed_and_changed_file_is_the_same_page(owner: Owner) -> None:
    owner.imports(OLD)
    before = page()
    moved = owner.path.parent / "alt" / "anket.md"
    moved.parent.mkdir()
    owner.path.rename(moved)
    owner.path = moved
    moved.write_text(moved.read_text().replace("küçük", "büyük"))

    status, report = owner._imported(moved.parent.parent)  # noqa: SLF001

    after = page()
    assert (after.pk, after.url) == (before.pk, before.url)
    assert nonzero(report) == {"seen": 1, "update": 1}
    assert status.status == 0
    assert SourceDocument.objects.get().path == "alt/anket.md"


def test_R12_a_conflict_survives_that_its_file_is_gone_for_a_while(
    owner: Owner,
) -> None:
    owner.imports("Bir metin burada.")
    type_into_draft("Bir metin", "Her metin")
    owner.imports("İki metin burada.")
    text = owner.path.read_text()
    owner.path.unlink()
    assert owner.again()[0] == 0
    owner.path.write_text(text)

    assert owner.again()[0] == 1
    assert Proposal.objects.filter(status="open").count() == 1
    assert shown_paragraphs(draft()) == ["Her metin burada."]


# ---- dry runs


def test_a_dry_run_makes_no_proposal(owner: Owner) -> None:
    owner.imports("Bir metin burada.")
    type_into_draft("Bir metin", "Her metin")

    status, report = owner.imports("İki metin burada.", "--dry-run")

    assert (status, nonzero(report)["conflict"]) == (1, 1)
    assert not Proposal.objects.exists()
    assert Choice.objects.count() == 1
