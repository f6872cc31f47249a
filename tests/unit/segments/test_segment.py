import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.segments.inline import (
    Break,
    Inline,
    Mark,
    Text,
    links,
    merge,
    page_link,
    plain_text,
    web_link,
)
from guidance.segments.richtext import Block, serialize
from guidance.segments.segment import MarkupError, from_segment, to_segment
from guidance.segments.settle import settle
from tests.unit.segments.strategies import inlines

BOLD = frozenset({Mark.BOLD})
ITALIC = frozenset({Mark.ITALIC})

STOK = web_link("https://example.org/stok", Text("STOK"))
SECOND = page_link(7, Text("ikinci"))


@pytest.mark.parametrize(
    ("inline", "segment"),
    [
        ((), ""),
        ((Text("STK & kamu < 3 > 2"),), "STK &amp; kamu &lt; 3 > 2"),
        ((Text("&lt;"),), "&amp;lt;"),
        ((Text("bir"), Break(), Text("iki")), "bir<br/>iki"),
        ((Text("S"), STOK, Text("ndaki")), "S<a1>STOK</a1>ndaki"),
        ((STOK, Text(" ve "), SECOND), "<a1>STOK</a1> ve <a2>ikinci</a2>"),
        (
            (Text("a", BOLD), Text("b", BOLD | ITALIC), Text("c", ITALIC)),
            "<b>a<i>b</i></b><i>c</i>",
        ),
        (
            (Text("bkz. ", BOLD), web_link("/x", Text("y", BOLD)), Text(" z", BOLD)),
            "<b>bkz. <a1>y</a1> z</b>",
        ),
        (
            (web_link("/x", Text("y", BOLD), Text("z")), Text("t")),
            "<a1><b>y</b>z</a1>t",
        ),
        (
            (Text("m"), Text("2", frozenset({Mark.SUPERSCRIPT})), Text(" alan")),
            "m<sup>2</sup> alan",
        ),
        ((Text("a", BOLD), Break(BOLD), Text("b", BOLD)), "<b>a<br/>b</b>"),
    ],
)
def test_a_segment_is_short_and_without_attributes(
    inline: tuple[Inline, ...], segment: str
) -> None:
    assert to_segment(inline) == segment
    assert from_segment(segment, inline) == inline


@given(inline=inlines)
@settings(max_examples=1000, deadline=None)
def test_an_identity_translation_rebuilds_the_leaf(inline: tuple[Inline, ...]) -> None:
    for source in (settle(inline), merge(inline)):
        assert from_segment(to_segment(source), source) == source


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ("AT&T <- 5 < 6", (Text("AT&T <- 5 < 6"),)),
        ("&quot;iki&nbsp;söz&quot; &#8212; &copy;", (Text('"iki\u00a0söz" — &copy;'),)),
        ("<em>a</em> <u>b</u>", (Text("<em>a</em> <u>b</u>"),)),
        ('<b onclick="x()">a', (Text('<b onclick="x()">a'),)),
        ("<B>a</B>", (Text("<B>a</B>"),)),
        ("a<br>b<br />c", (Text("a"), Break(), Text("b"), Break(), Text("c"))),
        ("<b><b>a</b></b>", (Text("a", BOLD),)),
        ("<b></b>a", (Text("a"),)),
        ("<i>hepsi</i>", (Text("hepsi", ITALIC),)),
        ("a\x00\x07b", (Text("ab"),)),
        ("<!-- a --><a>b</a><a01>", (Text("<!-- a --><a>b</a><a01>"),)),
    ],
)
def test_whatever_is_no_tag_of_ours_is_text(
    segment: str, expected: tuple[Inline, ...]
) -> None:
    assert from_segment(segment, ()) == expected


@pytest.mark.parametrize(
    ("segment", "code", "tag"),
    [
        ("STOK", "missing-link", "a1"),
        ("<a1>x</a1>", "missing-link", "a2"),
        ("<a2>y</a2><a1>x</a1><a1>x</a1>", "duplicate-link", "a1"),
        ("<a1>x</a1><a2>y</a2><a3>z</a3>", "unknown-link", "a3"),
        ("<a1>x<a2>y</a2></a1>", "nested-link", "a2"),
        ("<a1>x<a1>y</a1></a1><a2>z</a2>", "nested-link", "a1"),
        ("<a1> </a1><a2>y</a2>", "empty-link", "a1"),
        ("<a1>x</a1><a2>y", "bad-nesting", "a2"),
        ("<a1><b>x</a1></b><a2>y</a2>", "bad-nesting", "a1"),
        ("<a1>x</a1></a1><a2>y</a2>", "bad-nesting", "a1"),
        ("<a1>x</a1><a2>y</a2></i>", "bad-nesting", "i"),
        ("<a1>x</a1><a2>y</a2><b>", "bad-nesting", "b"),
        ("<empty/>", "misplaced-empty", "empty"),
        ("<a1>x</a1><a2>y</a2> <empty/>", "misplaced-empty", "empty"),
    ],
)
def test_tags_that_do_not_fit_the_leaf_are_refused(
    segment: str, code: str, tag: str
) -> None:
    with pytest.raises(MarkupError) as caught:
        from_segment(segment, (STOK, SECOND))

    assert (caught.value.code, caught.value.values) == (code, {"tag": tag})
    assert f"<{tag}" in str(caught.value)


def test_links_may_change_places_and_keep_their_addresses() -> None:
    inline = from_segment("<a2>second</a2> and <a1>first</a1>", (STOK, SECOND))

    assert [link.attributes for link in links(inline)] == [
        SECOND.attributes,
        STOK.attributes,
    ]


def test_a_translated_address_replaces_that_of_the_link() -> None:
    text = "<a1>x</a1><a2>y</a2>"

    inline = from_segment(text, (STOK, SECOND), {1: "https://example.org/en/"})

    assert [link.href for link in links(inline)] == ["https://example.org/en/", None]


_PIECES = (
    *("<a1>", "</a1>", "<a2>", "<b>", "</b>", "<i>", "</i>", "<br/>", "<br>", "</br>"),
    *("<script>", "</script>", "<img src=x onerror=y>", "<!--", "-->", "<p>", "</p>"),
    *(
        "&",
        "&lt;",
        "&#60;",
        "&#x3c;",
        "&amp;lt;",
        '"',
        "'",
        "<",
        ">",
        "/",
        "<a href=z>",
    ),
    *("</li>", "</ul>", " ", "\u00a0", "\x00", "metin", "<a1 onclick='x'>", "<empty/>"),
)
_OUR_TAGS = re.compile(
    r"</?(?:p|b|i|s|sub|sup|code|a)>|<br/>|<p data-block-key=\"k1\">"
    r"|<a href=\"https://example\.org/stok\">"
)


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=9))
@settings(max_examples=2000, deadline=None)
def test_no_segment_brings_markup_of_its_own(pieces: list[str]) -> None:
    try:
        inline = from_segment("".join(pieces), (STOK,))
    except MarkupError:
        return

    written = serialize([Block("p", "k1", inline)])

    assert "<" not in _OUR_TAGS.sub("", written)


def test_the_property_above_would_notice_markup() -> None:
    assert "<" in _OUR_TAGS.sub("", '<p data-block-key="k1"><img src="x"/></p>')


def test_suffixes_stay_glued_to_links() -> None:
    source = (Text("S"), STOK, Text("ndaki “"), SECOND, Text("”nin"))

    rebuilt = from_segment(to_segment(source), source)

    assert plain_text(rebuilt) == "SSTOKndaki “ikinci”nin"
