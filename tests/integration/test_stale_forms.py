"""R09: a form that was opened before somebody else saved never wins in silence."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from guidance.models import GuidancePage
from tests.guidance_site import make_choice, make_page, prose, shown_paragraphs
from tests.integration.test_leaf_ids import form_data

pytestmark = pytest.mark.django_db

OLD, IMPORTED, TYPED = "Bir metin.", "Yeni içe aktarılan metin.", "Elle yazılan metin."


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_superuser("editor", "e@ornek.org", "x")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def page() -> GuidancePage:
    return make_page(make_choice(10, 2, tr="Amaç"), prose(OLD))


def opened(page: GuidancePage) -> dict[str, str]:
    """Return what an open form knows about the version that it was made from."""
    revision = page.get_latest_revision()
    return {
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }


def save(client: Client, page: GuidancePage, seen: dict[str, str], **more: str) -> Any:
    data = form_data(page, prose(TYPED)) | seen | more
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def newest(page: GuidancePage) -> list[str]:
    found = GuidancePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return shown_paragraphs(found)


def imported(page: GuidancePage) -> GuidancePage:
    return make_page(page.choice, prose(IMPORTED), publish=False)


def test_R09_an_old_form_is_not_saved_and_nothing_of_it_is_lost(
    editor: Client, page: GuidancePage
) -> None:
    seen = opened(page)
    imported(page)

    response = save(editor, page, seen)

    assert response.status_code == 409
    assert newest(page) == [IMPORTED]
    shown = response.content.decode()
    assert "Nothing was saved" in shown
    assert "Elle yaz" in shown


def test_R09_it_is_still_an_old_form_when_it_is_sent_again(
    editor: Client, page: GuidancePage
) -> None:
    seen = opened(page)
    imported(page)
    response = save(editor, page, seen)

    again = {
        "loaded_revision_id": str(
            GuidancePage.objects.get(pk=page.pk).latest_revision_id
        ),
        "loaded_revision_created_at": response.context["loaded_revision_created_at"],
    }

    assert save(editor, page, again).status_code == 409
    assert newest(page) == [IMPORTED]


def test_R09_it_is_saved_when_the_editor_says_so(
    editor: Client, page: GuidancePage
) -> None:
    seen = opened(page)
    after = imported(page)
    now = opened(after)
    token = f"{now['loaded_revision_id']} {now['loaded_revision_created_at']}"

    response = save(editor, page, seen, **{"save-over": token})

    assert response.status_code == 302
    assert newest(page) == [TYPED]


def test_R09_the_word_of_the_editor_is_about_one_newer_version(
    editor: Client, page: GuidancePage
) -> None:
    seen = opened(page)
    after = imported(page)
    now = opened(after)
    token = f"{now['loaded_revision_id']} {now['loaded_revision_created_at']}"
    make_page(page.choice, prose("Daha da yeni."), publish=False)

    assert save(editor, page, seen, **{"save-over": token}).status_code == 409
    assert newest(page) == ["Daha da yeni."]


def test_a_form_of_the_newest_version_is_saved(
    editor: Client, page: GuidancePage
) -> None:
    assert save(editor, page, opened(page)).status_code == 302
    assert newest(page) == [TYPED]


def test_the_listing_of_guidance_is_as_it_was(
    editor: Client, page: GuidancePage
) -> None:
    url = reverse("wagtailadmin_explore", args=[page.get_parent().pk])

    response = editor.get(url)

    assert response.status_code == 200
    assert page.title in response.content.decode()
