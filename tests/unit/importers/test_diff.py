"""What a plan shows of a page: changed places, word by word."""

import pytest

from guidance.segments.adopt import adopt_ids
from guidance.text.word_diff import Op
from importers.diff import Fate, Side, changes
from importers.markdown.parse import parse_body
from importers.stream import to_stream


def page(markdown: str, title: str = "Başlık") -> Side:
    stream, _ = to_stream(parse_body(markdown), "1.1", {}, {})
    return Side(title, stream)


def shown(before: Side, after: Side) -> list[tuple[str, str, str]]:
    """Return (kind, fate, text with [-gone-] and {+new+}) of each change."""
    marks = {Op.SAME: "%s", Op.DELETED: "[-%s-]", Op.INSERTED: "{+%s+}"}
    return [
        (
            change.kind,
            change.fate.value,
            "".join(marks[run.op] % run.text for run in change.runs),
        )
        for change in changes(before, after)
    ]


def test_equal_pages_have_no_changes() -> None:
    assert changes(page("Bir.\n\n- iki"), page("Bir.\n\n- iki")) == ()


def test_a_new_page_is_new_throughout() -> None:
    found = changes(Side("", []), page("# Ad\n\nBir.\n\n- iki"))

    assert {change.fate for change in found} == {Fate.NEW}
    assert [change.kind for change in found] == [
        "title",
        "heading",
        "paragraph",
        "item",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Yılda bir toplanırız.",
            "Yılda iki toplanırız.",
            "Yılda [-bir-]{+iki+} toplanırız.",
        ),
        ("STÖ’ler geldi.", "STÖ’leri geldi.", "[-STÖ’ler-]{+STÖ’leri+} geldi."),
        ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
        ("Bir, iki.", "Bir iki.", "Bir[-,-] iki."),
        ("كتاب قديم هنا", "كتاب جديد هنا", "كتاب [-قديم-]{+جديد+} هنا"),
    ],
)
def test_words_change_as_a_whole(before: str, after: str, expected: str) -> None:
    [(_, fate, text)] = shown(page(before), page(after))

    assert (fate, text) == ("changed", expected)


def test_what_comes_between_is_counted() -> None:
    before = page("Bir.\n\nİki.\n\nÜç.")
    after = page("Bir.\n\nİki.\n\nÜç!")

    [change] = changes(before, after)

    assert change.skipped == 3  # the title and two paragraphs


def test_an_inserted_paragraph_leaves_the_others_alone() -> None:
    before, after = page("Bir.\n\nÜç."), page("Bir.\n\nİki.\n\nÜç.")
    # As a merge does before anything is compared.
    after = Side(after.title, adopt_ids(before.stream, after.stream))

    assert shown(before, after) == [("paragraph", "new", "{+İki.+}")]


def test_another_address_of_a_link_is_seen() -> None:
    before = page("Bkz. [rehber](https://a.org).")
    after = page("Bkz. [rehber](https://b.org).")

    [(_, fate, text)] = shown(before, after)

    assert fate == "changed"
    assert "[-https://a.org-]{+https://b.org+}" in text


def test_bold_is_a_change_of_format() -> None:
    [(_, fate, text)] = shown(page("Bir iki."), page("Bir **iki**."))

    assert (fate, text) == ("format", "Bir iki.")


def test_code_and_pictures_are_shown_too() -> None:
    before = page("```\nx = 1\n```\n\n![A](a.png)")
    after = page("```\nx = 2\n```\n\n![A](b.png)")

    assert shown(before, after) == [
        ("code", "changed", "x = [-1-]{+2+}"),
        ("picture", "changed", "[-a.png-]{+b.png+}"),
    ]


def test_a_new_title_is_shown_first() -> None:
    before, after = page("Bir.", "Eski ad."), page("İki.", "Yeni ad.")

    assert [kind for kind, _, _ in shown(before, after)] == ["title", "paragraph"]
