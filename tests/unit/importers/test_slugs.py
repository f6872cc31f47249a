"""The slugs of the catalogue: no Turkish letter is lost, and equal titles stay apart."""

import json
import re

import pytest

from guidance.text.slug import page_slug, slugify
from importers.markdown.reading import SourceText, read
from tests.unit.importers.catalogue import CORPUS, EDGE_CASES

QUESTION_FILE = re.compile(r"S(?P<number>[1-9]\d{0,3})")
EXPECTED = json.loads((EDGE_CASES / "expected-slugs.json").read_text(encoding="utf-8"))[
    "slugs"
]


def _documents(*folders: str) -> list[SourceText]:
    readings = (
        read(path.name, path.read_bytes(), QUESTION_FILE)
        for folder in folders
        for path in sorted((CORPUS / folder).rglob("*.md"))
    )
    return [reading for reading in readings if isinstance(reading, SourceText)]


@pytest.mark.parametrize(("heading", "slug"), EXPECTED.items())
def test_a_heading_has_the_slug_of_the_catalogue(heading: str, slug: str) -> None:
    assert slugify(heading) == slug


def test_equal_titles_have_slugs_of_their_own_in_any_order() -> None:
    documents = _documents("edge-cases/dirs/D02-same-title")

    slugs = [page_slug(each.question, each.choice, each.title) for each in documents]

    assert slugs == [
        "1-1-yazili-politikamiz-yok",
        "2-1-yazili-politikamiz-yok",
        "3-1-yazili-politikamiz-yok",
    ]


def test_every_title_of_the_corpus_has_a_slug_that_an_address_can_hold() -> None:
    documents = _documents("ornek-sto", "edge-cases/front-matter", "edge-cases/body")

    assert len(documents) > 100
    for each in documents:
        slug = page_slug(each.question, each.choice, each.title)
        assert re.fullmatch(r"\d+-\d+(-[a-z0-9]+)+", slug)
        assert len(slug) <= 80
