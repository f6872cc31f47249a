import pytest

from guidance.presentation.html import (
    ListItem,
    inline_html,
    language_attributes,
    list_html,
    prose_html,
)
from guidance.segments.inline import Break, Link, Mark, Text, page_link, web_link
from guidance.segments.prose import Block

BOLD = frozenset({Mark.BOLD})


def as_stored(link: Link):
    return link.attributes


def nobody(_key: str) -> None:
    return None


@pytest.mark.parametrize(
    ("inline", "html"),
    [
        ((Text("a < b & c"),), "a &lt; b &amp; c"),
        ((Text('"tırnak"'),), '"tırnak"'),
        ((Text("bir", BOLD), Break(), Text("iki")), "<b>bir</b><br>iki"),
        (
            (web_link('/x"><script>', Text("bağ", BOLD)),),
            '<a href="/x&quot;&gt;&lt;script&gt;"><b>bağ</b></a>',
        ),
    ],
)
def test_inline_content_is_escaped_and_tagged(inline, html):
    assert inline_html(inline, as_stored) == html


def test_a_link_that_leads_nowhere_leaves_its_text():
    inline = (Text("Bkz. "), page_link(3, Text("rehber", BOLD)), Text("."))

    assert inline_html(inline, lambda _: None) == "Bkz. <b>rehber</b>."


def test_prose_has_no_keys_and_marks_only_what_is_in_another_language():
    blocks = [
        Block("p", "k1", (Text("One"),)),
        Block("li", "k2", (Text("İki"),)),
        Block("li", "k3", (Text("Three"),), depth=1),
        Block("li", "k4", (Text("Four"),)),
        Block("p", "k5", (Text("Son"),)),
    ]
    untranslated = {"k2": "tr", "k5": "tr"}

    html = prose_html(blocks, as_stored, untranslated.get)

    tr = ' lang="tr" dir="ltr"'
    assert html == (
        # The list inside of an item is not in the language of the item's text.
        f"<p>One</p><ul><li><span{tr}>İki</span><ul><li>Three</li></ul></li>"
        f"<li>Four</li></ul><p{tr}>Son</p>"
    )


def test_the_empty_paragraphs_around_a_rule_are_the_editors_own():
    blocks = [Block("p", "hr1"), Block("hr", ""), Block("p", "k1", (Text("Son"),))]

    assert prose_html(blocks, as_stored, nobody) == "<hr><p>Son</p>"


@pytest.mark.parametrize(
    ("levels", "html"),
    [
        ("1u", "<ul><li>1</li></ul>"),
        ("1o 1o", '<ol start="4"><li>1</li><li>2</li></ol>'),
        ("1u 2o 1u", "<ul><li>1<ol><li>2</li></ol></li><li>3</li></ul>"),
        # Deeper by two is deeper by one: there is no list in a list without an item.
        ("1u 3u", "<ul><li>1<ul><li>2</li></ul></li></ul>"),
        (
            "1u 2u 3o 1u",
            "<ul><li>1<ul><li>2<ol><li>3</li></ol></li></ul></li><li>4</li></ul>",
        ),
        # Another type on the same level is another list; numbers go on after it.
        (
            "1o 1u 1o",
            '<ol start="4"><li>1</li></ol><ul><li>2</li></ul><ol start="5"><li>3</li></ol>',
        ),
        ("2u 1u", "<ul><li>1</li><li>2</li></ul>"),
        ("", ""),
    ],
)
def test_items_nest_by_their_levels(levels, html):
    items = [
        ListItem(int(level[0]), level[1] == "o", str(number))
        for number, level in enumerate(levels.split(), 1)
    ]

    assert list_html(items, start=4) == html


def test_an_item_in_another_language_is_marked():
    html = list_html([ListItem(1, ordered=False, html="Bir", language="tr")])

    assert html == '<ul><li><span lang="tr" dir="ltr">Bir</span></li></ul>'


def test_a_language_code_cannot_break_out_of_its_attribute():
    assert '"><' not in language_attributes('x"><script>')
