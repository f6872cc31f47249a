"""The short ways through rich text say what the long ones say."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidance.segments import richtext, settle
from guidance.segments.digest import content_digest
from guidance.segments.inline import Inline, Mark, Text, links, page_link, web_link
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.segments.richtext import Block, is_canonical, parse_blocks, serialize
from guidance.segments.segment import to_segment
from tests.unit.segments.strategies import blocks, inlines

BOLD = frozenset({Mark.BOLD})
thorough = settings(max_examples=1000, deadline=None)
words = st.text("ab ", min_size=1, max_size=4).map(Text)
# Mostly what the short way takes: words with single spaces around what is not plain.
simple = st.lists(
    st.one_of(
        words,
        words,
        words.map(lambda text: Text(text.text, BOLD)),
        words.map(lambda text: web_link("/x", text)),
    ),
    max_size=4,
).map(tuple)


@thorough
@given(inline=st.one_of(simple, simple, inlines))
@example(
    inline=(
        Text("Bkz. "),
        web_link("/a", Text("rehber")),
        Text(" ve "),
        Text("b", BOLD),
    )
)
@example(inline=(Text("a "), Text(" b", BOLD)))
@example(inline=(web_link("/a", Text("bir")), Text(" "), web_link("/b", Text("iki"))))
def test_what_looks_settled_is_settled(inline: tuple[Inline, ...]) -> None:
    is_settled = settle.is_settled(inline)

    assert not is_settled or settle._settled(inline) == inline  # noqa: SLF001


@pytest.mark.parametrize(
    "inline",
    [
        (Text(" a"),),
        (Text("a  b"),),
        (Text("a\u00a0b"),),
        (Text("a"), Text("b")),
        (Text("a", BOLD), web_link("/x", Text("b"))),
        (web_link("/x", Text(" b")),),
        (web_link("javascript:alert(1)", Text("b")),),
        (page_link(0, Text("b")),),
        (web_link("/x"),),
        (Text(""),),
    ],
)
def test_what_the_editor_may_change_goes_the_long_way(
    inline: tuple[Inline, ...],
) -> None:
    assert not settle.is_settled(inline)


@thorough
@given(some=blocks())
def test_what_is_remembered_is_what_a_reader_would_read(
    some: tuple[Block, ...],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(richtext, "_WRITTEN", {})
        written = serialize(some)
        remembered = parse_blocks(written)
        patch.setattr(richtext, "_WRITTEN", {})

        assert remembered == parse_blocks(written)
        assert is_canonical(written)


@pytest.mark.parametrize(
    "careless",
    [
        '<p data-block-key="k1"> a</p>',
        '<p data-block-key="k1"><i><b>iki</b></i></p>',
        '<p data-block-key="k1">bir</p><hr/>',
    ],
)
def test_careless_text_is_not_canonical(careless: str) -> None:
    assert not is_canonical(careless)


def test_only_the_texts_of_about_a_batch_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(richtext, "_WRITTEN", {})
    monkeypatch.setattr(richtext, "_MOST_WRITTEN", 5)

    for number in range(50):
        serialize([Block("p", "k1", (Text(str(number)),))])

        assert len(richtext._WRITTEN) <= 5  # noqa: SLF001 - the memory itself


@thorough
@given(inline=st.one_of(simple, simple, inlines))
@example(inline=(Text(" a"), web_link("/x", Text("b")), Text(" c ")))
@example(inline=(Text("  "),))
@example(inline=(Text("a\u00a0 "),))
def test_texts_are_trimmed_as_the_editor_does(inline: tuple[Inline, ...]) -> None:
    trimmed = settle._trimmed(inline)  # noqa: SLF001 - the short way itself

    is_settled = settle.is_settled(trimmed)
    assert not is_settled or settle._settled(inline) == trimmed  # noqa: SLF001


# Pieces of rich text, such as the editor writes and such as it does not.
pieces = st.sampled_from(
    [
        '<p data-block-key="k1">',
        '<p data-block-key="a&amp;b">',
        "<p>",
        "</p>",
        "bir",
        " &lt;iki&gt; ",
        "\n",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        '<a href="/x">',
        '<a linktype="page" id="3">',
        '<a  href="/y?a&amp;b">',
        "<a>",
        "</a>",
        "<br/>",
        "<hr/>",
        '<ul><li data-block-key="k2">üç</li></ul>',
        '<p class="x">',
        "<",
    ]
)
texts = st.one_of(
    st.lists(pieces, max_size=8).map("".join),
    blocks().map(serialize),
)


# What may stand in a paragraph, and how it must not.
_INSIDE = [
    *("<b>", "</b>", "<i>", "</i>", "<sub>", "</sub>", "<s>", "</s>", "<br/>", "</a>"),
    *("<a>", '<a href="/x">', '<a linktype="page" id="3">', "bir", " ", "&amp;", "\n"),
    *("<", "<b>iki</b>", '<a href="/a&amp;b">üç</a>'),
]


@thorough
@given(source=texts)
@example(source='<p data-block-key="k1">bir</p><p data-block-key="k2"></p>')
@example(
    source='<p data-block-key="k1"><b>bir</b> iki</p><p data-block-key="k2">üç</p>'
)
def test_paragraphs_are_read_as_any_rich_text_is(source: str) -> None:
    short = richtext._read_paragraphs(source)  # noqa: SLF001 - the short way itself
    if short is None:
        return

    assert short == richtext._Reader(source).read()  # noqa: SLF001 - the long way


@thorough
@given(inside=st.lists(st.sampled_from(_INSIDE), max_size=8).map("".join))
@example(inside='a <b>b</b><b>c</b> <a href="/x">d</a><a href="/x">d</a>')
@example(inside="<b>bir</i>")
@example(inside="<s>bir</sub>")
def test_single_tags_are_read_as_nested_ones_are(inside: str) -> None:
    short = richtext._read_singles(inside)  # noqa: SLF001 - the short way itself
    if short is None:
        return

    source = f'<p data-block-key="k1">{inside}</p>'
    (block,) = richtext._Reader(source).read()  # noqa: SLF001 - the long way
    assert short == block.inline


def test_what_is_nested_is_read_the_long_way() -> None:
    for inside in ("<b><i>a</i></b>", "<a>b</a>", "a<br/>b", "<b></b>", "<b>a</i>"):
        assert richtext._read_singles(inside) is None  # noqa: SLF001


def test_what_is_no_paragraph_is_read_the_long_way() -> None:
    for source in (
        "bir",
        "<hr/>",
        '<ul><li data-block-key="k">a</li></ul>',
        "<p>a</p>",
    ):
        assert richtext._read_paragraphs(source) is None  # noqa: SLF001


@thorough
@given(inline=inlines, kind=st.sampled_from(LeafKind))
@example(
    inline=(web_link("/x?a=1&b=2", Text('"ğ"\n')), page_link(3, Text("b", BOLD))),
    kind=LeafKind.HTML_TEXT,
)
def test_a_digest_is_that_of_the_json_of_all_leaves(
    inline: tuple[Inline, ...], kind: LeafKind
) -> None:
    leaves = [Leaf("a", kind, inline), plain_leaf("b", LeafKind.ALT, "son")]
    said = [
        (
            leaf.kind,
            to_segment(leaf.inline),
            [link.attributes for link in links(leaf.inline)],
        )
        for leaf in leaves
    ]

    assert content_digest(leaves) == sha256(json.dumps(said).encode()).hexdigest()
    assert content_digest([]) == sha256(b"[]").hexdigest()


def test_two_threads_may_forget_the_same_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    class _Emptied(dict[str, tuple[Block, ...]]):
        """Another thread takes all of it out, right after this one has looked."""

        def __iter__(self) -> Iterator[str]:
            texts = list(super().__iter__())
            self.clear()
            return iter(texts)

    monkeypatch.setattr(richtext, "_MOST_WRITTEN", 2)
    monkeypatch.setattr(richtext, "_WRITTEN", _Emptied(a=(), b=()))
    block = Block("p", "k1", (Text("Üye"),))

    assert serialize([block]) == '<p data-block-key="k1">Üye</p>'
