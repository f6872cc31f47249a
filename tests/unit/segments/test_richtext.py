import pytest
from hypothesis import given, settings

from guidance.segments.inline import Break, Mark, Text, page_link, web_link
from guidance.segments.richtext import Block, RichTextError, parse_blocks, serialize
from guidance.segments.settle import is_trusted_address, settle
from tests.unit.segments.strategies import blocks, inlines

BOLD = frozenset({Mark.BOLD})

CANONICAL = [
    "",
    '<p data-block-key="k1">S<a href="https://example.org/?a=1&amp;b=2">STOK</a>ndaki</p>',
    '<p data-block-key="k1"><a linktype="page" id="3">sayfa</a>mız</p>',
    '<p data-block-key="k1"><a linktype="document" id="3">belge</a></p>',
    '<p data-block-key="k1">bir<br/>iki</p><hr/><p data-block-key="k2">üç</p>',
    '<p data-block-key="k1"><b>a<code>b</code></b><code>c</code></p>',
    '<p data-block-key="k1"><a href="/x">y</a><b>a</b><b><i>b</i></b></p>',
    '<p data-block-key="k1">m<sup>2</sup> ve H<sub>2</sub>O, <s>eski</s></p>',
    (
        '<ul><li data-block-key="k1">bir<ul><li data-block-key="k2">iki</li></ul></li>'
        '<li data-block-key="k3">üç</li></ul><ol><li data-block-key="k4">dört</li></ol>'
    ),
    (
        '<ul><li data-block-key="k1">a<ol><li data-block-key="k2">b</li></ol></li></ul>'
        '<ul><li data-block-key="k3">c</li></ul>'
    ),
    '<p data-block-key="k1"></p><hr/><p data-block-key="hr1"></p>',
]


@pytest.mark.parametrize("rich_text", CANONICAL)
def test_canonical_text_is_read_and_written_without_a_change(rich_text: str) -> None:
    assert serialize(parse_blocks(rich_text)) == rich_text


@given(some=blocks())
@settings(max_examples=300, deadline=None)
def test_what_was_written_is_read_and_written_without_a_change(
    some: tuple[Block, ...],
) -> None:
    written = serialize(some)

    assert serialize(parse_blocks(written)) == written


@given(inline=inlines)
@settings(max_examples=300, deadline=None)
def test_settled_content_stays(inline: tuple[Text, ...]) -> None:
    settled = settle(inline)

    assert settle(settled) == settled


@pytest.mark.parametrize(
    ("some", "written"),
    [
        ([], ""),
        ([Block("p", "k1")], ""),
        ([Block("p", "k1", (Text(" \n "),))], ""),
        (
            [Block("hr", ""), Block("hr", "")],
            (
                '<p data-block-key="hr1"></p><hr/><p data-block-key="hr2"></p><hr/>'
                '<p data-block-key="hr3"></p>'
            ),
        ),
        (
            [Block("p", "hr1", (Text("a"),)), Block("hr", "")],
            '<p data-block-key="hr1">a</p><hr/><p data-block-key="hr2"></p>',
        ),
        (
            [Block("li", "k1", (Text("a"),), 3), Block("li", "k2", (Text("b"),), 3)],
            (
                '<ul><li data-block-key="k1">a<ul><li data-block-key="k2">b</li></ul>'
                "</li></ul>"
            ),
        ),
        (
            [
                Block(
                    "p", "k1", (Text("çok "), Text("önemli ", BOLD), Text("bir  konu "))
                ),
            ],
            '<p data-block-key="k1">çok <b>önemli</b> bir konu</p>',
        ),
        (
            [Block("p", "k1", (web_link("/x", Text("a"), Break(), Text("b")),))],
            '<p data-block-key="k1"><a href="/x">a b</a></p>',
        ),
        (
            [Block("p", "k1", (web_link("/x", Text(" ")), page_link(0, Text("a"))))],
            '<p data-block-key="k1">a</p>',
        ),
        (
            [Block("p", 'k"<', (web_link("/?a&\"'<>", Text("<&>")),))],
            (
                '<p data-block-key="k&quot;&lt;">'
                '<a href="/?a&amp;&quot;&#x27;&lt;&gt;">&lt;&amp;&gt;</a></p>'
            ),
        ),
    ],
)
def test_serialize_writes_what_the_editor_would_keep(
    some: list[Block], written: str
) -> None:
    assert serialize(some) == written


@pytest.mark.parametrize(
    ("source", "meaning"),
    [
        ("<p>anahtarsız</p>", [Block("p", "", (Text("anahtarsız"),))]),
        ("<p><a>metin</a></p>", [Block("p", "", (Text("metin"),))]),
        ("<p>a<br>b</p>", [Block("p", "", (Text("a"), Break(), Text("b")))]),
        (
            "<ul>\n<li><ul><li>iç</li></ul></li></ul>",
            [Block("li", ""), Block("li", "", (Text("iç"),), 1)],
        ),
        (
            '<p><a id="3" linktype="page">s</a></p>',
            [Block("p", "", (page_link(3, Text("s")),))],
        ),
        ("<p><b><b>a</b></b></p>", [Block("p", "", (Text("a", BOLD),))]),
    ],
)
def test_what_the_editor_or_an_import_may_send_is_read(
    source: str, meaning: list[Block]
) -> None:
    assert serialize(parse_blocks(source)) == serialize(meaning)


@pytest.mark.parametrize(
    "source",
    [
        "metin",
        "<p>a",
        "<p>a</p></p>",
        "<p>a</li>",
        "<p><b>a</p></b>",
        "<p><u>a</u></p>",
        "<p><p>a</p></p>",
        "<ul><li><p>a</p></li></ul>",
        "<ul>a</ul>",
        "<li>a</li>",
        "<p><ul><li>a</li></ul></p>",
        "<ul><li>a<ul></ul>b</li></ul>",
        "<ul><li>a<ul></ul><b>b</b></li></ul>",
        '<p><a href="/x">a<a href="/y">b</a></a></p>',
        '<p class="x">a</p>',
        '<p><b class="x">a</b></p>',
        "<p><img/></p>",
        "<P>a</P>",
        "<p onclick=x>a</p>",
        "<p>a < b</p>",
        "<!-- a -->",
        "<b>a</b>",
        "<p><hr/></p>",
    ],
)
def test_what_the_editor_never_writes_is_refused(source: str) -> None:
    with pytest.raises(RichTextError):
        parse_blocks(source)


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("https://example.org", True),
        ("mailto:a@example.org", True),
        ("tel:+90", True),
        ("/tr/", True),
        ("?a=b:c", True),
        ("belge.pdf", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" \x01JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("belge3:4.pdf", False),
    ],
)
def test_an_address_is_trusted_by_its_scheme(address: str, *, trusted: bool) -> None:
    assert is_trusted_address(address) is trusted
