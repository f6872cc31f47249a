"""Quotes and callouts, and what they cannot hold."""

import pytest

from guidance.block_names import CALLOUT_KINDS
from tests.unit.importers.stream_shapes import codes_of, shape_of

SHAPES = {
    "callout": (
        "> [!NOTE]\n> a *b*\n>\n> - c",
        ["callout note <p>a <i>b</i></p><ul><li>c</li></ul>"],
    ),
    "title": ("> [!TIP] Önce `bak`\n> a", ["callout tip “Önce bak” <p>a</p>"]),
    "text in a paragraph of its own": (
        "> [!WARNING]\n>\n> a",
        ["callout warning <p>a</p>"],
    ),
    "folded": ("> [!caution]- a\n> b", ["callout caution “a” <p>b</p>"]),
    "nothing but a title": ("> [!NOTE] a", ["callout note “a” "]),
    "unknown kind": ("> [!FIKIR]\n> a", ["quote <p>[!FIKIR] a</p>"]),
    "not at the beginning": ("> a [!NOTE]", ["quote <p>a [!NOTE]</p>"]),
    "not in a quote": ("[!NOTE] a", ["text <p>[!NOTE] a</p>"]),
    "code in a callout": (
        "> [!NOTE] a\n> b\n>\n> ```\n> x\n> ```\n>\n> c",
        ["callout note “a” <p>b</p>", "code -: x", "callout note <p>c</p>"],
    ),
    "picture in a quote": (
        "> a\n>\n> ![x](y.png)\n>\n> b",
        ["quote <p>a</p>", "image y.png “x”", "quote <p>b</p>"],
    ),
    "quote in a quote": ("> a\n> > b\n>\n> c", ["quote <p>a</p><p>b</p><p>c</p>"]),
    "heading in a quote": ("> ## a\n> b", ["quote <p><b>a</b></p><p>b</p>"]),
    "two lists in a quote": (
        "> - a\n>\n> * b",
        ["quote <ul><li>a</li></ul>", "quote <ul><li>b</li></ul>"],
    ),
    "list that a quote cannot hold": (
        "> a\n>\n> 4. b",
        ["quote <p>a</p>", "list 4: [1 1. b]"],
    ),
    "rule in a quote": ("> a\n>\n> ---\n>\n> b", ["quote <p>a</p><hr/><p>b</p>"]),
    "only a rule": ("> ---", ["text <p></p><hr/><p></p>"]),
    "nothing": (">\n\na", ["text <p>a</p>"]),
}


@pytest.mark.parametrize(("markdown", "found"), SHAPES.values(), ids=SHAPES.keys())
def test_a_quote_becomes_what_a_page_can_hold(markdown: str, found: list[str]) -> None:
    assert shape_of(markdown) == found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((kind.upper(), kind) for kind in CALLOUT_KINDS),
        ("UYARI", "warning"),
        ("ipucu", "tip"),
        ("İPUCU", "tip"),
        ("Önemli", "important"),
        ("INFO", "note"),
    ],
)
def test_the_kind_of_a_callout_is_read_in_english_and_in_turkish(
    name: str, kind: str
) -> None:
    assert shape_of(f"> [!{name}]\n> a") == [f"callout {kind} <p>a</p>"]


CODES = {
    "callout": ("> [!NOTE]\n> a", []),
    "quote in a quote": ("> a\n> > b", ["nested-block"]),
    "code in a quote": ("> a\n>\n> ```\n> x\n> ```", ["nested-block"]),
    "picture in a quote": ("> ![x](y.png)", ["inline-image"]),
}


@pytest.mark.parametrize(("markdown", "codes"), CODES.values(), ids=CODES.keys())
def test_what_cannot_stand_in_a_quote_is_reported(
    markdown: str, codes: list[str]
) -> None:
    assert [code for code, _ in codes_of(markdown)] == codes
