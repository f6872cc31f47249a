"""The sample of the content's owner, and a twin of it with other words.

The twin has the same shape, line by line: prose, a picture in inches, two loose lists,
a sentence that goes on behind its list, links that Word underlined and that begin or
end in the middle of a word. It makes the test possible without the sample.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from guidance.segments.inline import Link, plain_text
from guidance.segments.leaf import LeafKind
from guidance.segments.stream import Stream, extract
from importers.markdown.parse import parse_body
from importers.markdown.reading import SourceText, read
from importers.stream import pictures, to_stream
from tests.requirements import shared_path
from tests.unit.importers.body_words import lost_words, rendered_words, stream_words
from tests.unit.importers.stream_shapes import rich_texts, shape

TWIN = Path(__file__).parent / "data" / "seed-twin.md"
QUESTION_FILE = re.compile(r"S(?P<number>[1-9]\d{0,3})")
_LINK = re.compile(r"\[<u>(?P<text>[^<]*)</u>\]\((?P<address>[^()]*)\)")


@dataclass(frozen=True)
class Sample:
    """A document as it was written, and its page."""

    reading: SourceText
    stream: Stream


@pytest.fixture(params=["twin", "sample"])
def sample(request: pytest.FixtureRequest) -> Sample:
    path = TWIN
    if request.param == "sample":
        path = next(shared_path("seed").glob("*.txt"))
    reading = read("S10C2.md", path.read_bytes(), QUESTION_FILE)
    assert isinstance(reading, SourceText)
    stream, _ = to_stream(parse_body(reading.body), "10.2", {}, {})
    return Sample(reading, stream)


def test_it_has_its_title_its_paragraphs_its_lists_and_its_picture(
    sample: Sample,
) -> None:
    before, image, after = sample.stream

    leaves = extract([after])
    kinds = [leaf.kind for leaf in leaves]
    lists = re.findall("<ul>.*?</ul>", after["value"])

    assert sample.reading.title
    assert [block["type"] for block in sample.stream] == ["text", "image", "text"]
    assert before["value"].count("<p ") == 2
    assert kinds.count(LeafKind.PARAGRAPH) == 8
    assert [each.count("<li ") for each in lists] == [2, 8]
    assert "<ol" not in after["value"]
    assert image["type"] == "image"


def test_the_picture_keeps_its_size_and_where_it_was(sample: Sample) -> None:
    (image,) = (block for block in sample.stream if block["type"] == "image")

    assert image["value"] == {
        "image": {"image": None, "decorative": False, "alt_text": ""},
        "caption": "",
        "width": 149,
        "height": 115,
        "source": "./media/image1.png",
    }
    (use,) = pictures(parse_body(sample.reading.body, sample.reading.body_line))
    assert use.line == 10


def test_links_have_the_letters_and_the_bytes_that_were_written(
    sample: Sample,
) -> None:
    written = _LINK.findall(sample.reading.body)

    links = [
        (plain_text(node.children), node.href)
        for leaf in extract(sample.stream)
        for node in leaf.inline
        if isinstance(node, Link)
    ]

    assert len(links) == 6
    assert links == written


def test_the_text_around_links_is_glued_as_it_was(sample: Sample) -> None:
    lines = [line for line in sample.reading.body.split("\n") if "<u>" in line]

    shown = [
        plain_text(leaf.inline)
        for leaf in extract(sample.stream)
        if any(isinstance(node, Link) for node in leaf.inline)
    ]

    assert shown == [_LINK.sub(r"\g<text>", line) for line in lines]


def test_glued_links_are_reported_and_nothing_else(sample: Sample) -> None:
    reading = sample.reading
    parsed = parse_body(reading.body, reading.body_line)
    found = dict.fromkeys((use.source for use in pictures(parsed)), 1)
    _, findings = to_stream(parsed, "10.2", found, {})

    codes = [(each.code, each.line) for each in (*parsed.findings, *findings)]

    assert codes == [("glued-link", 38), ("glued-link", 42), ("missing-alt", 10)]


def test_nothing_is_underlined_and_no_word_is_lost(sample: Sample) -> None:
    words = rendered_words(sample.reading.body)

    assert lost_words(words, stream_words(sample.stream)) == []
    assert len(words) > 200
    assert not any("<u>" in html for _, html in rich_texts(sample.stream))


def test_the_twin_has_the_shape_of_the_sample() -> None:
    twin = TWIN.read_text(encoding="utf-8")
    sample = next(shared_path("seed").glob("*.txt")).read_text(encoding="utf-8")

    skeletons = [
        [re.sub(r"\w+|[^\S\n]+", "w", line)[:1] for line in text.split("\n")]
        for text in (twin, sample)
    ]

    assert skeletons[0] == skeletons[1]


def test_a_page_without_a_list_would_be_noticed() -> None:
    body = TWIN.read_text(encoding="utf-8")
    stream, _ = to_stream(parse_body(body.replace("- ", "")), "10.2", {}, {})

    assert "<ul>" not in " ".join(shape(stream))
