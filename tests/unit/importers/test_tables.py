"""Tables of Markdown, of HTML and of pandoc."""

import pytest

from tests.unit.importers.harm import harm_in
from tests.unit.importers.stream_shapes import codes_of, shape_of

SHAPES = {
    "markdown": (
        "| a | b |\n|:-:|---|\n| **c** | d<br>e |",
        ["table header center,-: a | b / <b>c</b> | d<br/>e"],
    ),
    "markdown without a header": (
        "|  |  |\n|--|--|\n| a | b |",
        ["table plain -,-: a | b"],
    ),
    "markdown with a list in a cell": (
        "| a |\n|---|\n| x <ul><li>b</li><li>c</li></ul> |",
        ["table header -: a / <p>x</p><p>b</p><p>c</p>"],
    ),
    "html": (
        (
            "<table><thead><tr><th>a</th><th style='text-align: right'>b</th></tr></thead>"
            "<tbody><tr><td>c</td><td align=center>d</td></tr></tbody></table>"
        ),
        ["table header -,right: a | b / c | d"],
    ),
    "html with a caption": (
        "<table><caption>Başlık</caption><tr><td>a</td></tr></table>",
        ["text <p>Başlık</p>", "table plain -: a"],
    ),
    "html without end tags": (
        "<table><tr><th>a<th>b<tr><td>c<td>d</table>",
        ["table header -,-: a | b / c | d"],
    ),
    "html with Markdown between": (
        "<table>\n<tr>\n<td>\n\n**a**\n\n- b\n\n</td>\n</tr>\n</table>",
        ["table plain -: <p><b>a</b></p><p>b</p>"],
    ),
    "merged columns": (
        (
            "<table><tr><td colspan=2>a</td><td>b</td></tr>"
            "<tr><td>c</td><td>d</td><td>e</td></tr></table>"
        ),
        ["table plain -,-,-: a |  | b / c | d | e"],
    ),
    "merged rows": (
        "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        ["table plain -,-: a | b /  | c"],
    ),
    "merged beyond reason": (
        "<table><tr><td colspan=999999 rowspan=-1>a</td></tr></table>",
        [f"table plain {','.join('-' * 50)}: a{' | ' * 49}"],
    ),
    "a picture in a cell": (
        "| a |\n|---|\n| b ![x](y.png) c |",
        ["image y.png “x”", "table header -: a / <p>b</p><p>c</p>"],
    ),
    "only pictures": ("|  |\n|---|\n| ![x](y.png) |", ["image y.png “x”"]),
    "no text at all": ("a\n\n<table><tr><td></td></tr></table>", ["text <p>a</p>"]),
    "text beside cells": (
        "<table>a<tr>b<td>c</td></tr></table>",
        ["text <p>a</p><p>b</p>", "table plain -: c"],
    ),
    "cells without a table": (
        "<tr><td>a</td><td>b</td></tr>",
        ["text <p>a</p><p>b</p>"],
    ),
    "a table in a table": (
        (
            "<table><tr><td>a <b>&lt;</b></td><td><table><tr><th>b</th></tr></table></td></tr>"
            "</table>"
        ),
        [
            (
                "raw_html <table><tbody><tr><td><p>a <b>&lt;</b></p></td><td><table>"
                "<tbody><tr><th><p>b</p></th></tr></tbody></table></td></tr></tbody>"
                "</table>"
            )
        ],
    ),
    "a grid": (
        (
            "+---+-------+\n| a | b     |\n+===+=======+\n| c | *d*   |\n|   | e     |\n"
            "+---+-------+"
        ),
        ["table header -,-: a | b / c | <i>d</i> e"],
    ),
    "a grid without a header": (
        "+---+\n| a |\n+---+\n| b |\n+---+",
        ["table plain -: a / b"],
    ),
    "a grid that is crooked": (
        "+---+\n| a\n+---+",
        ["text <p>+---+ | a +---+</p>"],
    ),
}


@pytest.mark.parametrize(("markdown", "found"), SHAPES.values(), ids=SHAPES.keys())
def test_a_table_becomes_what_a_page_can_hold(markdown: str, found: list[str]) -> None:
    assert shape_of(markdown) == found


CODES = {
    "markdown": ("| a |\n|---|\n| b |", []),
    "paragraphs in cells": ("<table><tr><td><p>a<p>b</table>", []),
    "list in a cell": ("<table><tr><td><ul><li>a</ul></table>", ["complex-table"]),
    "merged": ("<table><tr><td colspan=2>a</table>", ["complex-table"]),
    "nested": ("<table><tr><td><table><tr><td>a</table></table>", ["complex-table"]),
    "picture": ("| a |\n|---|\n| ![x](y) |", ["inline-image"]),
    "grid": ("+---+\n| a |\n+---+", ["pandoc-syntax"]),
    "drawn with dashes": ("a\n\n  ----- -----\n  b     c\n", ["pandoc-syntax"]),
    "never closed": ("<table><tr><td>a", ["html-repaired"]),
}


@pytest.mark.parametrize(("markdown", "codes"), CODES.values(), ids=CODES.keys())
def test_a_table_is_reported_when_something_is_odd(
    markdown: str, codes: list[str]
) -> None:
    assert [code for code, _ in codes_of(markdown)] == codes


def test_a_table_in_a_table_keeps_only_links_that_lead_somewhere() -> None:
    table = "<table><tr><td><table><tr><td>{}</table></table>"
    markdown = table.format('<a href="https://ornek.org">a</a> <a href="x.md">b</a>')

    (html,) = (line.removeprefix("raw_html ") for line in shape_of(markdown))

    assert '<a href="https://ornek.org">a</a> b' in html
    assert harm_in(html) == []
    assert ("unresolved-link", 1) in codes_of(markdown)
