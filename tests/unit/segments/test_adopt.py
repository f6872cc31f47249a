from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.segments.adopt import adopt_ids
from guidance.segments.ids import Slot, map_ids
from guidance.segments.inline import plain_text
from guidance.segments.richtext import parse_blocks, serialize
from guidance.segments.stream import Stream, extract
from tests.unit.segments.strategies import streams

AIM = "Derneğin amacı komşuluk ilişkilerini güçlendirmektir."
MEETING = "Üyeler her ayın ilk pazartesi günü bir araya gelir."
MONEY = "Gelirler aidatlardan ve bağışlardan oluşur."
NEWS = "Yeni üyeler için bir tanışma günü düzenlenir."


def p(key: str, text: str) -> str:
    attribute = f' data-block-key="{key}"' if key else ""
    return f"<p{attribute}>{text}</p>"


def text(*paragraphs: tuple[str, str], id: str = "b1") -> dict[str, Any]:  # noqa: A002
    return {"type": "text", "id": id, "value": "".join(p(*each) for each in paragraphs)}


def code(id: str, source: str) -> dict[str, Any]:  # noqa: A002
    return {"type": "code", "id": id, "value": {"language": "", "code": source}}


def row(name: str, *cells: tuple[str, str]) -> dict[str, Any]:
    return {
        "type": "item",
        "id": name,
        "value": {
            "cells": [
                {"type": "item", "id": cell, "value": p("k1", said) if said else ""}
                for cell, said in cells
            ]
        },
    }


def table(name: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "table",
        "id": name,
        "value": {"header": True, "columns": [], "rows": list(rows)},
    }


def ids(stream: Stream) -> list[str]:
    found: list[Slot] = []

    def note(slot: Slot) -> str:
        found.append(slot)
        return slot.id

    map_ids(stream, note)
    return [slot.id for slot in found]


OLD = [text(("k1", AIM), ("k2", MEETING), ("k3", MONEY))]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(OLD, ["b1", "k1", "k2", "k3"], id="nothing"),
        pytest.param(
            [text(("k1", AIM), ("k2", ""), ("x", MEETING), ("k3", MONEY))],
            ["b1", "k1", "n1", "k2", "k3"],
            id="Enter at the start of a paragraph",
        ),
        pytest.param(
            [text(("k1", AIM), ("k2", MEETING), ("k3", MONEY), ("k1", AIM))],
            ["b1", "k1", "k2", "k3", "n1"],
            id="a paragraph pasted twice with its key",
        ),
        pytest.param(
            [text(("", AIM), ("", NEWS), ("", MEETING), ("", MONEY))],
            ["b1", "k1", "n1", "k2", "k3"],
            id="no keys at all",
        ),
        pytest.param(
            [text(("x", MONEY), ("y", AIM), ("z", MEETING))],
            ["b1", "k3", "k1", "k2"],
            id="cut and pasted to the top",
        ),
        pytest.param(
            [
                text(
                    *(("k1", AIM), ("k2", NEWS), ("k3", MEETING), ("k4", MONEY)),
                    id="other",
                )
            ],
            ["b1", "k1", "n1", "k2", "k3"],
            id="imported again with a new paragraph, counted anew",
        ),
        pytest.param(
            [text(("k1", NEWS), id="b1"), text(("k1", AIM), ("k2", MONEY), id="b2")],
            ["fresh", "k1", "b1", "k1", "k3"],
            id="a new block before, ids counted anew",
        ),
        pytest.param(
            [text(("k1", AIM), ("k2", MEETING)), text(("k3", MONEY), id="b2")],
            ["b1", "k1", "k2", "b2", "k3"],
            id="a block split in two",
        ),
        pytest.param(
            [text(("k1", f"{AIM} {MEETING}"), ("k3", MONEY))],
            ["b1", "k1", "k3"],
            id="two paragraphs merged",
        ),
        pytest.param(
            [text(("k1", AIM), ("k2", MEETING), ("k3", MONEY), id="")],
            ["b1", "k1", "k2", "k3"],
            id="a block without an id",
        ),
    ],
)
def test_equal_and_similar_places_keep_their_ids(
    new: Stream, expected: list[str]
) -> None:
    adopted = adopt_ids(OLD, new)

    uuid_length = 36
    found = ["fresh" if len(name) == uuid_length else name for name in ids(adopted)]
    assert found == expected


def test_blocks_without_texts_are_told_by_their_content_and_number() -> None:
    old = [code("c1", "ls"), *OLD, code("c2", "cat dosya")]
    new = [code("x", "cat dosya"), *OLD, code("y", "ls -l")]

    assert ids(adopt_ids(old, new)) == ["c2", "b1", "k1", "k2", "k3", "c1"]


def test_rows_and_cells_move_with_their_texts() -> None:
    old = [
        table(
            "t1",
            row("r1", ("c1", "Yıl"), ("c2", "Bağış toplamı")),
            row("r2", ("c3", "2023"), ("c4", "On iki bin lira")),
            row("r3", ("c5", ""), ("c6", "")),
        )
    ]
    new = [
        table(
            "t9",
            row("a", ("a1", "Yıl"), ("a2", "Bağış toplamı")),
            row("b", ("b1", "2024"), ("b2", "Yirmi bin lira ve üç bilgisayar")),
            row("c", ("d1", ""), ("d2", "")),
            row("d", ("e1", "2023"), ("e2", "On iki bin lira")),
        )
    ]

    assert ids(adopt_ids(old, new)) == [
        *("t1", "r1", "c1", "k1", "c2", "k1", "b", "b1", "k1", "b2", "k1"),
        *("r3", "c5", "c6", "r2", "c3", "k1", "c4", "k1"),
    ]


def test_the_content_is_that_of_the_new_version() -> None:
    new = [text(("k9", MONEY), ("k8", NEWS)), code("c", "ls")]

    adopted = adopt_ids(OLD, new)

    assert [plain_text(leaf.inline) for leaf in extract(adopted)] == [MONEY, NEWS]
    assert adopted[1] == new[1]


def test_neither_version_is_changed_in_place() -> None:
    old, new = deepcopy(OLD), [text(("", NEWS))]

    adopt_ids(old, new)

    assert (old, new) == (OLD, [text(("", NEWS))])


def test_a_first_version_only_gets_what_is_missing() -> None:
    new = [text(("", AIM), ("k2", MEETING)), text(("k1", NEWS))]

    first, second = adopt_ids([], new)

    assert (first["id"], first["value"]) == ("b1", p("n1", AIM) + p("k2", MEETING))
    assert second["id"] not in ("", "b1")


# ---- laws

versions = streams().map(lambda stream: adopt_ids([], stream))
# What a form may send: anything, with ids missing, twice, or from elsewhere.
sent = st.tuples(
    streams(), st.lists(st.sampled_from(["", "k1", "k2", "b1", "i1"]), min_size=1)
).map(lambda pair: _with_ids(*pair))


def _with_ids(stream: Stream, names: list[str]) -> Stream:
    numbers = iter(range(10_000))
    return map_ids(stream, lambda _: names[next(numbers) % len(names)])


@given(old=versions, new=st.one_of(versions, sent))
@settings(max_examples=400, deadline=None)
def test_adopting_twice_is_adopting_once(old: Stream, new: Stream) -> None:
    adopted = adopt_ids(old, new)

    assert adopt_ids(old, adopted) == adopted
    assert adopt_ids(adopted, new) == adopted
    assert adopt_ids(adopted, adopted) == adopted


@given(old=versions, new=sent)
@settings(max_examples=300, deadline=None)
def test_ids_of_leaves_are_there_and_unique(old: Stream, new: Stream) -> None:
    found = [leaf.id for leaf in extract(adopt_ids(old, new))]

    assert len(set(found)) == len(found)
    assert not [name for name in found if "//" in name or name.endswith(("#", "/"))]


@given(old=versions, new=sent)
@settings(max_examples=300, deadline=None)
def test_adopting_changes_ids_only(old: Stream, new: Stream) -> None:
    def nameless(stream: Stream) -> Stream:
        return map_ids(stream, lambda _: "x")

    assert nameless(adopt_ids(old, new)) == nameless(new)


@given(stream=versions)
@settings(max_examples=200, deadline=None)
def test_a_page_saved_without_an_edit_stays_as_it_is(stream: Stream) -> None:
    assert adopt_ids(stream, stream) == stream


def test_rich_text_that_the_editor_would_not_keep_is_made_canonical() -> None:
    nested = {
        "type": "text",
        "id": "b1",
        "value": '<ul><li><ul><li data-block-key="k1">iç</li></ul></li></ul>',
    }

    value = adopt_ids([], [nested])[0]["value"]

    assert serialize(parse_blocks(value)) == value


def test_paragraphs_take_their_keys_into_another_block() -> None:
    heading = {
        "type": "heading",
        "id": "h",
        "value": {"level": "2", "text": p("k2", "Toplantılar")},
    }
    new = [
        text(("k7", AIM), id="b0"),
        heading,
        text(("k8", MEETING), ("k9", MONEY), id="b2"),
    ]

    adopted = adopt_ids(OLD, new)

    assert ids(adopted) == ["b0", "k1", "h", "k2", "b1", "k2", "k3"]


def test_an_id_that_only_counts_is_not_taken_for_an_old_one() -> None:
    new = [text(("k1", AIM), ("k2", NEWS)), code("c", "ls")]
    old = [*OLD, code("c9", "ls"), {**code("c", ""), "type": "raw_html", "value": ""}]

    assert ids(adopt_ids(old, new, counted=True))[:3] == ["b1", "k1", "n1"]
    assert ids(adopt_ids(old, new))[:3] == ["b1", "k1", "k2"]


@given(old=versions, new=versions)
@settings(max_examples=200, deadline=None)
def test_counted_ids_are_adopted_once_and_for_all(old: Stream, new: Stream) -> None:
    adopted = adopt_ids(old, new, counted=True)

    assert adopt_ids(adopted, new, counted=True) == adopted
    assert adopt_ids(old, adopted, counted=True) == adopted
