"""A visit changes nothing and needs no script, frame or foreign host."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidance.presentation import pictures
from tests.html import parsed
from tests.site_content import (
    make_choice,
    make_image,
    picture_block,
    publish,
    text_block,
)

pytestmark = pytest.mark.django_db

WRITE = re.compile(r"\s*(insert|update|delete|replace|create|savepoint)", re.IGNORECASE)


@pytest.fixture
def paths():
    image = make_image(2000, 1000)
    choice = make_choice(1, 1, texts={"tr": "Seçenek", "en": "Choice"})
    stream = [text_block("Metin"), picture_block(image.pk)]
    page = publish(choice, stream=stream)
    return ["/tr/", "/ar/", page.url, "/en/1-1/", "/tr/yok/", "/api/v1/guidance/1/1/"]


def test_no_visit_writes_to_the_database(client, paths):
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        written = [one["sql"] for one in captured if WRITE.match(one["sql"])]
        assert written == []


def test_the_check_for_writing_works():
    image = make_image(2000, 1000)

    with CaptureQueriesContext(connection) as captured:
        pictures.prepare([image.pk])

    assert any(WRITE.match(one["sql"]) for one in captured)


def test_pages_work_under_a_strict_content_security_policy(client, paths):
    for path in paths[:-1]:
        page = parsed(client.get(path))
        assert page.findall(".//script") + page.findall(".//style") == []
        for one in page.iter():
            assert "style" not in one.attrib
            assert not any(name.startswith("on") for name in one.attrib)
            loads = one.get("src") or (one.get("href") if one.tag == "link" else "")
            assert not loads or loads.startswith(("/", "http://testserver/"))


def test_pages_set_no_cookie(client, paths):
    for path in paths:
        assert not client.get(path).cookies


def test_every_page_has_one_main_heading_landmarks_and_a_skip_link(client, paths):
    for path in paths[:-1]:
        page = parsed(client.get(path))
        assert len(page.findall(".//h1")) == 1
        assert len(page.findall(".//main[@id='content']")) == 1
        assert page.find(".//body/a").get("href") == "#content"
        ids = [one.get("id") for one in page.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        levels = [
            int(one.tag[1])
            for one in page.iter()
            if re.fullmatch("h[1-6]", str(one.tag))
        ]
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_links_within_the_site_work(client, paths):
    for path in paths[:-1]:
        page = parsed(client.get(path))
        for link in page.findall(".//a"):
            href = link.get("href").removeprefix("http://testserver")
            address, _, anchor = href.partition("#")
            target = client.get(address or path, follow=True)
            if anchor:
                assert parsed(target).find(f".//*[@id='{anchor}']") is not None, href
            if not path.endswith("/yok/"):
                assert target.status_code == 200, href
