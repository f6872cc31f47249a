"""Hypothesis strategies for inline content, blocks and streams."""

from typing import Any

from hypothesis import strategies as st

from guidance.segments.inline import (
    Break,
    Link,
    Mark,
    Text,
    page_link,
    web_link,
)
from guidance.segments.richtext import Block, serialize

# Letters that case folding, escaping or the editor's handling of spaces may hurt.
ALPHABET = "aığİşç.,<>&\"'’ \u00a0\u00ad\t\n😀ع"

marks = st.frozensets(st.sampled_from(list(Mark)), max_size=2)
texts = st.builds(Text, st.text(ALPHABET, max_size=5), marks)
breaks = st.builds(Break, marks)
runs = st.one_of(texts, texts, breaks)
addresses = st.sampled_from(
    [
        "https://www.example.org/yol?a=1&b=%C5%9F#ç",
        "/tr/rehber/",
        "mailto:bilgi@example.org",
        "#dipnot",
        "",
        "javascript:alert(1)",
        "JAVA\tSCRIPT:alert(1)",
        "https://example.org/\"'<>",
    ]
)


@st.composite
def links(draw: st.DrawFn) -> Link:
    children = draw(st.lists(runs, max_size=3))
    return draw(
        st.one_of(
            addresses.map(lambda address: web_link(address, *children)),
            st.sampled_from([0, 1000, 1234]).map(
                lambda page: page_link(page, *children)
            ),
            st.integers(1000, 1009).map(
                lambda number: Link(
                    (("linktype", "document"), ("id", str(number))), tuple(children)
                )
            ),
        )
    )


inlines = st.lists(st.one_of(runs, runs, links()), max_size=6).map(tuple)


@st.composite
def blocks(draw: st.DrawFn, *, only_paragraphs: bool = False) -> tuple[Block, ...]:
    """Any blocks, also such as no editor would write."""
    tags = ["p"] if only_paragraphs else ["p", "li", "li", "hr"]
    return tuple(
        Block("hr", "")
        if tag == "hr"
        else Block(
            tag,
            f"k{number}",
            draw(inlines),
            draw(st.integers(0, 3)) if tag == "li" else 0,
            draw(st.booleans()) if tag == "li" else False,
        )
        for number, tag in enumerate(
            draw(st.lists(st.sampled_from(tags), max_size=7)), 1
        )
    )


# ---- streams, in canonical form

_plain = st.text(ALPHABET, max_size=8)
_rich = blocks().map(serialize)
_prose = blocks(only_paragraphs=True).map(serialize)
_lines = inlines.map(lambda inline: serialize([Block("p", "k1", inline)]))
_html_texts = st.sampled_from(
    [
        "",
        "<hr>",
        "<dl><dt>STK &amp; kamu</dt>\n<dd>İş <b>birliği</b></dd></dl>",
        "<table><tr><td title='a > b'> bir </td></tr></table><!-- <p>yok</p> -->",
        "<script>if (a < b) { c(); }</script><p>a < b",
    ]
)


@st.composite
def list_items(draw: st.DrawFn, value: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "id": f"i{number}", "value": item}
        for number, item in enumerate(draw(st.lists(value, max_size=3)))
    ]


_values: dict[str, st.SearchStrategy[Any]] = {
    "text": _rich,
    "quote": _rich,
    "heading": st.fixed_dictionaries({"level": st.just("2"), "text": _lines}),
    "list": st.fixed_dictionaries(
        {
            "start": st.just(3),
            "items": list_items(
                st.fixed_dictionaries(
                    {
                        "level": st.integers(1, 6),
                        "ordered": st.booleans(),
                        "text": _prose,
                    }
                )
            ),
        }
    ),
    "image": st.fixed_dictionaries(
        {
            "image": st.fixed_dictionaries(
                {
                    "image": st.none(),
                    "decorative": st.booleans(),
                    "alt_text": _plain,
                }
            ),
            "caption": _lines,
            "width": st.none(),
            "height": st.just(115),
            "source": st.just("medya/resim1.png"),
        }
    ),
    "table": st.fixed_dictionaries(
        {
            "header": st.booleans(),
            "columns": list_items(st.sampled_from(["", "left"])),
            "rows": list_items(
                st.fixed_dictionaries({"cells": list_items(_prose)}),
            ),
        }
    ),
    "embed": st.fixed_dictionaries(
        {"url": st.just("https://example.org/film"), "title": _plain}
    ),
    "callout": st.fixed_dictionaries(
        {"kind": st.just("tip"), "title": _plain, "text": _rich}
    ),
    "code": st.fixed_dictionaries({"language": st.just("sh"), "code": _plain}),
    "raw_html": _html_texts,
    "unknown_to_us": _plain,
}


@st.composite
def streams(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw a page's body with any blocks, also one of a type that we do not know."""
    names = draw(st.lists(st.sampled_from(sorted(_values)), max_size=4))
    return [
        {"type": name, "value": draw(_values[name]), "id": f"b{number}"}
        for number, name in enumerate(names)
    ]
