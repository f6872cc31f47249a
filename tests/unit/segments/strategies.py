"""Hypothesis strategies for inline content, blocks and streams."""

import string
from typing import Any

from hypothesis import strategies as st

from guidance.segments.inline import (
    Break,
    Inline,
    Link,
    Mark,
    Text,
    document_link,
    page_link,
    web_link,
)
from guidance.segments.richtext import Block

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
                lambda number: document_link(number, *children)
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
