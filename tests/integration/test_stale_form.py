"""R09: an editor's form that is older than the page replaces nothing in silence."""

import re

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guidance.models import GuidancePage
from tests.guidance_site import make_choice, make_page, prose, shown_paragraphs

_LOADED = re.compile(r'name="(loaded_revision_\w+)" value="([^"]*)"')

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> GuidancePage:
    return make_page(make_choice(1, 1, tr="Bir."), prose("Eski metin."))


@pytest.fixture
def editor(client: Client, admin_user: AbstractBaseUser) -> Client:
    client.force_login(admin_user)
    return client


def opened(editor: Client, page: GuidancePage) -> dict[str, str]:
    """Return what the form of the page says of the revision that it shows."""
    answer = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    found = dict(_LOADED.findall(answer.content.decode()))
    assert set(found) == {"loaded_revision_id", "loaded_revision_created_at"}
    return found


def save(editor: Client, page: GuidancePage, text: str, **data: str) -> str:
    """Send the form with another text; return what the admin then says."""
    body = streamfield([("text", rich_text(f"<p>{text}</p>"))])
    form = nested_form_data(
        {
            "choice": str(page.choice_id),
            "heading": "",
            "body": body,
            "slug": page.slug,
            "seo_title": "",
            "search_description": "",
            "comments": {
                "TOTAL_FORMS": "0",
                "INITIAL_FORMS": "0",
                "MIN_NUM_FORMS": "0",
                "MAX_NUM_FORMS": "",
            },
        }
    )
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = editor.post(url, {**form, **data}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def is_warned(said: str) -> bool:
    return "revisions/compare" in said and "latest" in said


def test_R09_a_form_from_before_an_import_is_kept_as_a_draft(
    editor: Client, page: GuidancePage
) -> None:
    form = opened(editor, page)
    make_page(page.choice, prose("Yeni metin."))

    said = save(editor, page, "Editörün metni.", **form, **{"action-publish": "1"})

    now = GuidancePage.objects.get()
    assert is_warned(said)
    assert shown_paragraphs(now) == ["Yeni metin."]
    assert now.has_unpublished_changes
    draft = now.get_latest_revision_as_object()
    assert shown_paragraphs(draft) == ["Editörün metni."]


def test_R09_once_seen_it_can_be_published(editor: Client, page: GuidancePage) -> None:
    form = opened(editor, page)
    make_page(page.choice, prose("Yeni metin."))
    save(editor, page, "Editörün metni.", **form, **{"action-publish": "1"})

    form = opened(editor, page)
    said = save(editor, page, "Editörün metni.", **form, **{"action-publish": "1"})

    assert not is_warned(said)
    assert shown_paragraphs(GuidancePage.objects.get()) == ["Editörün metni."]


def test_a_form_that_is_up_to_date_goes_live(
    editor: Client, page: GuidancePage
) -> None:
    form = opened(editor, page)

    said = save(editor, page, "Editörün metni.", **form, **{"action-publish": "1"})

    assert not is_warned(said)
    assert shown_paragraphs(GuidancePage.objects.get()) == ["Editörün metni."]
