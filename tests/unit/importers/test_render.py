"""Blocks written as Markdown are read as the same blocks, and nothing is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.segments.inline import Break, Mark, Text, web_link
from guidance.segments.stream import Stream
from importers.markdown.document import (
    Block,
    Callout,
    Code,
    Embed,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
)
from importers.markdown.likeness import without_lines
from importers.markdown.parse import parse_body
from importers.markdown.render import Manner, render
from importers.merge.page import same_content
from importers.page_blocks import read_stream, same_reading
from tests.unit.importers.body_strategies import documents, heaps
from tests.unit.importers.stream_shapes import stream_of
from tests.unit.segments.strategies import streams

BOLD = frozenset({Mark.BOLD})


def read(markdown: str) -> tuple[Block, ...]:
    return without_lines(parse_body(markdown).blocks)


@given(markdown=documents)
def test_a_document_written_anew_says_the_same(markdown: str) -> None:
    blocks = read(markdown)

    assert read(render(blocks)) == blocks


@given(markdown=heaps)
def test_even_a_heap_of_signs_written_anew_says_the_same(markdown: str) -> None:
    blocks = read(markdown)

    assert read(render(blocks)) == blocks


@given(markdown=st.one_of(documents, heaps))
def test_the_stream_of_a_page_written_anew_is_the_same_stream(markdown: str) -> None:
    stream = stream_of(markdown)

    again = stream_of(render(read_stream(stream).blocks))

    assert same_content(stream, again)
    assert same_reading(stream, again)


@given(markdown=documents)
def test_what_is_written_anew_is_written_the_same_way_again(markdown: str) -> None:
    once = render(read(markdown))

    assert render(read(once)) == once


# A list with numbers and bullets in one has no place in a quote of a document.
_MIXED = re.compile(r"<(ul|ol)\b(?:(?!</\1>).)*<(?!\1)(?:ul|ol)\b", re.DOTALL)
# Nor have two lists with nothing visible between them. That this, and a callout of
# nothing but a rule, is told: tests/commands/test_export_markdown.py.
_TWO_LISTS = re.compile(r"</(ul|ol)>(?:<(?!\1\b)[^>]*>|\s)*<\1\b")
_TAGS = re.compile(r"<[^>]*>")


def is_writable(stream: Stream) -> bool:
    """Whether Markdown has all that a stream holds."""
    return not any(
        block["type"] == "raw_html"
        or (
            block["type"] in ("quote", "callout")
            and any(
                pattern.search(str(block["value"])) for pattern in (_MIXED, _TWO_LISTS)
            )
        )
        # A callout of nothing but a rule is read as the rule.
        or (block["type"] == "callout" and not _TAGS.sub("", block["value"]["text"]))
        for block in stream
    )


@given(stream=streams().filter(is_writable))
def test_whatever_an_editor_makes_that_markdown_has_is_written(stream: Stream) -> None:
    body = read_stream(stream)

    assert read(render(body.blocks)) == body.blocks


# ---- how it looks


def prose(text: str) -> tuple[Text]:
    return (Text(text),)


@pytest.mark.parametrize(
    ("block", "markdown"),
    [
        (Paragraph((Text("Bir "), Text("iki", BOLD), Text(".")), 0), "Bir **iki**.\n"),
        (
            Paragraph((Text("kalın,", BOLD), Text("lık")), 0),
            "<b>kalın,</b>lık\n",
        ),
        (Paragraph(prose("1. madde değil"), 0), "1\\. madde değil\n"),
        (Paragraph(prose("- madde değil"), 0), "\\- madde değil\n"),
        (Paragraph(prose("a < b & c_d_e"), 0), "a < b & c_d_e\n"),
        (Paragraph((Text("bir"), Break(), Text("iki")), 0), "bir\\\niki\n"),
        (
            Paragraph(
                (web_link("https://ornek.org/a(b)", Text("a")), Text("ndaki")), 0
            ),
            "[a](<https://ornek.org/a(b)>)ndaki\n",
        ),
        (
            Paragraph(prose("https://youtu.be/AbC_d-12"), 0),
            "https\\:\\/\\/youtu\\.be\\/AbC\\_d\\-12\n",
        ),
        (Heading(3, prose("Başlık #"), 0), "### Başlık \\#\n"),
        (
            ItemList(3, (Item(1, True, (prose("a"),), 0),), 0),
            "3.  a\n",
        ),
        (
            ItemList(
                1,
                (
                    Item(1, False, (prose("a"), prose("b")), 0),
                    Item(2, True, (prose("c"),), 0),
                ),
                0,
            ),
            "- a\n\n  b\n\n  1.  c\n",
        ),
        (Rule(0), "---\n"),
        (Quote((Paragraph(prose("a"), 0), Rule(0)), 0), "> a\n>\n> ---\n"),
        (
            Callout("tip", "Önce", (Paragraph(prose("a"), 0),), 0),
            "> [!TIP] Önce\n> a\n",
        ),
        (
            Table(True, ("", "right"), ((((Text("a"),),), ()), ((), (prose("|"),))), 0),
            "| a |  |\n| --- | --: |\n|  | \\| |\n",
        ),
        (Code("py", "a = '```'", 0), "```py\na = '```'\n```\n"),
        (Code("", "```\nx", 0), "````\n```\nx\n````\n"),
        (Picture("./a b.png", 0, "Bir [a]"), "![Bir \\[a\\]](<./a b.png>)\n"),
        (Picture("a.png", 0, decorative=True), '<img src="a.png" alt="" />\n'),
        (
            Picture("a.png", 0, "x", width=149, height=115),
            '<img src="a.png" style="width:149px;height:115px" alt="x" />\n',
        ),
        (
            Picture("a.png", 0, caption=(Text("a", BOLD),)),
            (
                '<figure>\n<img src="a.png" />\n<figcaption><b>a</b></figcaption>\n'
                "</figure>\n"
            ),
        ),
        (Embed("https://youtu.be/AbC", "", 0), "https://youtu.be/AbC\n"),
        (
            Embed("https://youtu.be/AbC", "Film", 0),
            '<iframe src="https://youtu.be/AbC" title="Film"></iframe>\n',
        ),
    ],
)
def test_each_block_in_the_plainest_way(block: Block, markdown: str) -> None:
    assert render([block]) == markdown
    assert read(markdown) == (block,)


def test_two_lists_of_one_type_stay_two() -> None:
    lists = [ItemList(1, (Item(1, False, (prose(t),), 0),), 0) for t in ("a", "b")]

    assert render(lists) == "- a\n\n* b\n"


def test_a_text_that_is_known_is_written_as_its_author_did() -> None:
    blocks = read("__a__ ve _b_")

    known = Manner({blocks[0].inline: "__a__ ve _b_"})  # type: ignore[union-attr]

    assert render(blocks, known) == "__a__ ve _b_\n"
    assert render(blocks) == "**a** ve *b*\n"


# ---- what Markdown cannot hold


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (
            {"type": "unknown", "value": "x"},
            "“unknown”",
        ),
        (
            {"type": "embed", "value": {"url": "https://ornek.org/", "title": "a"}},
            "https://ornek.org/",
        ),
        (
            {
                "type": "image",
                "value": {
                    "image": {"image": None, "decorative": False, "alt_text": "Masa"},
                    "caption": "",
                    "width": None,
                    "height": None,
                    "source": "",
                },
            },
            "Masa",
        ),
        (
            {
                "type": "text",
                "value": '<p data-block-key="k"><a href="ftp://a.org/">f</a></p>',
            },
            "ftp://a.org/",
        ),
    ],
)
def test_what_cannot_be_written_is_told(block: dict[str, object], shown: str) -> None:
    body = read_stream([{**block, "id": "5f"}])

    (finding,) = body.findings
    assert finding.code == "not-in-markdown"
    assert shown in str(finding)
