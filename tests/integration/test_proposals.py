"""Conflicts of an import in the editor: shown, taken, kept, and never lost."""

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Revision
from wagtail.users.models import UserProfile

from guidance.models import Choice, GuidancePage, Question
from guidance.publication.lock import content_lock
from importers.models import Proposal, SourceDocument
from tests.guidance_site import make_choice, page_in, shown_paragraphs

pytestmark = pytest.mark.django_db

TITLE = "Üyelerimizin görüşünü almıyoruz."
FIRST = "Dinlemek bir anketle başlar."
SECOND = "Anket kısa olsun ve yılda en az iki kez yapılsın."
OURS = "Dinlemek bir sohbetle başlar."
THEIRS = "Dinlemek bir mektupla başlar."


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_superuser("editor", "e@ornek.org", "x")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., int]:
    """Return a function that writes the document, imports it and returns the status."""

    def write_and_import(*paragraphs: str, title: str = TITLE) -> int:
        head = f"---\ntitle: {title}\nquestion_id: 1\nchoice_id: 1\n---\n"
        path = tmp_path / "S1C1.md"
        path.write_text(head + "\n\n".join(paragraphs) + "\n")
        try:
            call_command("import_markdown", str(path), verbosity=0)
        except CommandError as error:
            return int(error.returncode)
        except SystemExit as error:
            return int(error.code or 0)
        return 0

    return write_and_import


Write = Callable[..., int]


def page() -> GuidancePage:
    choice = Choice.objects.get(question__number=1, number=1)
    found = page_in("tr", choice)
    assert found is not None
    return found


def draft() -> GuidancePage:
    found: GuidancePage = page().get_latest_revision_as_object()
    return found


def edit(before: str, after: str) -> None:
    """Save a draft as an editor does."""
    current = draft()
    stream = [
        {**block, "value": block["value"].replace(before, after)}
        for block in current.stream()
    ]
    current.body = GuidancePage.body.field.to_python(stream)
    current.save_revision()


@pytest.fixture
def disputed(write: Write) -> Proposal:
    """Return the proposal of a conflict about the first paragraph."""
    assert write(FIRST, SECOND) == 0
    edit(FIRST, OURS)
    assert write(THEIRS, SECOND.replace("iki", "üç")) == 1
    return Proposal.objects.get()


def edit_url() -> str:
    return reverse("wagtailadmin_pages:edit", args=[page().pk])


def form(client: Client) -> dict[str, str]:
    """Return what the panel's form sends, but for the button."""
    panel = shown_panel(client)
    return {"version": panel.proposals[0].version}


def shown_panel(client: Client, url: str | None = None) -> Any:
    response = client.get(url or edit_url())
    panels = {panel.name: panel for panel in response.context["side_panels"]}
    return panels.get("proposals")


def answer(client: Client, proposal: Proposal, **data: str) -> Any:
    url = reverse("importers_answer", args=[proposal.pk])
    return client.post(url, data, follow=True)


def said(response: Any) -> list[str]:
    messages = (str(message) for message in response.context["messages"])
    return [html.unescape(message).strip() for message in messages]


# ---- what an import leaves


def test_R08_a_conflict_is_kept_with_all_three_texts(disputed: Proposal) -> None:
    assert (disputed.base_text, disputed.editor_text, disputed.source_text) == (
        FIRST,
        OURS,
        THEIRS,
    )
    assert (disputed.status, disputed.question, disputed.choice) == ("open", 1, 1)
    assert disputed.run is not None
    assert shown_paragraphs(draft()) == [OURS, SECOND.replace("iki", "üç")]
    assert shown_paragraphs(page()) == [FIRST, SECOND]


def test_the_same_file_again_is_the_same_conflict(
    disputed: Proposal, write: Write
) -> None:
    revisions = Revision.objects.count()

    assert write(THEIRS, SECOND.replace("iki", "üç")) == 1

    again = Proposal.objects.get()
    assert (again.pk, again.made_at) == (disputed.pk, disputed.made_at)
    assert Revision.objects.count() == revisions


def test_a_newer_file_replaces_the_proposal(disputed: Proposal, write: Write) -> None:
    newer = "Dinlemek bir toplantıyla başlar."

    assert write(newer, SECOND) == 1

    again = Proposal.objects.get()
    assert (again.pk, again.source_text, again.base_text) == (
        disputed.pk,
        newer,
        FIRST,
    )
    assert shown_paragraphs(draft()) == [OURS, SECOND]


@pytest.mark.parametrize("said_now", [FIRST, OURS])
def test_a_conflict_that_is_none_any_more_is_withdrawn(
    disputed: Proposal, write: Write, said_now: str
) -> None:
    assert write(said_now, SECOND) == 0

    disputed.refresh_from_db()
    assert disputed.status == "withdrawn"
    assert SourceDocument.objects.get().disputed is None
    assert shown_paragraphs(draft())[0] == OURS


def test_an_editor_who_writes_what_the_file_says_settles_it(
    disputed: Proposal, write: Write, editor: Client
) -> None:
    edit(OURS, THEIRS)

    assert shown_panel(editor) is None
    assert write(THEIRS, SECOND.replace("iki", "üç")) == 0
    disputed.refresh_from_db()
    assert disputed.status == "withdrawn"


def test_what_was_taken_into_the_draft_is_not_taken_again(
    disputed: Proposal,  # noqa: ARG001 - for the conflict
    write: Write,
) -> None:
    assert write(THEIRS, SECOND, "Sonuçları paylaşın.") == 1
    edit("Sonuçları paylaşın.", "Sonuçları herkesle paylaşın.")
    edit(SECOND, "")

    assert write(THEIRS, SECOND, "Sonuçları paylaşın.") == 1

    assert [each for each in shown_paragraphs(draft()) if each] == [
        OURS,
        "Sonuçları herkesle paylaşın.",
    ]
    assert Proposal.objects.filter(status="open").count() == 1


# ---- the panel


def test_the_panel_shows_both_texts_and_what_differs(
    disputed: Proposal, editor: Client
) -> None:
    shown = editor.get(edit_url()).content.decode()

    assert reverse("importers_answer", args=[disputed.pk]) in shown
    for text in (FIRST, OURS, THEIRS):
        assert text in shown
    assert '<del class="deletion">sohbetle</del>' in shown
    assert '<ins class="addition">mektupla</ins>' in shown


def test_there_is_no_panel_without_a_conflict(write: Write, editor: Client) -> None:
    write(FIRST)

    assert shown_panel(editor) is None


def test_S02_a_text_of_the_file_is_text_in_the_panel(
    write: Write, editor: Client
) -> None:
    write(FIRST)
    edit(FIRST, OURS)
    write("`<script>alert(1)</script>` başlar.")

    shown = editor.get(edit_url()).content.decode()

    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


# ---- answers


def test_taking_the_files_text_writes_a_draft(
    disputed: Proposal, editor: Client, write: Write
) -> None:
    response = answer(editor, disputed, answer="take", **form(editor))

    assert said(response) == [
        "The file's text was taken into the draft. Publish it when it is ready."
    ]
    assert shown_paragraphs(draft())[0] == THEIRS
    assert shown_paragraphs(page())[0] == FIRST
    disputed.refresh_from_db()
    assert disputed.status == "taken"
    assert disputed.decided_by == User.objects.get(username="editor")
    assert disputed.decided_at is not None
    assert write(THEIRS, SECOND.replace("iki", "üç")) == 0
    assert shown_paragraphs(draft())[0] == THEIRS


def test_keeping_mine_changes_no_text_and_settles_the_file(
    disputed: Proposal, editor: Client, write: Write
) -> None:
    revisions = Revision.objects.count()

    answer(editor, disputed, answer="keep", **form(editor))

    assert Revision.objects.count() == revisions
    disputed.refresh_from_db()
    assert disputed.status == "kept"
    assert write(THEIRS, SECOND.replace("iki", "üç")) == 0
    assert Revision.objects.count() == revisions
    assert shown_paragraphs(draft())[0] == OURS


def test_after_an_answer_only_a_new_change_is_a_conflict_again(
    disputed: Proposal, editor: Client, write: Write
) -> None:
    answer(editor, disputed, answer="keep", **form(editor))

    assert write("Dinlemek bir toplantıyla başlar.", SECOND.replace("iki", "üç")) == 1

    assert Proposal.objects.get(status="open").base_text == THEIRS


def test_one_of_two_conflicts_is_settled_alone(write: Write, editor: Client) -> None:
    write(FIRST, SECOND)
    edit(FIRST, OURS)
    edit("yılda en az iki kez", "her ay")
    write(THEIRS, SECOND.replace("en az iki kez", "bir kez"))
    first, second = Proposal.objects.order_by("pk")

    answer(editor, first, answer="take", **form(editor))

    assert shown_paragraphs(draft()) == [
        THEIRS,
        SECOND.replace("yılda en az iki kez", "her ay"),
    ]
    assert write(THEIRS, SECOND.replace("en az iki kez", "bir kez")) == 1
    second.refresh_from_db()
    assert second.status == "open"
    answer(editor, second, answer="keep", **form(editor))
    assert write(THEIRS, SECOND.replace("en az iki kez", "bir kez")) == 0


def test_R09_an_answer_about_texts_that_have_changed_is_refused(
    disputed: Proposal, editor: Client
) -> None:
    opened = form(editor)
    edit(OURS, "Dinlemek bir çayla başlar.")

    response = answer(editor, disputed, answer="take", **opened)

    (message,) = said(response)
    assert "has changed since you opened the page" in message
    assert shown_paragraphs(draft())[0] == "Dinlemek bir çayla başlar."
    disputed.refresh_from_db()
    assert disputed.status == "open"


def test_an_edit_elsewhere_meanwhile_is_kept(
    disputed: Proposal, editor: Client
) -> None:
    opened = form(editor)
    edit("Anket kısa olsun", "Anket çok kısa olsun")

    answer(editor, disputed, answer="take", **opened)

    assert shown_paragraphs(draft()) == [
        THEIRS,
        "Anket çok kısa olsun ve yılda en az üç kez yapılsın.",
    ]


def test_an_answer_is_given_once(disputed: Proposal, editor: Client) -> None:
    opened = form(editor)
    answer(editor, disputed, answer="keep", **opened)

    response = answer(editor, disputed, answer="take", **opened)

    assert said(response) == ["Somebody has decided this already."]
    assert shown_paragraphs(draft())[0] == OURS


def test_R06_an_answer_waits_for_an_import(disputed: Proposal, editor: Client) -> None:
    opened = form(editor)

    with content_lock("import"):
        response = answer(editor, disputed, answer="take", **opened)

    (message,) = said(response)
    assert "is running" in message
    disputed.refresh_from_db()
    assert disputed.status == "open"


def test_a_lock_of_somebody_else_is_respected(
    disputed: Proposal, editor: Client
) -> None:
    opened = form(editor)
    GuidancePage.objects.update(
        locked=True, locked_by=User.objects.create_user("other"), locked_at=None
    )

    response = answer(editor, disputed, answer="take", **opened)

    assert shown_paragraphs(draft())[0] == OURS
    assert said(response)[0] == f"<b>'{TITLE}' is locked</b>."


def test_S20_who_may_not_edit_the_page_may_not_answer(
    disputed: Proposal, client: Client
) -> None:
    user = User.objects.create_user("reader")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    answer(client, disputed, answer="take", version="x")

    disputed.refresh_from_db()
    assert disputed.status == "open"


def test_S30_an_answer_needs_a_post_with_a_token(disputed: Proposal) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("editor", "e@ornek.org", "x"))
    url = reverse("importers_answer", args=[disputed.pk])

    assert client.get(url).status_code == 405
    assert client.post(url, {"answer": "keep"}).status_code == 403
    disputed.refresh_from_db()
    assert disputed.status == "open"


def test_an_answer_that_is_none_is_refused(disputed: Proposal, editor: Client) -> None:
    assert answer(editor, disputed, answer="both").status_code == 400


# ---- titles, questions, pages without a base


def test_both_sides_change_the_title_by_words(write: Write) -> None:
    write(FIRST)
    make_choice(1, 1, tr="Bütün üyelerimizin görüşünü almıyoruz.")

    assert write(FIRST, title="Üyelerimizin görüşünü henüz almıyoruz.") == 0

    assert page().title == "Bütün üyelerimizin görüşünü henüz almıyoruz."


def test_a_title_is_proposed_and_taken(write: Write, editor: Client) -> None:
    write(FIRST)
    make_choice(1, 1, tr="Kimseyi dinlemiyoruz.")
    assert write(FIRST, title="Üyelere sormuyoruz.") == 1
    (proposal,) = Proposal.objects.all()

    answer(editor, proposal, answer="take", **form(editor))

    assert page().title == "Üyelere sormuyoruz."
    assert write(FIRST, title="Üyelere sormuyoruz.") == 0


def test_a_title_that_is_kept_stays(write: Write, editor: Client) -> None:
    write(FIRST)
    make_choice(1, 1, tr="Kimseyi dinlemiyoruz.")
    write(FIRST, title="Üyelere sormuyoruz.")

    answer(editor, Proposal.objects.get(), answer="keep", **form(editor))

    assert write(FIRST, title="Üyelere sormuyoruz.") == 0
    assert page().choice.text_in("tr") == "Kimseyi dinlemiyoruz."


def test_a_title_needs_the_permission_to_change_choices(
    write: Write, client: Client
) -> None:
    write(FIRST)
    make_choice(1, 1, tr="Kimseyi dinlemiyoruz.")
    write(FIRST, title="Üyelere sormuyoruz.")
    group = Group.objects.create(name="pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=page().get_parent(),
        permission=Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        ),
    )
    user = User.objects.create_user("editor")
    user.groups.add(group)
    client.force_login(user)
    opened = form(client)

    answer(client, Proposal.objects.get(), answer="take", **opened)

    assert page().choice.text_in("tr") == "Kimseyi dinlemiyoruz."


def test_a_questions_text_is_decided_in_its_own_editor(
    tmp_path: Path, editor: Client
) -> None:
    path = tmp_path / "S1.md"
    path.write_text("## SORU: Üyelerimizi dinliyor muyuz?\n")
    call_command("import_markdown", str(path), verbosity=0)
    question = Question.objects.get()
    question.set_text("tr", "Kimi dinliyoruz?")
    question.save()
    path.write_text("## SORU: Sözümüz dinleniyor mu?\n")
    with pytest.raises((CommandError, SystemExit)):
        call_command("import_markdown", str(path), verbosity=0)
    url = reverse("wagtailsnippets_guidance_question:edit", args=[question.pk])

    (shown,) = shown_panel(editor, url).proposals
    answer(editor, shown.proposal, answer="take", version=shown.version)

    question.refresh_from_db()
    assert question.text_in("tr") == "Sözümüz dinleniyor mu?"


def test_a_page_that_an_editor_made_is_one_proposal(
    write: Write, editor: Client
) -> None:
    write(FIRST)
    SourceDocument.objects.all().delete()
    edit(FIRST, OURS)
    assert write(THEIRS, SECOND) == 1
    (proposal,) = Proposal.objects.all()

    assert (proposal.editor_text, proposal.source_text) == (
        OURS,
        f"{THEIRS}\n{SECOND}",
    )
    answer(editor, proposal, answer="take", **form(editor))

    assert shown_paragraphs(draft()) == [THEIRS, SECOND]
    assert write(THEIRS, SECOND) == 0
