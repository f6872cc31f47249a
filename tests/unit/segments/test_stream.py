from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.segments.inline import Break, Inline, Mark, Text, plain_text, web_link
from guidance.segments.leaf import LeafKind
from guidance.segments.stream import Stream, extract, fill
from tests.unit.segments.strategies import inlines, streams

BOLD = frozenset({Mark.BOLD})


def p(text: str, key: str = "k1") -> str:
    return f'<p data-block-key="{key}">{text}</p>'


def item(value: object, name: str = "i1") -> dict[str, object]:
    return {"type": "item", "id": name, "value": value}


def picture(**changes: object) -> dict[str, object]:
    return {"image": None, "decorative": False, "alt_text": "Ağaç", **changes}


def block(name: str, value: object) -> dict[str, object]:
    return {"type": name, "value": value, "id": "b1"}


TEXT = block(
    "text",
    p("Dernekler:")
    + '<ul><li data-block-key="k2">yardım<ul><li data-block-key="k3">ayni</li></ul></li>'
    + '<li data-block-key="k4">bağış</li></ul>'
    + p("kabul eder.", "k5"),
)
HEADING = block("heading", {"level": "2", "text": p("Kayıt <i>tutma</i>")})
QUOTE = block("quote", p("Birlikten kuvvet doğar."))
LIST = block(
    "list",
    {
        "start": 4,
        "items": [
            item({"level": 1, "ordered": True, "text": p("dört") + p("ek", "k2")}),
            item({"level": 2, "ordered": False, "text": p("alt")}, "i2"),
            item({"level": 1, "ordered": True, "text": p("beş")}, "i3"),
        ],
    },
)
IMAGE = block(
    "image",
    {
        "image": picture(),
        "caption": p("Bir ağaç"),
        "width": None,
        "height": None,
        "source": "a.png",
    },
)
TABLE = block(
    "table",
    {
        "header": True,
        "columns": [item("left", "c1")],
        "rows": [
            item({"cells": [item(p("Yıl"), "x1")]}, "r1"),
            item({"cells": [item("", "x2")]}, "r2"),
        ],
    },
)
EMBED = block("embed", {"url": "https://example.org/film", "title": "Film"})
CALLOUT = block("callout", {"kind": "tip", "title": "İpucu", "text": p("Sorun.")})
CODE = block("code", {"language": "sh", "code": "echo merhaba"})
RAW = block("raw_html", "<dl><dt>STK &amp; kamu</dt><dd> Tanım </dd></dl>")


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (
            TEXT,
            [
                ("body/b1#k1", "paragraph", "Dernekler:", None),
                ("body/b1#k2", "item", "yardım", (1, 2)),
                ("body/b1#k3", "item", "ayni", (1, 1)),
                ("body/b1#k4", "item", "bağış", (2, 2)),
                ("body/b1#k5", "paragraph", "kabul eder.", None),
            ],
        ),
        (HEADING, [("body/b1/text", "heading", "Kayıt tutma", None)]),
        (QUOTE, [("body/b1#k1", "quote", "Birlikten kuvvet doğar.", None)]),
        (
            LIST,
            [
                ("body/b1/i1#k1", "item", "dört", (1, 2)),
                ("body/b1/i1#k2", "item", "ek", (1, 2)),
                ("body/b1/i2#k1", "item", "alt", (1, 1)),
                ("body/b1/i3#k1", "item", "beş", (2, 2)),
            ],
        ),
        (
            IMAGE,
            [
                ("body/b1/alt_text", "alt", "Ağaç", None),
                ("body/b1/caption", "caption", "Bir ağaç", None),
            ],
        ),
        (TABLE, [("body/b1/r1/x1#k1", "cell", "Yıl", None)]),
        (EMBED, [("body/b1/title", "embed-title", "Film", None)]),
        (
            CALLOUT,
            [
                ("body/b1/title", "callout-title", "İpucu", None),
                ("body/b1/text#k1", "paragraph", "Sorun.", None),
            ],
        ),
        (CODE, []),
        (
            RAW,
            [
                ("body/b1#t1", "html-text", "STK & kamu", None),
                ("body/b1#t2", "html-text", "Tanım", None),
            ],
        ),
        (block("text", ""), []),
        (block("text", p("") + p("<br/>", "k2")), []),
        (
            block("image", {**IMAGE["value"], "image": picture(decorative=True)}),
            [("body/b1/caption", "caption", "Bir ağaç", None)],
        ),  # type: ignore[dict-item]
    ],
)
def test_extract_finds_every_text_with_its_place(
    one: dict[str, object], found: list[tuple[str, str, str, tuple[int, int] | None]]
) -> None:
    leaves = extract([one])

    assert [
        (leaf.id, leaf.kind.value, plain_text(leaf.inline), leaf.position)
        for leaf in leaves
    ] == found


@given(stream=streams())
@settings(max_examples=300, deadline=None)
def test_fill_with_nothing_or_with_its_own_leaves_changes_nothing(
    stream: Stream,
) -> None:
    kept = deepcopy(stream)

    assert fill(stream, {}) == kept
    assert fill(stream, {leaf.id: leaf.inline for leaf in extract(stream)}) == kept
    assert stream == kept


@given(stream=streams())
@settings(max_examples=300, deadline=None)
def test_ids_are_unique(stream: Stream) -> None:
    ids = [leaf.id for leaf in extract(stream)]

    assert len(set(ids)) == len(ids)


@given(stream=streams(), values=st.lists(st.one_of(st.none(), inlines), min_size=1))
@settings(max_examples=300, deadline=None)
def test_what_was_filled_in_can_be_extracted_and_filled_in_again(
    stream: Stream, values: list[tuple[Inline, ...] | None]
) -> None:
    chosen = {
        leaf.id: values[number % len(values)]
        for number, leaf in enumerate(extract(stream))
    }

    filled = fill(stream, chosen)

    again = {leaf.id: leaf.inline for leaf in extract(filled)}
    assert fill(filled, again) == filled


def test_fill_puts_texts_in_their_places() -> None:
    values = {
        "body/b1/alt_text": (Text("A "), Text("tree", BOLD)),
        "body/b1/caption": (Text("A tree", BOLD),),
    }

    filled = fill([IMAGE], values)

    assert filled[0]["value"]["image"]["alt_text"] == "A tree"
    assert filled[0]["value"]["caption"] == p("<b>A tree</b>")


def test_a_heading_takes_no_bold_because_its_editor_has_none() -> None:
    filled = fill(
        [HEADING], {"body/b1/text": (Text("Keeping ", BOLD), Text("records"))}
    )

    assert filled[0]["value"]["text"] == p("Keeping records")


def test_text_for_html_is_escaped() -> None:
    filled = fill([RAW], {"body/b1#t1": (Text("<script>"), Break())})

    assert filled[0]["value"].startswith("<dl><dt>&lt;script&gt;")


def test_a_link_nobody_trusts_is_written_as_its_text() -> None:
    evil = (web_link("javascript:alert(1)", Text("tıkla")),)

    filled = fill([QUOTE], {"body/b1#k1": evil})

    assert filled[0]["value"] == p("tıkla")


@pytest.mark.parametrize(
    ("one", "left_out", "remains"),
    [
        (QUOTE, ["body/b1#k1"], []),
        (HEADING, ["body/b1/text"], []),
        (RAW, ["body/b1#t1", "body/b1#t2"], []),
        (CALLOUT, ["body/b1/title", "body/b1/text#k1"], []),
        (
            LIST,
            ["body/b1/i1#k1", "body/b1/i1#k2", "body/b1/i2#k1", "body/b1/i3#k1"],
            [],
        ),
        (EMBED, ["body/b1/title"], [{"url": "https://example.org/film", "title": ""}]),
        (
            TEXT,
            ["body/b1#k2", "body/b1#k5"],
            [
                p("Dernekler:") + '<ul><li data-block-key="k3">ayni</li>'
                '<li data-block-key="k4">bağış</li></ul>'
            ],
        ),
        (RAW, ["body/b1#t2"], ["<dl><dt>STK &amp; kamu</dt><dd>  </dd></dl>"]),
    ],
)
def test_a_leaf_left_out_takes_along_what_is_empty_without_it(
    one: dict[str, object], left_out: list[str], remains: list[object]
) -> None:
    filled = fill([one], dict.fromkeys(left_out))

    assert [each["value"] for each in filled] == remains


def test_an_item_left_out_lifts_the_items_below_it() -> None:
    filled = fill([LIST], dict.fromkeys(["body/b1/i1#k1", "body/b1/i1#k2"]))

    items = filled[0]["value"]["items"]
    assert [(each["id"], each["value"]["level"]) for each in items] == [
        ("i2", 1),
        ("i3", 1),
    ]


def test_captions_cells_and_alternative_texts_left_out_are_empty() -> None:
    ids = ["body/b1/alt_text", "body/b1/caption", "body/b1/r1/x1#k1"]

    image, table = fill([IMAGE, TABLE], dict.fromkeys(ids))

    assert image["value"]["image"]["alt_text"] == image["value"]["caption"] == ""
    assert table["value"]["rows"][0]["value"]["cells"] == [item("", "x1")]


def test_kinds_tell_a_paragraph_from_a_quote() -> None:
    assert extract([QUOTE])[0].kind is LeafKind.QUOTE
