"""The 3-way merge of pages: nine cells, order, conflicts, and what nobody may lose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.segments.stream import Stream
from importers.merge.page import merge, same_content

BASE = {"a": "Amaç", "b": "Kapsam", "c": "Sonuç"}


def page(paragraphs: dict[str, str], block: str = "x") -> Stream:
    """Return a page of one text block; the keys are the ids of its paragraphs."""
    html = "".join(
        f'<p data-block-key="{key}">{text}</p>' for key, text in paragraphs.items()
    )
    return [{"type": "text", "value": html, "id": block}] if html else []


def without(*keys: str) -> dict[str, str]:
    return {key: text for key, text in BASE.items() if key not in keys}


# What each side does to paragraph b, and what must come out.
CELLS = {
    "nobody touches it": (BASE, BASE, BASE, 0),
    "the source edits": (BASE, BASE | {"b": "Yeni"}, BASE | {"b": "Yeni"}, 0),
    "the source deletes": (BASE, without("b"), without("b"), 0),
    "the editor edits": (BASE | {"b": "Bizim"}, BASE, BASE | {"b": "Bizim"}, 0),
    "both edit alike": (
        BASE | {"b": "Aynı"},
        BASE | {"b": "Aynı"},
        BASE | {"b": "Aynı"},
        0,
    ),
    "both edit differently": (
        BASE | {"b": "Bizim"},
        BASE | {"b": "Yeni"},
        BASE | {"b": "Bizim"},
        1,
    ),
    "the editor edits, the source deletes": (
        BASE | {"b": "Bizim"},
        without("b"),
        BASE | {"b": "Bizim"},
        1,
    ),
    "the editor deletes": (without("b"), BASE, without("b"), 0),
    "the editor deletes, the source edits": (
        without("b"),
        BASE | {"b": "Yeni"},
        without("b"),
        1,
    ),
    "both delete": (without("b"), without("b"), without("b"), 0),
}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "conflicts"), CELLS.values(), ids=CELLS
)
def test_each_cell_of_the_merge_matrix(
    ours: dict[str, str],
    theirs: dict[str, str],
    expected: dict[str, str],
    conflicts: int,
) -> None:
    merged = merge(page(BASE), page(ours), page(theirs))

    assert merged.stream == page(expected)
    assert len(merged.conflicts) == conflicts


def test_a_conflict_shows_both_texts() -> None:
    merged = merge(page(BASE), page(BASE | {"b": "Bizim"}), page(BASE | {"b": "Yeni"}))

    (conflict,) = merged.conflicts
    assert (conflict.ours, conflict.theirs) == ("Bizim", "Yeni")


def test_insertions_of_both_sides_survive_in_their_places() -> None:
    ours = {"a": "Amaç", "e": "Editörün", "b": "Kapsam", "c": "Sonuç"}
    theirs = {"a": "Amaç", "b": "Kapsam", "c": "Sonuç", "s": "Kaynağın"}

    merged = merge(page(BASE), page(ours), page(theirs))

    assert merged.stream == page({**ours, "s": "Kaynağın"})


def test_a_move_of_the_editor_and_an_edit_of_the_source_combine() -> None:
    moved = {"c": "Sonuç", "a": "Amaç", "b": "Kapsam"}

    merged = merge(page(BASE), page(moved), page(BASE | {"b": "Yeni kapsam"}))

    assert merged.stream == page(moved | {"b": "Yeni kapsam"})
    assert not merged.conflicts


def test_a_picture_that_arrives_keeps_the_editors_alternative_text() -> None:
    def figure(image: int | None, alt: str) -> Stream:
        value = {
            "image": {"image": image, "decorative": False, "alt_text": alt},
            "caption": "",
            "width": 149,
            "height": 115,
            "source": "./media/image1.png",
        }
        return [{"type": "image", "value": value, "id": "f"}]

    merged = merge(figure(None, ""), figure(None, "Dört basamak"), figure(7, ""))

    assert merged.stream == figure(7, "Dört basamak")
    assert not merged.conflicts


def test_items_of_a_list_merge_one_by_one() -> None:
    def items(*texts: str) -> Stream:
        rows = [
            {
                "type": "item",
                "id": f"i{n}",
                "value": {
                    "level": 1,
                    "ordered": True,
                    "text": f'<p data-block-key="k{n}">{text}</p>',
                },
            }
            for n, text in enumerate(texts)
        ]
        return [{"type": "list", "value": {"start": 3, "items": rows}, "id": "l"}]

    merged = merge(
        items("bir", "iki", "üç"), items("BİR", "iki", "üç"), items("bir", "iki", "ÜÇ")
    )

    assert merged.stream == items("BİR", "iki", "ÜÇ")


def test_a_block_that_the_source_tears_apart_keeps_unique_ids() -> None:
    heading = {"type": "heading", "value": {"level": "2", "text": ""}, "id": "h"}
    theirs = [*page({"a": "Amaç"}), heading, *page({"b": "Kapsam", "c": "Sonuç"}, "y")]
    ours = page(BASE | {"a": "Amacımız"})

    merged = merge(page(BASE), ours, theirs)

    ids = [block["id"] for block in merged.stream]
    assert len(set(ids)) == len(ids) == 3
    assert merged.stream[0] == page({"a": "Amacımız"})[0]


def test_same_content_sees_a_difference_that_is_not_an_id() -> None:
    assert same_content(page(BASE), page(BASE, block="other"))
    assert not same_content(page(BASE), page(BASE | {"a": "amaç"}))


texts = st.dictionaries(
    st.sampled_from("abcdefg"),
    st.sampled_from(["bir", "iki", "üç", "dört"]),
    max_size=6,
)


@given(base=texts, side=texts)
def test_a_side_that_did_nothing_takes_what_the_other_did(
    base: dict[str, str], side: dict[str, str]
) -> None:
    assert merge(page(base), page(base), page(side)).stream == page(side)
    assert merge(page(base), page(side), page(base)).stream == page(side)


@given(base=texts, ours=texts, theirs=texts)
def test_no_text_of_the_editor_is_ever_lost(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    merged = merge(page(base), page(ours), page(theirs))

    kept = {
        key
        for key, text in ours.items()
        if key not in base or base[key] != text or key in theirs
    }
    html = "".join(block["value"] for block in merged.stream)
    for key in kept:
        assert f'data-block-key="{key}"' in html
        if text_is_ours(key, base, ours):
            assert f'data-block-key="{key}">{ours[key]}<' in html


def text_is_ours(key: str, base: dict[str, str], ours: dict[str, str]) -> bool:
    return key not in base or base[key] != ours[key]
