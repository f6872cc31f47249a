"""Drafts, private and unpublished pages never show, by whatever way."""

from collections.abc import Callable

import pytest
from wagtail.models import PageViewRestriction

from guidance.models import GuidancePage
from tests.html import parsed, texts
from tests.site_content import make_choice, publish, text_block

pytestmark = pytest.mark.django_db

MARKER = "gizli-metin"


def draft(page: GuidancePage) -> None:
    page.unpublish()


def private(page: GuidancePage) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )


def below_a_private_index(page: GuidancePage) -> None:
    private(page.get_parent())


def below_a_draft_index(page: GuidancePage) -> None:
    page.get_parent().specific.unpublish()


def shown(page: GuidancePage) -> None:
    """Hide nothing: the control."""


HIDDEN = [draft, private, below_a_private_index, below_a_draft_index]


def everything_about(client, page: GuidancePage) -> str:
    """Return all that a visitor can get to read, redirects included."""
    numbers = f"{page.choice.question.number}-{page.choice.number}"
    paths = [
        *(f"/{language}/" for language in ("tr", "en", "ar")),
        *(f"/{language}/{numbers}/" for language in ("tr", "en", "ar")),
        *(f"/{language}/{page.slug}/" for language in ("tr", "en", "ar")),
        *(f"/api/v1/guidance/?locale={language}" for language in ("tr", "en", "ar")),
        f"/api/v1/guidance/{numbers.replace('-', '/')}/?locale={page.language}",
    ]
    answers = [client.get(path) for path in paths]
    # The login page gets to know the address that the visitor came with.
    leads = [answer.get("Location", "") for answer in answers]
    return "".join(
        [answer.content.decode() for answer in answers]
        + [lead for lead in leads if "login" not in lead]
    )


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_a_hidden_source_page_shows_nowhere(client, hide: Callable[..., None]):
    page = publish(make_choice(1, 1), stream=[text_block(MARKER)], heading=MARKER)
    assert MARKER in everything_about(client, page)

    hide(page)

    assert MARKER not in everything_about(client, page)


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_a_hidden_translation_is_as_if_absent(client, hide: Callable[..., None]):
    choice = make_choice(1, 1)
    source = publish(choice)
    page = publish(choice, "en", [text_block(MARKER)], heading=MARKER)
    assert f'hreflang="en" href="http://testserver{page.url}"' in (
        client.get(source.url).content.decode()
    )

    hide(page)

    assert MARKER not in everything_about(client, page)
    assert page.url not in client.get(source.url).content.decode()
    assert client.get("/en/1-1/").status_code == 200


def test_a_private_page_asks_for_a_login_at_its_own_address(client):
    page = publish(make_choice(1, 1))
    private(page)

    response = client.get(page.url)

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_an_unpublished_change_does_not_show(client):
    choice = make_choice(1, 1)
    page = publish(choice)
    publish(choice, stream=[text_block(MARKER)], heading=MARKER, live=False)

    assert MARKER not in everything_about(client, page)


def test_a_link_to_a_hidden_page_leaves_its_text(client):
    target = publish(make_choice(1, 1))
    page = publish(
        make_choice(1, 2),
        stream=[text_block(f'Bkz. <a linktype="page" id="{target.pk}">rehber</a>.')],
    )
    path = ".//div[@class='body']/p"
    assert parsed(client.get(page.url)).findall(f"{path}/a") != []
    target.unpublish()

    html = parsed(client.get(page.url))

    assert html.findall(f"{path}/a") == []
    assert texts(html, path) == ["Bkz. rehber."]
