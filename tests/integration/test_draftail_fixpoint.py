"""What ``serialize`` writes is what Wagtail's editor would write back."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from guidance.block_names import BLOCK_FEATURES, HEADING_FEATURES
from guidance.segments.inline import Mark, Text, web_link, without_marks
from guidance.segments.richtext import Block, parse_blocks, serialize
from tests.forgetful import forgetful_rich_text
from tests.unit.segments.strategies import ALPHABET, blocks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def _forgetful() -> Iterator[None]:
    with forgetful_rich_text():
        yield


thorough = settings(
    max_examples=500,
    deadline=None,
    # The database has one answer for all examples: there is no such page.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def opened_and_saved(rich_text: str, features: tuple[str, ...] = BLOCK_FEATURES) -> str:
    converter = ContentstateConverter(features=features)
    state = converter.from_database_format(rich_text)
    return str(converter.to_database_format(state))


# Spaces that meet only after what stood between them is gone.
TWO_SPACES = (
    (Text("a "), Text(" b")),
    (
        Text("a"),
        web_link("/x", Text(" ")),
        web_link("/x", Text("\u00a0"), Text(" ", frozenset({Mark.CODE}))),
        Text("b"),
    ),
)


@thorough
@given(some=blocks())
@example(some=(Block("p", "k1", TWO_SPACES[0]), Block("p", "k2", TWO_SPACES[1])))
def test_the_editor_changes_nothing_in_what_serialize_writes(
    some: tuple[Block, ...],
) -> None:
    written = serialize(some)

    assert not written or opened_and_saved(written) == written


@thorough
@given(some=blocks(only_paragraphs=True))
def test_the_editor_of_headings_changes_nothing_without_bold(
    some: tuple[Block, ...],
) -> None:
    light = [
        Block("p", block.key, without_marks(block.inline, frozenset({Mark.BOLD})))
        for block in some
    ]

    written = serialize(light)

    assert not written or opened_and_saved(written, HEADING_FEATURES) == written


# ---- the other way around: what the editor has written


@st.composite
def ranges(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(1, len(text) - start))


@st.composite
def draft_blocks(draw: st.DrawFn, key: str) -> dict[str, Any]:
    """Draw a block as Draft.js sends it: any styles, at most one link."""
    text = draw(st.text(ALPHABET, min_size=1, max_size=10))
    styles = ["BOLD", "ITALIC", "CODE", "SUPERSCRIPT", "SUBSCRIPT", "STRIKETHROUGH"]
    styled = [
        {"offset": start, "length": length, "style": style}
        for style in draw(st.lists(st.sampled_from(styles), unique=True, max_size=2))
        for start, length in [draw(ranges(text))]
    ]
    linked = [
        {"offset": start, "length": length, "key": 0}
        for start, length in draw(st.lists(ranges(text), max_size=1))
    ]
    types = ["unstyled", "ordered-list-item", "unordered-list-item"]
    kind = draw(st.sampled_from(types))
    return {
        "key": key,
        "type": kind,
        "depth": 0 if kind == "unstyled" else draw(st.integers(0, 2)),
        "text": text,
        "inlineStyleRanges": styled,
        "entityRanges": linked,
    }


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "/yol"}}
    keys = [f"k{n}" for n in range(draw(st.integers(1, 5)))]
    return {
        "blocks": [draw(draft_blocks(key)) for key in keys],
        "entityMap": {"0": link},
    }


@thorough
@given(draft=drafts())
def test_what_the_editor_keeps_is_read_and_written_without_a_change(
    draft: dict[str, Any],
) -> None:
    saved = ContentstateConverter(BLOCK_FEATURES).to_database_format(json.dumps(draft))
    for _ in range(5):
        saved = opened_and_saved(saved)
    assume(opened_and_saved(saved) == saved)
    # Only the converter alone, without a browser, can keep a link around nothing.
    assume("></a>" not in saved)

    assert serialize(parse_blocks(saved)) in (saved, "")


@thorough
@given(draft=drafts())
def test_whatever_the_editor_sends_can_be_read(draft: dict[str, Any]) -> None:
    saved = ContentstateConverter(BLOCK_FEATURES).to_database_format(json.dumps(draft))

    written = serialize(parse_blocks(saved))

    assert serialize(parse_blocks(written)) == written


# ---- the test above would notice


@pytest.mark.parametrize(
    "careless",
    [
        "<ul><li><p>Tanım</p></li></ul>",
        '<p data-block-key="k1"><b>son </b>söz</p>',
        '<p data-block-key="k1"><i><b>iki</b></i></p>',
        '<p data-block-key="k1"><a href="/x">bir<br/>iki</a></p>',
        '<p data-block-key="k1">bir</p><hr/>',
        '<p data-block-key="k1"><u>altı çizili</u></p>',
        '<p data-block-key="k1"><a id="1000" linktype="page">sayfa</a></p>',
        '<ul><li data-block-key="k1">a</li></ul><ul><li data-block-key="k2">b</li></ul>',
        "<p>anahtarsız</p>",
    ],
)
def test_the_editor_does_change_careless_html(careless: str) -> None:
    assert opened_and_saved(careless) != careless
