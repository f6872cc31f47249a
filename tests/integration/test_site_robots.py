"""What search engines get to know."""

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.utils.timezone import localtime

from tests.html import attributes, parsed
from tests.site_content import make_choice, publish

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.root_urls")]

LINK = "{http://www.w3.org/1999/xhtml}link"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TEXTS = {"tr": "Seçenek", "en": "Choice", "ar": "خيار"}


def entries(client) -> dict[str, Element]:
    root = fromstring(client.get("/sitemap.xml").content)  # noqa: S314 (our own)
    return {entry.findtext(f"{MAP}loc", ""): entry for entry in root}


@pytest.fixture(autouse=True)
def pages():
    both = make_choice(1, 1, texts=TEXTS)
    publish(make_choice(1, 2, texts=TEXTS), "ar", heading="عنوان")
    publish(make_choice(1, 3, texts=TEXTS), live=False)
    return [publish(both), publish(both, "en")]


def test_the_sitemap_lists_lists_and_real_versions_with_their_dates(client, pages):
    found = entries(client)

    assert {urlsplit(url).path for url in found if url.count("/") == 4} == {
        "/tr/",
        "/en/",
        "/ar/",
    }
    assert len(found) == 6
    for page in pages:
        entry = found[f"http://testserver{page.url}"]
        changed = entry.findtext(f"{MAP}lastmod", "")
        assert changed[:10] == str(localtime(page.last_published_at).date())


def test_every_listed_page_agrees_with_the_sitemap_about_its_alternates(client):
    """Alternates are reciprocal: each names itself, the others and a default."""
    found = entries(client)

    for url, entry in found.items():
        page = parsed(client.get(urlsplit(url).path))
        path = ".//link[@rel='alternate']"
        said = attributes(page, path, "hreflang", "href")
        listed = [(one.get("hreflang"), one.get("href")) for one in entry.findall(LINK)]
        assert said == listed
        assert url in [href for _, href in said]
        assert [code for code, _ in said][-1] == "x-default"
        assert attributes(page, ".//link[@rel='canonical']", "href") == [(url,)]
        for code, href in said[:-1]:
            assert href in found, code


def test_robots_are_told_where_the_sitemap_is(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()
