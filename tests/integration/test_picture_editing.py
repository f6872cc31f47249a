"""Alternative text: an editor cannot publish a picture without one."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guidance.models import GuidancePage
from tests.guidance_site import make_choice, make_page
from tests.pictures import picture
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "e@ornek.org", "x"))
    return client


def page_with_picture(*, alt: str = "", image: bool = True) -> GuidancePage:
    """Return a live page as an import makes it: with a picture, whatever its text."""
    pk = None
    if image:
        file = upload("a.png", picture())
        pk = get_image_model().objects.create(title="a", file=file).pk
    block: dict[str, Any] = {
        "image": {"image": pk, "decorative": False, "alt_text": alt},
        "caption": "",
        "width": 120,
        "height": 90,
        "source": "./media/a.png",
    }
    stream = [{"type": "image", "value": block, "id": "b1"}]
    return make_page(make_choice(1, 1, tr="Görüş alırız."), stream)


def post(client: Client, page: GuidancePage, *, publish: bool, **changed: Any) -> Any:
    """Send the editor's form as the browser does."""
    value = page.stream()[0]["value"]
    image = {**value["image"], **changed}
    image["decorative"] = "on" if image["decorative"] else ""
    data = nested_form_data(
        {
            "choice": page.choice_id,
            "heading": page.heading,
            "slug": page.slug,
            "seo_title": "",
            "search_description": "",
            "body": streamfield(
                [
                    (
                        "image",
                        {**value, "image": image, "caption": rich_text("")},
                    )
                ]
            ),
            **({"action-publish": "1"} if publish else {}),
        }
    )
    data = {name: "" if given is None else given for name, given in data.items()}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_without_alternative_text_an_editor_cannot_publish(editor: Client) -> None:
    page = page_with_picture()

    response = post(editor, page, publish=True)

    assert response.status_code == 200
    assert not page.revisions.filter(user__isnull=False).exists()


def test_without_alternative_text_a_draft_can_be_saved(editor: Client) -> None:
    page = page_with_picture()

    response = post(editor, page, publish=False)

    assert response.status_code == 302
    assert page.revisions.filter(user__isnull=False).count() == 1


@pytest.mark.parametrize("answer", [{"alt_text": "Bir halka"}, {"decorative": True}])
def test_with_a_text_or_as_decoration_it_is_published(
    editor: Client, answer: dict[str, Any]
) -> None:
    page = page_with_picture()

    response = post(editor, page, publish=True, **answer)

    assert response.status_code == 302
    page.refresh_from_db()
    image = page.stream()[0]["value"]["image"]
    assert {name: image[name] for name in answer} == answer


def test_a_picture_that_is_still_missing_does_not_stop_an_editor(
    editor: Client,
) -> None:
    page = page_with_picture(image=False)

    response = post(editor, page, publish=True)

    assert response.status_code == 302


def test_the_display_size_and_the_path_survive_the_editor(editor: Client) -> None:
    page = page_with_picture(alt="Bir halka")

    post(editor, page, publish=True)

    page.refresh_from_db()
    value = page.stream()[0]["value"]
    assert (value["width"], value["height"], value["source"]) == (
        120,
        90,
        "./media/a.png",
    )
