"""The 3-way merge of pages: nine cells, order, conflicts, and what nobody may lose."""

from typing import Any

import pytest

from guidance.segments.stream import Stream
from importers.merge.outcome import Answer
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


def test_the_base_stands_still_only_where_the_conflict_is() -> None:
    theirs = BASE | {"a": "Amacımız", "b": "Yeni"}

    merged = merge(page(BASE), page(BASE | {"b": "Bizim"}), page(theirs))

    assert merged.base == page(theirs | {"b": "Kapsam"})
    again = merge(merged.base, merged.stream, page(theirs))
    assert (again.stream, again.base) == (merged.stream, merged.base)
    assert again.conflicts == merged.conflicts


# What the editor and the source have for paragraph b; None for a deletion.
DISPUTES = {
    "both edit": ("Bizim", "Yeni"),
    "the source deletes": ("Bizim", None),
    "the editor deletes": (None, "Yeni"),
}


def with_b(text: str | None) -> dict[str, str]:
    return without("b") if text is None else BASE | {"b": text}


@pytest.mark.parametrize(("ours", "theirs"), DISPUTES.values(), ids=DISPUTES)
@pytest.mark.parametrize("answer", Answer)
def test_an_answer_settles_a_conflict_for_good(
    answer: Answer, ours: str | None, theirs: str | None
) -> None:
    first = merge(page(BASE), page(with_b(ours)), page(with_b(theirs)))
    (conflict,) = first.conflicts

    settled = merge(
        first.base, first.stream, page(with_b(theirs)), {conflict.place: answer}
    )

    expected = theirs if answer is Answer.TAKE else ours
    assert settled.stream == page(with_b(expected))
    assert settled.base == page(with_b(theirs))
    assert not settled.conflicts
    again = merge(settled.base, settled.stream, page(with_b(theirs)))
    assert again.stream == settled.stream
    assert not again.conflicts


def test_a_page_without_a_base_is_one_conflict() -> None:
    merged = merge(None, page(BASE), page({"k1": "Başka"}))

    (conflict,) = merged.conflicts
    assert merged.stream == page(BASE)
    assert merged.base is None
    assert (conflict.ours, conflict.theirs) == ("Amaç\nKapsam\nSonuç", "Başka")


def test_a_page_without_a_base_that_says_the_same_has_one_now() -> None:
    merged = merge(None, page(BASE), page(dict(zip("xyz", BASE.values(), strict=True))))

    assert merged.base == merged.stream == page(BASE)


def test_equal_keys_in_two_blocks_are_two_paragraphs() -> None:
    def pages(first: str, second: str) -> Stream:
        return [*page({"n1": first}, "x"), *page({"n1": second}, "y")]

    merged = merge(pages("Bir", "İki"), pages("BİR", "İki"), pages("Bir", "İKİ"))

    assert merged.stream == pages("BİR", "İKİ")


def test_equal_ids_of_different_insertions_are_two_paragraphs() -> None:
    ours, theirs = BASE | {"n1": "Editörün"}, BASE | {"n1": "Kaynağın"}

    merged = merge(page(BASE), page(ours), page(theirs))

    assert merged.stream == page(ours | {"n1-2": "Kaynağın"})
    assert not merged.conflicts
    again = merge(merged.base, merged.stream, page(theirs))
    assert again.stream == merged.stream


def test_the_same_insertion_of_both_is_one() -> None:
    ours, theirs = BASE | {"e": "Eklenen"}, BASE | {"k4": "Eklenen"}

    merged = merge(page(BASE), page(ours), page(theirs))

    assert merged.stream == page(ours)
    assert merged.base == page(ours)


def test_rules_between_paragraphs_stay() -> None:
    def ruled(*texts: str) -> Stream:
        html = "<hr/>".join(
            f'<p data-block-key="k{n}">{text}</p>' for n, text in enumerate(texts)
        )
        return [{"type": "text", "value": html, "id": "x"}]

    merged = merge(
        ruled("bir", "iki", "üç"), ruled("BİR", "iki", "üç"), ruled("bir", "iki", "ÜÇ")
    )

    assert merged.stream == ruled("BİR", "iki", "ÜÇ")


def test_a_conflict_about_an_address_shows_the_addresses() -> None:
    def linked(to: str) -> Stream:
        return page({"a": f'Bkz. <a href="https://ornek.org/{to}">rehber</a>'})

    (conflict,) = merge(linked("a"), linked("b"), linked("c")).conflicts

    assert conflict.ours == "Bkz. <a1>rehber</a1>\n<a1>: https://ornek.org/b"
    assert conflict.theirs == "Bkz. <a1>rehber</a1>\n<a1>: https://ornek.org/c"


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


def test_a_paragraph_that_becomes_an_item_keeps_the_other_sides_words() -> None:
    said = "Derneğin amacı komşuluk ilişkilerini güçlendirmektir."
    item = f'<ul><li data-block-key="a">{said}</li></ul>'
    changed = said.replace("komşuluk", "komşuluk ve dostluk")

    merged = merge(
        page({"a": said}),
        [{"type": "text", "value": item, "id": "x"}],
        page({"a": changed}),
    )

    assert merged.stream[0]["value"] == item.replace(said, changed)


def table(*rows: tuple[str, ...], columns: int = 2) -> Stream:
    """Return a page of a table whose rows and cells have their first text as id."""
    value = {
        "header": True,
        "columns": [
            {"type": "item", "id": f"c{n}", "value": ""} for n in range(columns)
        ],
        "rows": [
            {
                "type": "item",
                "id": f"r{name}",
                "value": {
                    "cells": [
                        {
                            "type": "item",
                            "id": f"r{name}c{n}",
                            "value": f'<p data-block-key="k">{text}</p>',
                        }
                        for n, text in enumerate(cells)
                    ]
                },
            }
            for name, *cells in rows
        ],
    }
    return [{"type": "table", "value": value, "id": "t"}]


def test_cells_of_a_table_merge_one_by_one() -> None:
    base = table(("1", "Yıl", "Bağış"), ("2", "2023", "On lira"))
    ours = table(("1", "Yıl", "Bağışlar"), ("2", "2023", "On lira"), ("e", "2025", "?"))
    theirs = table(("1", "Yıl", "Bağış"), ("2", "2023", "Yirmi lira"))

    merged = merge(base, ours, theirs)

    assert merged.stream == table(
        ("1", "Yıl", "Bağışlar"), ("2", "2023", "Yirmi lira"), ("e", "2025", "?")
    )
    assert not merged.conflicts


def test_a_table_that_would_not_be_even_is_one_conflict() -> None:
    base = table(("1", "Yıl", "Bağış"), ("2", "2023", "On lira"))
    ours = table(("1", "Yıl", "Bağış"), ("2", "2023", "On lira"), ("e", "2025", "?"))
    theirs = table(
        ("1", "Yıl", "Bağış", "Not"), ("2", "2023", "On lira", "az"), columns=3
    )

    merged = merge(base, ours, theirs)

    assert merged.stream == ours
    assert [conflict.place for conflict in merged.conflicts] == ["body/t"]


def callout(title: str, text: str, kind: str = "tip") -> Stream:
    html = f'<p data-block-key="k">{text}</p>'
    value = {"kind": kind, "title": title, "text": html}
    return [{"type": "callout", "value": value, "id": "c"}]


def test_the_parts_of_a_callout_merge_apart() -> None:
    merged = merge(
        callout("Not", "Bir metin"),
        callout("Not defteri", "Bir metin"),
        callout("Not", "Başka", kind="note"),
    )

    assert merged.stream == callout("Not defteri", "Başka", kind="note")


def heading(key: str, text: str) -> Stream:
    value = {"level": "2", "text": f'<p data-block-key="{key}">{text}</p>'}
    return [{"type": "heading", "value": value, "id": "h"}]


def test_a_single_line_is_the_same_whatever_its_key_is() -> None:
    merged = merge(
        heading("k1", "Genel kurul nasıl toplanır"),
        heading("x9", "Genel kurul nasıl toplanır?"),
        heading("k1", "Olağan genel kurul nasıl toplanır"),
    )

    assert merged.stream == heading("x9", "Olağan genel kurul nasıl toplanır?")


def code(source: str) -> Stream:
    return [{"type": "code", "id": "c", "value": {"language": "sh", "code": source}}]


def test_code_is_never_woven_together() -> None:
    lines = "cd dernek\nls\necho bir iki üç dört beş\npwd"

    merged = merge(
        code(lines),
        code(lines.replace("cd dernek", "cd vakıf")),
        code(lines.replace("pwd", "ls -l")),
    )

    assert merged.stream == code(lines.replace("cd dernek", "cd vakıf"))
    assert [conflict.place for conflict in merged.conflicts] == ["body/c/code"]


def test_code_that_looks_like_rich_text_is_code() -> None:
    source = '<p data-block-key="'

    assert same_content(code(source), code(source))
    assert not same_content(code(source), code(source + "x"))


def test_a_damaged_page_loses_nothing() -> None:
    twice: list[dict[str, Any]] = [*code("a"), *code("b")]

    merged = merge(page(BASE), [*page(BASE), *twice], page(BASE | {"a": "Yeni"}))

    assert [block["value"].get("code") for block in merged.stream[1:]] == ["a", "b"]


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
