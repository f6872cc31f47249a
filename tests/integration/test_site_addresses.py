"""Which address answers, which leads elsewhere, and in which language."""

import pytest

from guidance.models import GuidancePage
from tests.html import parsed, texts
from tests.site_content import make_choice, publish

pytestmark = pytest.mark.django_db

TEXTS = {"tr": "Seçenek", "en": "Choice", "ar": "خيار"}


@pytest.mark.parametrize(
    ("header", "address"),
    [(None, "/tr/"), ("en-GB, en;q=0.9", "/en/"), ("ar", "/ar/"), ("de", "/tr/")],
)
def test_the_root_leads_to_the_language_the_browser_wishes(client, header, address):
    headers = {"accept-language": header} if header else {}

    response = client.get("/", headers=headers)

    assert response.status_code == 302
    assert response["Location"] == address
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_nothing_but_the_root_negotiates(client):
    page = publish(make_choice(1, 1))

    for path in ("/tr/", page.url, "/tr/1-1/", "/tr/yok/"):
        answers = [
            client.get(path, headers={"accept-language": wish}) for wish in ("ar", "en")
        ]
        assert answers[0].content == answers[1].content
        assert "Accept-Language" not in answers[0].get("Vary", "")


def test_an_address_without_a_language_is_not_found_instead_of_redirected(client):
    publish(make_choice(1, 1))

    for path in ("/1-1/", "/yok/", "/yok"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["tr", "en", "ar"])
def test_not_found_is_said_in_the_language_of_the_address(client, language):
    response = client.get(f"/{language}/yok/")

    html = parsed(response)
    assert response.status_code == 404
    assert html.get("lang") == language
    assert len(html.findall(".//nav[@class='languages']//a")) == 2


def test_the_short_address_leads_to_the_page_of_its_language(client):
    choice = make_choice(10, 2, texts=TEXTS)
    publish(choice)
    english = publish(choice, "en")

    response = client.get("/en/10-2/")

    assert response.status_code == 302
    assert response["Location"] == english.url


def test_in_arabic_the_short_address_is_the_pages_own(client):
    choice = make_choice(10, 2, texts=TEXTS)
    publish(choice)
    page = publish(choice, "ar", heading="عنوان")
    GuidancePage.objects.filter(pk=page.pk).update(
        slug="10-2", url_path=page.url_path.replace(page.slug, "10-2")
    )

    response = client.get("/ar/10-2/")

    assert response.status_code == 200
    assert texts(parsed(response), ".//h1") == ["عنوان"]
    assert client.get("/en/10-2/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/tr/10-3/", "/tr/11-1/", "/tr/010-2/", "/tr/10-02/", "/tr/99999-1/"]
)
def test_unknown_numbers_are_not_found(client, path):
    publish(make_choice(10, 2))

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("with_english_tree", [True, False])
def test_a_turkish_slug_under_another_language_leads_to_its_own_address(
    client, with_english_tree
):
    page = publish(make_choice(1, 1))
    if with_english_tree:
        publish(make_choice(1, 2), "en")

    response = client.get(page.url.replace("/tr/", "/en/"))

    assert response.status_code == 302
    assert response["Location"] == page.url


def test_a_missing_last_slash_is_added(client):
    page = publish(make_choice(1, 1))

    response = client.get(page.url.rstrip("/"))

    assert response.status_code == 301
    assert response["Location"] == page.url


def test_only_reading_is_possible(client):
    page = publish(make_choice(1, 1))

    for path in ("/tr/", page.url, "/en/1-1/"):
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405


def test_the_admin_keeps_the_wish_of_the_browser(client):
    response = client.get("/admin/login/", headers={"accept-language": "en"})

    assert response["Content-Language"] == "en"
    assert response.status_code == 200
