"""The raw data of a page: grouped, with stable ids, as the editor would save it."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from guidance.block_names import (
    CALLOUT_KINDS,
    CELL_ALIGNMENTS,
    HEADING_LEVELS,
    BlockName,
)
from guidance.segments.richtext import parse_blocks, serialize
from guidance.segments.stream import Stream, extract, fill
from importers.markdown.parse import parse_body
from importers.stream import links, pictures, to_stream
from tests.unit.importers.body_strategies import documents, heaps
from tests.unit.importers.draftail import changed_by_editor
from tests.unit.importers.stream_shapes import rich_texts, shape_of, stream_of

EVERYTHING = """# Başlık

Bir **iki** [üç](https://ornek.org).

- dört
- beş

---

1. altı
   - yedi

> sekiz

> [!NOTE] dokuz
> on

| a | b |
|---|:-:|
| c |   |

![d](e.png "f")

```sql
g
```

https://youtu.be/AbC_d-12

<table><tr><td><table><tr><td>h</td></tr></table></td></tr></table>
"""


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        for each in value.values():
            yield from _ids(each)
    elif isinstance(value, list):
        for each in value:
            yield from _ids(each)


def _keys(stream: Stream) -> list[str]:
    html = "".join(text for _, text in rich_texts(stream))
    return re.findall('data-block-key="([^"]*)"', html)


def test_every_type_of_block_can_come_out_of_a_document() -> None:
    stream = stream_of(EVERYTHING)

    assert {block["type"] for block in stream} == set(BlockName)


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        pytest.param("a\n\nb\n\n- c\n\nd\n\n---\n\n1. e", 1, id="prose"),
        pytest.param("a\n\n## b\n\nc", 3, id="a heading parts it"),
        pytest.param("a\n\n![x](y)\n\nb", 3, id="a picture parts it"),
        pytest.param("- a\n\n* b", 2, id="lists that the editor would join"),
        pytest.param("- a\n\n1. b", 1, id="lists that it would not join"),
        pytest.param("- a\n\n---\n\n- b", 1, id="lists with a rule between"),
        pytest.param("3. a", 1, id="a list of its own"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_runs_of_prose_are_one_block(markdown: str, count: int) -> None:
    assert len(stream_of(markdown)) == count


def test_ids_and_keys_are_of_the_document_and_never_twice() -> None:
    stream, again = stream_of(EVERYTHING), stream_of(EVERYTHING)
    other, _ = to_stream(parse_body(EVERYTHING), "10.3", {"e.png": 1}, {})

    assert stream == again
    ids = list(_ids(stream))
    assert len(ids) == len(set(ids)) >= 20
    assert all(str(uuid.UUID(each)) == each for each in ids)
    assert not set(ids) & set(_ids(other))
    keys = _keys(stream)
    assert keys == [f"k{number}" for number in range(1, len(keys) + 1)]


def test_ids_do_not_depend_on_pictures_and_pages_found() -> None:
    parsed = parse_body("a [b](c.md)\n\n![d](e.png)")

    missing, _ = to_stream(parsed, "1.1", {}, {})
    found, _ = to_stream(parsed, "1.1", {"e.png": 5}, {"c.md": 6})

    assert list(_ids(missing)) == list(_ids(found))
    assert _keys(missing) == _keys(found)


def test_the_values_have_the_shape_that_blocks_segments_and_site_share() -> None:
    by_type = {block["type"]: block["value"] for block in stream_of(EVERYTHING)}

    assert by_type["image"] == {
        "image": {"image": 1, "decorative": False, "alt_text": "d"},
        "caption": by_type["image"]["caption"],
        "width": None,
        "height": None,
        "source": "e.png",
    }
    assert by_type["heading"].keys() == {"level", "text"}
    assert int(by_type["heading"]["level"]) in HEADING_LEVELS
    assert by_type["list"].keys() == {"start", "items"}
    assert by_type["list"]["items"][1]["value"].keys() == {"level", "ordered", "text"}
    assert by_type["table"].keys() == {"header", "columns", "rows"}
    columns = by_type["table"]["columns"]
    assert {column["value"] for column in columns} <= set(CELL_ALIGNMENTS)
    assert by_type["table"]["rows"][1]["value"]["cells"][1]["value"] == ""
    assert by_type["callout"].keys() == {"kind", "title", "text"}
    assert by_type["callout"]["kind"] in CALLOUT_KINDS
    assert by_type["code"] == {"language": "sql", "code": "g"}
    assert by_type["embed"] == {"url": "https://youtu.be/AbC_d-12", "title": ""}
    for item in [*columns, *by_type["table"]["rows"], *by_type["list"]["items"]]:
        assert item.keys() == {"type", "value", "id"}
        assert item["type"] == "item"


def test_pictures_are_listed_with_their_lines_as_often_as_they_are_used() -> None:
    body = "![a](x.png)\n\n- ![b](<y z.png>)\n\n| ![c](x.png) |\n|---|\n\n> <img src='%C3%BC.png'>"

    uses = pictures(parse_body(body, first_line=6))

    assert [(use.source, use.line, use.alt) for use in uses] == [
        ("x.png", 6, "a"),
        ("y z.png", 8, "b"),
        ("x.png", 10, "c"),
        ("%C3%BC.png", 13, ""),
    ]


def test_links_to_other_documents_are_listed_once_as_written() -> None:
    body = (
        "[a](S1C2.md) [b](./S1C2.md#x) [a](S1C2.md) [c](x.docx) [d](#e) "
        "[f](https://ornek.org/S1C3.md)\n\n| [g](../%C3%BC.MARKDOWN) |\n|---|\n\n"
        "## [h](h.txt)\n\n- [i](i.md?x)"
    )

    found = links(parse_body(body))

    assert found == ("S1C2.md", "./S1C2.md#x", "../%C3%BC.MARKDOWN", "h.txt", "i.md?x")


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](b.md)",
        "## [a](b.md)",
        "3. [a](b.md)",
        "> [a](b.md)",
        "| [a](b.md) |\n|---|",
    ],
)
def test_a_link_to_a_document_leads_to_its_page_wherever_it_stands(
    markdown: str,
) -> None:
    stream, findings = to_stream(parse_body(markdown), "1.1", {}, {"b.md": 7})
    (html,) = (text for _, text in rich_texts(stream))

    assert '<a linktype="page" id="7">a</a>' in html
    assert findings == ()


@pytest.mark.parametrize("body", ["[bir *iki*]()", "| a |\n|---|\n| [bir iki]() |"])
def test_a_link_without_an_address_is_named_by_its_text(body: str) -> None:
    _, findings = to_stream(parse_body(body), "1.1", {}, {})

    (found,) = findings
    assert found.code == "unresolved-link"
    assert str(found).startswith("The link “bir iki” has no address")


def test_a_link_that_leads_nowhere_is_text_and_reported_with_its_line() -> None:
    parsed = parse_body("a\n\n- b\n- c **[d](e.md)**", first_line=6)

    stream, findings = to_stream(parsed, "1.1", {}, {"e.md": None})

    assert "c <b>d</b></li>" in stream[0]["value"]
    assert [(each.code, each.line) for each in findings] == [("unresolved-link", 9)]


DESCRIPTIONS = {
    "described": ('<img src="a" alt="b" style="width:1in;height:1in" />', None),
    "placed": ('<img src="a" style="width:1in;height:1in" />', "warning"),
    "bare": ('<img src="a" />', "info"),
    "Markdown": ("![](a)", "info"),
    "decoration": ('<img src="a" alt="" style="width:1in;height:1in" />', None),
}


@pytest.mark.parametrize(
    ("markdown", "severity"), DESCRIPTIONS.values(), ids=DESCRIPTIONS.keys()
)
def test_a_picture_that_was_found_needs_a_description(
    markdown: str, severity: str | None
) -> None:
    _, found = to_stream(parse_body(markdown), "1.1", {"a": 1}, {})
    _, missing = to_stream(parse_body(markdown), "1.1", {"a": None}, {})

    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert missing == ()


def test_what_was_drawn_in_an_address_is_not_stored() -> None:
    address = f"data:image/png;base64,{'A' * 5000}"

    (image,) = stream_of(f"![a]({address})")

    assert image["value"]["source"] == "data:image/png;base64…"
    (use,) = pictures(parse_body(f"![a]({address})"))
    assert use.source == address


RULES = {
    "between": ("a\n\n---\n\nb", "<p>a</p><hr/><p>b</p>"),
    "at the end": ("a\n\n---", "<p>a</p><hr/><p></p>"),
    "at the beginning": ("---\n\na", "<p></p><hr/><p>a</p>"),
    "two": ("a\n\n---\n***\n\nb", "<p>a</p><hr/><p></p><hr/><p>b</p>"),
}


@pytest.mark.parametrize(("markdown", "html"), RULES.values(), ids=RULES.keys())
def test_a_rule_has_a_paragraph_on_both_sides(markdown: str, html: str) -> None:
    assert shape_of(markdown) == [f"text {html}"]
    assert changed_by_editor(stream_of(markdown)) == []


# ---- properties


@given(markdown=documents)
def test_opening_and_saving_a_page_changes_nothing(markdown: str) -> None:
    assert changed_by_editor(stream_of(markdown)) == []


@given(markdown=heaps)
def test_not_even_the_page_of_a_heap_of_signs_changes(markdown: str) -> None:
    assert changed_by_editor(stream_of(markdown)) == []


@given(markdown=documents)
def test_all_rich_text_can_be_read_and_written_back(markdown: str) -> None:
    for _, html in rich_texts(stream_of(markdown)):
        assert serialize(parse_blocks(html)) == html


@given(markdown=documents)
def test_filling_a_page_with_its_own_texts_gives_the_page(markdown: str) -> None:
    stream = stream_of(markdown)

    leaves = extract(stream)

    assert fill(stream, {leaf.id: leaf.inline for leaf in leaves}) == stream
    assert len({leaf.id for leaf in leaves}) == len(leaves)


def test_the_editor_would_change_what_is_not_in_its_own_form() -> None:
    loose = "<ul><li><p>a</p></li></ul>"
    underlined = '<p data-block-key="k1"><u>a</u></p>'
    broken = '<p data-block-key="k1">a<br>b</p>'

    for html in (loose, underlined, broken):
        assert changed_by_editor([{"type": "text", "id": "1", "value": html}])
