"""Blocks read without markdown-it are what markdown-it reads, whatever stands beside."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importers.markdown import parse
from importers.markdown.document import Heading, ParsedBody
from importers.markdown.parse import parse_body
from importers.markdown.simple_blocks import find_simple_blocks
from tests.unit.importers.body_strategies import documents, heaps

_SIMPLE_LINES = [
    "Bir metin.",
    "**Önemli:** metin",
    "Bkz. [rehber](https://ornek.org/a?b=c) ve [<u>öte</u>](https://ornek.org).",
    "[yerel](./S1C2.md)",
    "## Plan",
    "# Plan",
    "- madde",
    "-   geniş madde",
    "- madde [a](https://b.example)",
    '<img src="./a.png" style="width:1in;height:2in" />',
]
# What ends a run of simple blocks, goes on with one, or only looks simple.
_OTHER_LINES = [
    *(
        "  iç",
        "    kod",
        "\tsekme",
        "- [ ] görev",
        "-     kod",
        "-",
        "- - -",
        "* madde",
    ),
    *("+ madde", "1. bir", "2020. yıl", "3 üye", "---", "===", "> alıntı", "| a | b |"),
    *("|---|---|", "```", "~~~", "[^1]: dipnot", "metin[^1]", "[x][y]", "[y]: /z"),
    *(
        "<!-- -->",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<pre>",
        "</pre>",
        "<b>a",
        "*eğik*",
    ),
    *(":::", "{: .a}", "[a](b){.c}", "## Plan {#a}", "## Plan ##", "##", "#a", "+---+"),
    *("https://youtu.be/AbC_d-12", "[a](javascript:b)", "S[a](https://b.org)ta"),
    *(
        "[ ](a)",
        "iki  boşluk",
        "son ",
        "\u00a0a\u00a0",
        "a\u200b",
        "i\u0307yi",
        "Gu\u0308c",
    ),
    *("- a\u2003", "C4:", "## C4:", "“a” metin", "(a)", "a\\*b", "&amp;", "a\x07", " "),
]
_ENDS = ["\n", "\n\n", "\n\n", "\n\n\n", "\n \n"]
_bodies = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(_SIMPLE_LINES),
            st.sampled_from(_SIMPLE_LINES + _OTHER_LINES),
        ),
        st.sampled_from(_ENDS),
    ),
    max_size=8,
).map(lambda lines: "".join(map("".join, lines)))


def read_by_markdown_it(body: str) -> ParsedBody:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "find_simple_blocks", lambda _source, _start: "")
        return parse_body(body)


@settings(max_examples=1500)
@given(body=_bodies)
@example(body="- bir\n\n- iki\n\n<!-- -->\n\n- üç")
@example(body="metin\n- satır\n\nmetin")
@example(body="- bir\n\n  iki\n\n- üç")
@example(body="<div>\n\nmetin [a](b)\n\n- bir\n\n</div>")
@example(body="[a](b) [ ](c)\n\n- [ ](d)\n\n- e")
def test_a_body_is_read_as_markdown_it_reads_it(body: str) -> None:
    assert parse_body(body) == read_by_markdown_it(body)


@settings(max_examples=300)
@given(body=documents | heaps)
def test_any_document_is_read_as_markdown_it_reads_it(body: str) -> None:
    assert parse_body(body) == read_by_markdown_it(body)


def test_what_pandoc_writes_most_takes_the_short_way() -> None:
    body = (
        "## Plan\n\nBkz. [<u>rehber</u>](https://ornek.org).\n\n- bir\n\n- **iki:** üç\n\n"
        '<img src="a.png" alt="Dört" />\n\nMetin (5).\n'
    )

    assert find_simple_blocks(body, 0) == body.rstrip()


@pytest.mark.parametrize("line", _OTHER_LINES)
def test_what_may_be_something_else_is_read_as_markdown_it_reads_it(line: str) -> None:
    for body in (line, f"a\n\n{line}\n\nb", f"a\n{line}\n", f"- a\n\n{line}\n\n- b"):
        assert parse_body(body) == read_by_markdown_it(body)


@pytest.mark.parametrize(
    "body", ["- a\n\n  b", "- a\n\n- *b*", "a\nb", "a\n---", "    a", "1. a", "- a\nb"]
)
def test_a_block_that_goes_on_is_left_to_markdown_it(body: str) -> None:
    assert find_simple_blocks(body, 0) == ""


def test_a_wrong_short_way_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        parse, "find_simple_blocks", lambda source, start: source[start:].rstrip()
    )

    body = "a\n\n- b\n\n  c"
    assert parse_body(body) != read_by_markdown_it(body)


def test_the_lines_of_simple_blocks_are_those_of_the_file() -> None:
    body = parse_body("Metin.\n\n## Plan\n\n- bir\n\n- iki\n", first_line=6)

    assert [block.line for block in body.blocks] == [6, 8, 10]
    assert isinstance(body.blocks[1], Heading)
