import pytest

from guidance.segments.inline import (
    Break,
    Inline,
    Link,
    Mark,
    Text,
    links,
    map_links,
    merge,
    page_link,
    plain_text,
    web_link,
    without_marks,
)

BOLD = frozenset({Mark.BOLD})
DOCUMENT = (("linktype", "document"), ("id", "4"))


@pytest.mark.parametrize(
    ("inline", "merged"),
    [
        ((), ()),
        ((Text(""), Text("", BOLD)), ()),
        ((Text("a"), Text("b"), Text("c", BOLD)), (Text("ab"), Text("c", BOLD))),
        ((Text("a"), web_link("/x", Text("")), Text("b")), (Text("ab"),)),
        (
            (web_link("/x", Text("a")), web_link("/x", Text("b"), Text("c"))),
            (web_link("/x", Text("a")), web_link("/x", Text("bc"))),
        ),
        ((Text("a"), Break(), Break(), Text("b")),) * 2,
    ],
)
def test_merged_content_has_no_needless_parts(
    inline: tuple[Inline, ...], merged: tuple[Inline, ...]
) -> None:
    assert merge(inline) == merged


def test_links_are_counted_in_reading_order_and_can_be_exchanged() -> None:
    inline = (page_link(3, Text("a")), Text(" ve "), Link(DOCUMENT, (Text("b"),)))

    renumbered = map_links(inline, lambda link: Link((("href", "/x"),), link.children))

    assert [link.href for link in links(inline)] == [None, None]
    assert [link.href for link in links(renumbered)] == ["/x", "/x"]
    assert plain_text(renumbered) == "a ve b"


def test_taking_marks_off_joins_what_they_parted() -> None:
    inline = (
        Text("a", BOLD),
        Text("b"),
        Break(BOLD),
        web_link("/x", Text("c"), Text("d", BOLD | {Mark.CODE})),
    )

    assert without_marks(inline, BOLD) == (
        Text("ab"),
        Break(),
        web_link("/x", Text("c"), Text("d", frozenset({Mark.CODE}))),
    )
