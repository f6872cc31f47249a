"""What is read without markdown-it is what markdown-it reads, whatever rule looks at it."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importers.markdown import parse
from importers.markdown.document import ParsedBody
from importers.markdown.simple_inline import read_simple
from importers.markdown.syntax import Node, Span
from tests.unit.importers.body_strategies import documents, heaps

_PIECES = [
    *(
        "a",
        "B",
        "ş",
        "7",
        " ",
        "  ",
        ".",
        ",",
        ":",
        ";",
        "(",
        ")",
        "“",
        "”",
        "—",
        "%",
        "$",
    ),
    *(
        "[a](b)",
        "[<u>a b</u>](https://ornek.example/?x=1)",
        "[a](",
        "](b)",
        "[a]",
        "[ a ](b)",
    ),
    *(
        "[<u>a](b)",
        "[a](b c)",
        "[a](b(c))",
        "[a](b&amp;c)",
        "[a](b_c*d)",
        "[<u> </u>](b)",
    ),
    *(
        "[a](#b)",
        "[**a**](b)",
        "[a][b]",
        "![a](b)",
        "[^1]",
        "<u>",
        "</u>",
        "www.ornek.org",
    ),
    *(
        "**a**",
        "**a:**",
        "** a**",
        "**a **",
        "**",
        "*",
        "**a b**",
        "**(a)**",
        "**“a”**",
    ),
    *(
        "\u00a0",
        "\u2003",
        "\\",
        "&",
        "&amp;",
        "<",
        ">",
        "`",
        "_",
        "~",
        "!",
        "^",
        "\n",
        "😀",
    ),
]
_texts = st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)


Read = tuple[ParsedBody, Sequence[Span]]


def read(text: str) -> Read:
    return parse.parse_body(text), _spans(parse.outline(text))


def read_by_markdown_it(text: str) -> Read:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "read_simple", lambda _text: None)
        return read(text)


def _spans(nodes: Sequence[Node]) -> list[Span]:
    """Return all spans that say anything; markdown-it leaves empty texts behind."""
    return [
        span
        for node in nodes
        for span in (*node.spans, *_spans(node.nodes))
        if span != Span("text")
    ]


@settings(max_examples=1500)
@given(text=_texts)
@example(text="https://ornek.org (bkz. 3) — www.ornek.org a@b.c :) +1 #2 $x$ %20 {0}")
@example(text="**Önemli:** Bkz. [<u>rehber</u>](https://ornek.example/1?dil=tr).")
@example(text="**a**, (**b**) **c**")
@example(text="a**b** **c**d")
def test_a_text_is_read_as_markdown_it_reads_it(text: str) -> None:
    assert read(text) == read_by_markdown_it(text)


@settings(max_examples=300)
@given(text=documents | heaps)
def test_a_document_is_read_as_markdown_it_reads_it(text: str) -> None:
    assert read(text) == read_by_markdown_it(text)


@pytest.mark.parametrize(
    "text",
    [
        "Düz metin (1): “a” – b.",
        "Bkz. [rehber](https://ornek.example/a_b*c).",
        "[<u>Üyelik formu</u>](form.html)",
        "**Önemli:** hemen (**bugün**) **başlayın**.",
    ],
)
def test_what_authors_write_most_takes_the_short_way(text: str) -> None:
    assert read_simple(text) is not None


@pytest.mark.parametrize(
    "text",
    ["*eğik*", "a**b**", "**a**b", "[a](b c)", "[a](b&c)", "[*a*](b)", "a\nb", "&amp;"],
)
def test_anything_else_is_left_to_markdown_it(text: str) -> None:
    assert read_simple(text) is None


def test_a_wrong_short_way_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "read_simple", lambda text: (Span("text", text),))

    assert read("*eğik*") != read_by_markdown_it("*eğik*")
