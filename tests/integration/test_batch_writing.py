"""Pages written in batches: how many statements that takes, and what is left to Wagtail."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page, Revision, Workflow, WorkflowState
from wagtail.search.backends import get_search_backend

from guidance.models import Choice, GuidancePage
from guidance.publication.children import free_slug, new_paths
from guidance.publication.pages import PageWrite, unpublish_pages, write_pages
from guidance.publication.tree import ensure_index
from guidance.publication.valid import PagesRefusedError
from guidance.rich_text import UnsafeContentError
from guidance.translation.changes import gathered
from tests.guidance_site import make_choice, make_page, page_in, prose

pytestmark = pytest.mark.django_db


def make_writes(
    choices: Sequence[Choice], text: str = "Metin", **options: Any
) -> list[PageWrite]:
    values: dict[str, Any] = {"language": "tr", "publish": True, **options}
    return [
        PageWrite(choice=choice, stream=prose(f"{text} {choice.number}"), **values)
        for choice in choices
    ]


def make_choices(size: int, question: int = 1) -> list[Choice]:
    return [make_choice(question, n, tr=f"Seçenek {n}") for n in range(1, size + 1)]


def statements(writes: Sequence[PageWrite]) -> int:
    with CaptureQueriesContext(connection) as captured, gathered():
        write_pages(writes)
    return len(captured)


def check_tree() -> None:
    problems = Page.find_problems()
    assert not any(problems), problems


# ---- statements


def test_a_hundred_new_pages_take_less_than_a_statement_each() -> None:
    ensure_index("tr")
    few, many = make_choices(5, question=1), make_choices(100, question=2)

    counted = statements(make_writes(few)), statements(make_writes(many))

    assert counted[1] < 60
    # A database takes only so many parameters in one statement.
    assert counted[1] - counted[0] < 25
    check_tree()


def test_many_changes_take_about_as_many_statements_as_few() -> None:
    choices = make_choices(60)
    write_pages(make_writes(choices))

    few = statements(make_writes(choices[:10], "Yeni"))
    many = statements(make_writes(choices, "Yine"))

    # Wagtail's search on SQLite updates the entries of existing pages one by one.
    # A database takes only so many parameters in one statement.
    assert many - few < 10
    assert page_in("tr", choices[59]).stream() == prose("Yine 60")  # type: ignore[union-attr]


# ---- places in the tree


def test_new_pages_come_behind_what_an_editor_added() -> None:
    first, second, third = make_choices(3)
    write_pages(make_writes([first]))
    index = ensure_index("tr")
    index.add_child(
        instance=GuidancePage(choice=second, locale=index.locale, title="x")
    )

    write_pages(make_writes([third]))

    pages = [page.specific.choice.number for page in ensure_index("tr").get_children()]
    assert pages == [1, 2, 3]
    check_tree()


def test_a_taken_slug_gets_a_number() -> None:
    first, second = make_choices(2)
    page = make_page(first, prose("Bir"))
    page.slug = "1-2-secenek-2"
    page.save_revision().publish()

    write_pages(make_writes([second]))

    written = page_in("tr", second)
    assert written is not None
    assert written.slug == "1-2-secenek-2-2"
    assert written.url_path.endswith("/1-2-secenek-2-2/")


def test_paths_are_those_that_treebeard_gives() -> None:
    assert new_paths("00010001", None, 2) == ["000100010001", "000100010002"]
    assert new_paths("0001", "0001000Z", 1) == ["00010010"]
    assert free_slug("10-2", {"10-2", "10-2-2"}) == "10-2-3"
    assert free_slug("10-2", set()) == "10-2"


# ---- what must not be stored


def test_nothing_is_written_when_one_page_is_unsafe() -> None:
    good, bad = make_choices(2)
    unsafe = [{"type": "text", "value": "<p>anahtarsız <u>x</u></p>", "id": "b1"}]
    write = PageWrite(choice=bad, language="tr", stream=unsafe, publish=True)

    with pytest.raises(UnsafeContentError):
        write_pages([*make_writes([good]), write])

    assert not GuidancePage.objects.exists()


def test_a_field_that_is_too_long_is_refused() -> None:
    (choice,) = make_choices(1)

    with pytest.raises(PagesRefusedError) as refused, transaction.atomic():
        write_pages(make_writes([choice], heading="x" * 1001))

    assert list(refused.value.refusals) == [choice.pk]
    assert not GuidancePage.objects.exists()


# ---- what Wagtail does itself


def test_comments_stay_in_the_revisions_of_their_page() -> None:
    (choice,) = make_choices(1)
    page = make_page(choice, prose("Bir"))
    user = User.objects.create_user("editor")
    comment = Comment.objects.create(
        page=page, user=user, text="Emin miyiz?", contentpath="body.b1"
    )

    write_pages(make_writes([choice], "İki"))

    revision = Revision.objects.order_by("pk").last()
    comments = revision.content["wagtail_admin_comments"]
    assert [each["pk"] for each in comments] == [comment.pk]
    assert page_in("tr", choice).stream() == prose("İki 1")  # type: ignore[union-attr]


def test_another_slug_moves_the_address_and_leaves_a_redirect(
    django_capture_on_commit_callbacks: Any,
) -> None:
    (choice,) = make_choices(1)
    page = make_page(choice, prose("Bir"))
    page.slug = "baska"
    page.save_revision()

    with django_capture_on_commit_callbacks(execute=True):
        write_pages(make_writes([choice], "İki"))

    page.refresh_from_db()
    assert page.url_path.endswith("/baska/")
    assert Redirect.objects.filter(redirect_page=page.pk).exists()


def test_a_date_in_the_future_schedules_the_publication() -> None:
    (choice,) = make_choices(1)
    page = make_page(choice, prose("Bir"))
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision()

    write_pages(make_writes([choice], "İki"))

    live = page_in("tr", choice)
    assert live is not None
    assert live.stream() == prose("Bir")
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1


def test_publishing_ends_the_moderation_of_a_page() -> None:
    (choice,) = make_choices(1)
    page = make_page(choice, prose("Bir"))
    user = User.objects.create_superuser("editor")
    page.save_revision(user=user)
    Workflow.objects.get().start(page, user)

    write_pages(make_writes([choice], "İki"), user=user)

    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_CANCELLED


def test_a_schedule_is_taken_back_when_the_page_is_published_or_taken_off() -> None:
    choices = make_choices(2)
    pages = [make_page(choice, prose("Bir")) for choice in choices]
    soon = timezone.now() + timedelta(days=1)
    for page in pages:
        page.save_revision(approved_go_live_at=soon)

    write_pages(make_writes(choices[:1], "İki"))
    unpublish_pages([pages[1].pk])

    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


# ---- taking pages off


def test_many_pages_are_taken_off_at_once() -> None:
    choices = make_choices(30)
    pages = write_pages(make_writes(choices))

    with CaptureQueriesContext(connection) as captured, gathered():
        count = unpublish_pages(pages.values())

    assert count == 30
    # One each for the search on SQLite; the rest is the same for three hundred.
    assert len(captured) < 30 + 45
    assert not GuidancePage.objects.live().exists()
    assert unpublish_pages(pages.values()) == 0


# ---- search


def test_a_search_finds_what_the_last_version_says() -> None:
    choices = make_choices(3)
    write_pages(make_writes(choices, "elma"))
    write_pages(make_writes(choices[:1], "armut"))

    backend = get_search_backend()

    assert len(backend.search("elma", GuidancePage)) == 2
    assert len(backend.search("armut", GuidancePage)) == 1
