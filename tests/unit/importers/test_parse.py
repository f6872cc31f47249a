"""Text of paragraphs, headings and code: what Markdown and its inline HTML become."""

import pytest

from guidance.segments.inline import Break, Mark, Text, web_link
from importers.markdown.document import Paragraph, ParsedBody
from importers.markdown.parse import parse_body
from tests.unit.importers.stream_shapes import codes_of, shape_of

TEXTS = {
    "plain": ("Bir iki.", "Bir iki."),
    "bold and italic": ("**a** *b* ***c***", "<b>a</b> <i>b</i> <b><i>c</i></b>"),
    "html marks": (
        "<strong>a</strong> <em>b</em> <del>c</del> <kbd>d</kbd>",
        "<b>a</b> <i>b</i> <s>c</s> <code>d</code>",
    ),
    "space at the end of a mark": ("**a **b", "**a **b"),
    "space at the end of a tag": ("<b>a </b>b", "<b>a</b> b"),
    "space at the beginning of a tag": ("a<b> b</b>", "a<b> b</b>"),
    "many spaces": ("a  b\tc\n  d", "a b c d"),
    "break with spaces around": ("a <br/> b", "a<br/>b"),
    "break at both ends": ("<br>a<br>", "a"),
    "two breaks": ("a<br><br>b", "a<br/><br/>b"),
    "break in a link": (
        "[a<br>b](https://ornek.org)",
        '<a href="https://ornek.org">a b</a>',
    ),
    "break in bold": ("**a\\\nb**", "<b>a<br/>b</b>"),
    "no-break space inside": ("20\u00a0üye", "20\u00a0üye"),
    "no-break space at both ends": ("\u00a0a\u00a0", "a"),
    "no-break space beside a space": ("a \u00a0**b**", "a \u00a0<b>b</b>"),
    "underline": ("<u>a</u> <ins>b</ins>", "a b"),
    "code with a quote": ('`a "b" <c>`', '<code>a "b" &lt;c&gt;</code>'),
    "decomposed code": ("`u\u0308`", "<code>u\u0308</code>"),
    "decomposed text": ("u\u0308", "ü"),
    "decomposed across an entity": ("u&#776;", "ü"),
    "autolink": (
        "<https://ornek.org>",
        '<a href="https://ornek.org">https://ornek.org</a>',
    ),
    "link with bold in it": (
        "[a **b**](https://ornek.org)",
        '<a href="https://ornek.org">a <b>b</b></a>',
    ),
    "bold around a link": (
        "**a [b](https://ornek.org) c**",
        '<b>a</b> <a href="https://ornek.org"><b>b</b></a><b> c</b>',
    ),
    "html link": (
        '<a href="https://ornek.org?a=1&b=2" title="x" target=_blank>a</a>',
        '<a href="https://ornek.org?a=1&amp;b=2">a</a>',
    ),
    "quotes in an address": (
        '[a](<https://ornek.org/"x">)',
        '<a href="https://ornek.org/&quot;x&quot;">a</a>',
    ),
    "link in a link": (
        '[a <a href="https://x.ornek.org">b</a> c](https://ornek.org)',
        '<a href="https://ornek.org">a b</a> c',
    ),
    "script in a sentence": ("a <script>b</script> c", "a c"),
    "script that is only named": ("etiket <script> yazın", "etiket yazın"),
    "comment": ("a<!-- b -->c", "ac"),
    "processing instruction": ("a <?php b ?> c", "a c"),
    "unknown tag": ("Adınız <ad soyad> yazın", "Adınız &lt;ad soyad&gt; yazın"),
    "custom element": ("a <x-y>b</x-y>", "a b"),
    "tag that closes itself": ('a <span id="x"/> b', "a b"),
    "anchor": ('<a id="x"></a>a', "a"),
    "empty element": ("a<wbr>b", "ab"),
}


@pytest.mark.parametrize(("markdown", "html"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_becomes_rich_text(markdown: str, html: str) -> None:
    assert shape_of(markdown) == [f"text <p>{html}</p>"]


def test_a_parsed_body_is_a_value() -> None:
    parsed = parse_body("Bir [iki](https://ornek.org)\\\n**üç**", first_line=6)

    assert parsed == ParsedBody(
        (
            Paragraph(
                (
                    Text("Bir "),
                    web_link("https://ornek.org", Text("iki")),
                    Break(),
                    Text("üç", frozenset({Mark.BOLD})),
                ),
                line=6,
            ),
        )
    )


LINES = {
    "second line of a paragraph": ("a\n[b](data:x)", [("unsafe-url", 7)]),
    "behind a hard break": ("a\\\nb  \n[b](data:x)", [("unsafe-url", 8)]),
    "in an item": ("- a\n- b\n  [](c)", [("empty-link", 8)]),
    "in a quote": ("> a\n> <span>b</span>", [("dropped-markup", 7)]),
    "in a table": ("| a |\n|---|\n| <mark>b</mark> |", [("dropped-markup", 8)]),
    "in html": (
        "a\n\n<div>\n<p>b\n<font>c</font>",
        [("dropped-markup", 8), ("dropped-markup", 10)],
    ),
    "in a footnote": ("a[^1]\n\n[^1]: b\n    <mark>c</mark>", [("dropped-markup", 9)]),
    "literal": ("a\nb [c][d]", [("broken-link-syntax", 7)]),
    "behind a long tag": (
        'a <span\nid="x">b</span> [c](data:x)',
        [("dropped-markup", 6), ("unsafe-url", 7)],
    ),
}


@pytest.mark.parametrize(("markdown", "found"), LINES.values(), ids=LINES.keys())
def test_a_finding_has_the_line_of_the_file(
    markdown: str, found: list[tuple[str, int]]
) -> None:
    parsed = parse_body(markdown, first_line=6)

    assert [(each.code, each.line) for each in parsed.findings] == found


ADDRESSES = {
    "https://ornek.org": True,
    "HTTP://ornek.org/a_(b)": True,
    "https://ornek.org:8000/?a=b#c": True,
    "mailto:a@ornek.org": True,
    "tel:+903120000000": True,
    "ftp://ornek.org": False,
    "file:///etc/passwd": False,
    "//ornek.org": False,
    "https:ornek.org": False,
    "https:///yol": False,
    "https://banka.example@ornek.org": False,
    "https:\\\\ornek.org": False,
    "mailto:": False,
    "C:/Belgeler/a.docx": False,
    "urn:isbn:0": False,
}


@pytest.mark.parametrize(("address", "is_kept"), ADDRESSES.items())
def test_only_some_addresses_make_a_link(address: str, is_kept: bool) -> None:
    markdown = f"[metin](<{address}>)"

    (block,) = parse_body(markdown.replace("\\", "\\\\")).blocks

    assert isinstance(block, Paragraph)
    assert (block.inline == (Text("metin"),)) != is_kept
    assert [code for code, _ in codes_of(markdown)] == (
        [] if is_kept else ["unsafe-url"]
    )


def test_the_same_finding_on_one_line_is_told_once() -> None:
    assert codes_of("<span>a</span> <span>b</span>\n\n<span>c</span>") == [
        ("dropped-markup", 1),
        ("dropped-markup", 3),
    ]


HEADINGS = {
    "with a first level": ("# a\n\n## b\n\n#### c", ["2 a", "3 b", "4 c"]),
    "without a first level": ("## a\n\n### b\n\n###### c", ["2 a", "3 b", "4 c"]),
    "bold goes, the rest stays": ("## **a** *b*", ["2 a <i>b</i>"]),
    "html": ("<h2 class=x>a</h2>\n\n<h3>b</h3>", ["2 a", "3 b"]),
    "more than one line": ("a\nb\n---", ["2 a b"]),
}


@pytest.mark.parametrize(("markdown", "found"), HEADINGS.values(), ids=HEADINGS.keys())
def test_headings_have_the_levels_of_a_page(markdown: str, found: list[str]) -> None:
    assert shape_of(markdown) == [f"heading {each}" for each in found]


CODE = {
    "fence": ("```python\nx = 1\n\n  y\n```", "python: x = 1\n\n  y"),
    "attributes": ("```{.sql .numberLines}\nx\n```", "sql: x"),
    "html": (
        '<pre><code class="language-js">a &lt; b\n  c</code></pre>',
        "js: a < b\n  c",
    ),
    "spaces and letters stay": ("```\nu\u0308  \u00a0x\n```", "-: u\u0308  \u00a0x"),
}


@pytest.mark.parametrize(("markdown", "found"), CODE.values(), ids=CODE.keys())
def test_code_stays_to_the_letter(markdown: str, found: str) -> None:
    assert shape_of(markdown) == [f"code {found}"]


def test_empty_code_is_nothing() -> None:
    assert shape_of("a\n\n```\n\n```\n\n<pre> </pre>") == ["text <p>a</p>"]


VIDEOS = {
    "https://www.youtube.com/watch?v=AbC_d-12&t=3": True,
    "<https://youtu.be/AbC_d-12>": True,
    "https://vimeo.com/123456": True,
    "https://youtu.be/AbC_d-12 izleyin": False,
    "[Video](https://youtu.be/AbC_d-12)": False,
    "> https://youtu.be/AbC_d-12": False,
    "https://ornek.org/video": False,
}


@pytest.mark.parametrize(("markdown", "is_embed"), VIDEOS.items())
def test_the_address_of_a_video_alone_is_a_video(markdown: str, is_embed: bool) -> None:
    shown = shape_of(markdown)

    assert (shown == [f"embed {markdown.strip('<>')}"]) == is_embed


def test_a_frame_with_a_player_is_a_video_and_any_other_is_nothing() -> None:
    player = (
        '<iframe title="Tanıtım" src="https://player.vimeo.com/video/12?h=1"></iframe>'
    )

    assert shape_of(player) == ["embed https://vimeo.com/12 Tanıtım"]
    assert shape_of(player.replace("player.vimeo.com", "ornek.org")) == []
