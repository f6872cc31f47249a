"""HTML between Markdown: understood, written anew, never passed on."""

import pytest

from importers.markdown.html_text import Comment, Tag, split_html
from tests.unit.importers.stream_shapes import codes_of, shape_of

SHAPES = {
    "paragraphs": ("<p>a</p><p>b", ["text <p>a</p><p>b</p>"]),
    "text without a paragraph": ("<div>a</div>b", ["text <p>a</p><p>b</p>"]),
    "lines of a text": ("<p>a\nb\n\nc", ["text <p>a b</p><p>c</p>"]),
    "quote": ("<blockquote><p>a</p><p>b</p></blockquote>", ["quote <p>a</p><p>b</p>"]),
    "quote with Markdown": (
        "<blockquote>\n\n*a*\n\n- b\n\n</blockquote>",
        ["quote <p><i>a</i></p><ul><li>b</li></ul>"],
    ),
    "rule": ("<p>a<hr>b", ["text <p>a</p><hr/><p>b</p>"]),
    "details": (
        "<details>\n<summary>Ayrıntı</summary>\n\nb\n\n</details>",
        ["text <p><b>Ayrıntı</b></p><p>b</p>"],
    ),
    "definitions": (
        "<dl><dt>STÖ</dt><dd>Örgüt</dd></dl>",
        ["text <p><b>STÖ</b></p><p>Örgüt</p>"],
    ),
    "entities": (
        "<p>&lt;b&gt; &amp;amp; &copy; &yok;</p>",
        ["text <p>&lt;b&gt; &amp;amp; © &amp;yok;</p>"],
    ),
    "picture": (
        "<img src='a.png' alt='x &quot;y&quot;' width=30 height=40px>",
        ['image a.png 30x40 “x "y"”'],
    ),
    "decoration": ('<img src="a.png" alt="">', ["image a.png decorative"]),
    "picture in a link": (
        '<a href="https://ornek.org"><img src="a.png" alt="x"> Metin</a>',
        ["image a.png “x”", 'text <p><a href="https://ornek.org">Metin</a></p>'],
    ),
    "figure with two pictures": (
        "<figure><img src=a><img src=b><figcaption>c <i>d</i></figcaption></figure>",
        ["image a", "image b caption c <i>d</i>"],
    ),
    "figure without a picture": (
        "<figure><p>a</p><figcaption>b</figcaption></figure>",
        ["text <p>a</p><p>b</p>"],
    ),
    "caption of two paragraphs": (
        "<figure><img src=a><figcaption><p>b</p><p>c</p></figcaption></figure>",
        ["image a caption b<br/>c"],
    ),
    "mark around paragraphs": (
        "<b><p>a</p><p>b</p></b>",
        ["text <p><b>a</b></p><p><b>b</b></p>"],
    ),
    "mark that is never closed": ("<b>a\n\nb", ["text <p><b>a</b></p><p>b</p>"]),
    "quote that is never closed": (
        "<blockquote>\n\na\n\nb",
        ["quote <p>a</p><p>b</p>"],
    ),
    "heading that is never closed": ("<h2>a\n\nb", ["heading 2 a", "text <p>b</p>"]),
    "end tags that close nothing": (
        "a\n\n</div></b></ul></table>\n\nb",
        ["text <p>a</p><p>b</p>"],
    ),
    "code in a paragraph": ("a <pre>b</pre> c", ["text <p>a</p><p>b</p><p>c</p>"]),
    "list in a paragraph": (
        "a <ul><li>b</li></ul> c",
        ["text <p>a</p><ul><li>b</li></ul><p>c</p>"],
    ),
    "comment that is never closed": ("a\n\n<!-- b\n\nc", ["text <p>a</p>"]),
    "less-than signs": (
        "<p>3 < 4 <b>ve</b> <5",
        ["text <p>3 &lt; 4 <b>ve</b> &lt;5</p>"],
    ),
    "doctype": ("<!DOCTYPE html>\n<p>a", ["text <p>a</p>"]),
    "tags with colons": ("<div>a<o:p></o:p></div>", ["text <p>a</p>"]),
    "embedded picture": ("<embed src='a.emf' />", ["image a.emf"]),
    "embedded something": ("a\n\n<embed src='a.swf' />", ["text <p>a</p>"]),
    "sources of a picture": (
        "<picture><source srcset=b><img src=a alt=x></picture>",
        ["image a “x”"],
    ),
}


@pytest.mark.parametrize(("markdown", "found"), SHAPES.values(), ids=SHAPES.keys())
def test_html_becomes_blocks(markdown: str, found: list[str]) -> None:
    assert shape_of(markdown) == found


CODES = {
    "paragraph": ("<p class=x style='color:red'>a</p>", []),
    "figure": ("<figure><img src=a alt=x><figcaption>b</figcaption></figure>", []),
    "div": ("<div>a</div>", ["dropped-markup"]),
    "handler": ("<p onclick=x>a</p>", ["unsafe-html"]),
    "script": ("a\n\n<script>b</script>", ["unsafe-html"]),
    "unknown": ("a <ad soyad>", ["unknown-tag"]),
    "unknown with a value": ('a <foo bar="x">b</foo>', ["dropped-markup"]),
    "comment without end": ("a\n\n<!-- b", ["html-repaired"]),
    "mark without end": ("<p><b>a", ["html-repaired"]),
    "end without beginning": ("a</b>", ["html-repaired"]),
    "link without end": ('<a href="https://ornek.org">a', ["html-repaired"]),
    "list without end": ("<ul><li>a", ["html-repaired"]),
    "picture without a file": ("a <img alt=x>", ["missing-source"]),
}


@pytest.mark.parametrize(("markdown", "codes"), CODES.values(), ids=CODES.keys())
def test_html_is_reported_when_something_of_it_is_lost(
    markdown: str, codes: list[str]
) -> None:
    assert [code for code, _ in codes_of(markdown)] == codes


SIZES = {
    'style="width:1.55208in;height:1.19792in"': "149x115",
    'style="WIDTH: 10mm; height: 1cm;"': "38x38",
    "width=20 height=10": "20x10",
    'width="20px" height="10pt"': "20x13",
    'style="width:50%;height:1em"': "",
    'style="width:99999in;height:0"': "",
    'style="max-width:10px;height:10px"': "",
    'width="-5" height="1e3"': "",
}


@pytest.mark.parametrize(("attributes", "size"), SIZES.items())
def test_the_size_of_a_picture_is_read_in_pixels(attributes: str, size: str) -> None:
    (shown,) = shape_of(f"<img src=a.png {attributes} />")

    assert shown.removeprefix("image a.png").strip() == size


def test_html_is_split_into_tags_comments_and_text() -> None:
    pieces = list(split_html("a<B  Id='x y' c>&amp;\n<!-- d --></b><e f='"))

    assert pieces == [
        ("a", 0),
        (Tag("b", "<B  Id='x y' c>", {"id": "x y", "c": ""}), 0),
        ("&\n", 0),
        (Comment(" d ", closed=True), 1),
        (Tag("b", "</b>", closing=True), 1),
        ("<e f='", 1),
    ]
