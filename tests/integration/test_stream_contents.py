"""What search and the reference index find in a body, beside what Wagtail finds."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from wagtail.blocks import StreamBlock
from wagtail.rich_text import get_text_for_indexing

from guidance.block_names import BlockName
from guidance.models import GuidancePage
from guidance.segments.references import references
from guidance.segments.richtext import Block, serialize
from guidance.segments.searchable import readable, searchable_texts
from guidance.segments.stream import Stream
from importers.markdown.parse import parse_body
from importers.stream import to_stream
from tests.benchmarks.corpus import document
from tests.site_content import make_image
from tests.unit.segments.strategies import blocks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

BODY = GuidancePage._meta.get_field("body")  # noqa: SLF001 - public API
# What a choice block adds to a search: nobody looks for it.
LABELS = {
    "H2",
    "H3",
    "H4",
    "Note",
    "Not",
    "center",
    "left",
    "right",
    "- Select an option -",
}


@pytest.fixture
def stream() -> Stream:
    """Return a body with every type of block and every kind of reference."""
    image = make_image(3, 2)
    text = document(5, variety=True).split("---\n", 2)[2]
    text += "\n\nhttps://www.youtube.com/watch?v=abc\n"
    made, _ = to_stream(
        parse_body(text),
        "2.1",
        {"./resim.png": image.pk},
        {"../belge-00004/belge.md": 4, "../belge-00006/belge.md": 6},
    )
    linked = '<p data-block-key="k1"><a linktype="document" id="9">b &amp; c</a></p>'
    figure: Any = next(block for block in made if block["type"] == BlockName.IMAGE)
    figure["value"]["caption"] = linked
    figure["value"]["image"]["alt_text"] = "Bir resim"
    html = {"type": "raw_html", "value": "<dl><dt>a</dt></dl>", "id": "h1"}
    return [*made, html]


def test_the_example_has_every_type_of_block(stream: Stream) -> None:
    assert {block["type"] for block in stream} == set(BlockName)


def test_references_are_those_that_wagtail_finds(stream: Stream) -> None:
    found = {
        (one.target.value, one.key, one.model_path, one.path)
        for one in references(stream)
    }

    by_wagtail = {
        (model._meta.model_name, key, model_path, path)  # noqa: SLF001 - public API
        for model, key, model_path, path in BODY.extract_references(
            BODY.to_python(stream)
        )
    }
    assert found == by_wagtail
    assert {target for target, *_ in found} == {"image", "page", "document"}


def test_search_finds_the_texts_that_wagtail_finds_but_labels(stream: Stream) -> None:
    value = BODY.to_python(stream)

    by_wagtail = StreamBlock.get_searchable_content(BODY.stream_block, value)

    assert list(searchable_texts(stream)) == [
        text for text in by_wagtail if text not in LABELS
    ]
    assert BODY.get_searchable_content(value) == list(searchable_texts(stream))


@settings(max_examples=300, deadline=None)
@given(some=blocks())
@example(some=(Block("p", "k1"), Block("hr", ""), Block("p", "k2")))
def test_rich_text_reads_as_wagtail_reads_it(some: tuple[Block, ...]) -> None:
    html = serialize(some)

    assert readable(html) == get_text_for_indexing(html)
