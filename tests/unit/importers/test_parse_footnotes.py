"""Footnotes: marks in the text, a numbered list at the end."""

import pytest

from tests.unit.importers.stream_shapes import codes_of, shape_of

SHAPES = {
    "numbered in the order of marks": (
        "a[^z] b[^a]\n\n[^a]: bir\n\n[^z]: iki",
        ["text <p>a<sup>1</sup> b<sup>2</sup></p><ol><li>iki</li><li>bir</li></ol>"],
    ),
    "two marks of one": (
        "a[^1] b[^1]\n\n[^1]: x",
        ["text <p>a<sup>1</sup> b<sup>1</sup></p><ol><li>x</li></ol>"],
    ),
    "written in the text": (
        "a^[x *y*]b",
        ["text <p>a<sup>1</sup>b</p><ol><li>x <i>y</i></li></ol>"],
    ),
    "a mark in a footnote": (
        "a[^1]\n\n[^1]: x[^2]\n\n[^2]: y",
        ["text <p>a<sup>1</sup></p><ol><li>x<sup>2</sup></li><li>y</li></ol>"],
    ),
    "a mark in a heading and in a cell": (
        "## a[^1]\n\n| b[^2] |\n|---|\n\n[^1]: x\n[^2]: y",
        [
            "heading 2 a<sup>1</sup>",
            "table header -: b<sup>2</sup>",
            "text <ol><li>x</li><li>y</li></ol>",
        ],
    ),
    "behind a list of numbers": (
        "1. a[^1]\n\n[^1]: x",
        ["text <ol><li>a<sup>1</sup></li></ol>", "text <ol><li>x</li></ol>"],
    ),
    "two paragraphs": (
        "a[^1]\n\n[^1]: x\n\n    y",
        ["text <p>a<sup>1</sup></p>", "list 1: [1 1. <p>x</p><p>y</p>]"],
    ),
    "empty": (
        "a[^bos]b[^1]\n\n[^bos]:\n\n[^1]: x",
        ["text <p>a<sup>1</sup>b<sup>2</sup></p><ol><li>[^bos]</li><li>x</li></ol>"],
    ),
    "defined in a quote": (
        "a[^1]\n\n> b\n>\n> [^1]: x",
        ["text <p>a<sup>1</sup></p>", "quote <p>b</p>", "text <ol><li>x</li></ol>"],
    ),
    "undefined": ("a[^1]", ["text <p>a[^1]</p>"]),
    "never used": ("a\n\n[^1]: x", ["text <p>a</p>"]),
}


@pytest.mark.parametrize(("markdown", "found"), SHAPES.values(), ids=SHAPES.keys())
def test_footnotes_stand_at_the_end(markdown: str, found: list[str]) -> None:
    assert shape_of(markdown) == found


CODES = {
    "good": ("a[^1]\n\n[^1]: x", []),
    "undefined": ("a\nb[^1]", [("footnote", 2)]),
    "never used": ("a\n\n[^1]: x", [("footnote", 3)]),
    "used by one that is never used": (
        "a\n\n[^1]: x[^2]\n\n[^2]: y",
        [("footnote", 3), ("footnote", 5)],
    ),
    "defined twice": ("a[^1]\n\n[^1]: x\n\n[^1]: y", [("footnote", 5)]),
    "escaped": ("a\\[^1]", []),
    "behind a link": ("[a](https://ornek.org)[^1]\n\n[^1]: x", []),
}


@pytest.mark.parametrize(("markdown", "found"), CODES.values(), ids=CODES.keys())
def test_footnotes_that_lead_nowhere_are_reported(
    markdown: str, found: list[tuple[str, int]]
) -> None:
    assert codes_of(markdown) == found
