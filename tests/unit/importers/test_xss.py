"""S01: nothing in a document acts in a browser, whatever its author wrote."""

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from guidance.rich_text import prove
from tests.unit.importers.body_strategies import heaps
from tests.unit.importers.body_words import stream_words
from tests.unit.importers.harm import harm_in, stored_html
from tests.unit.importers.stream_shapes import stream_of

# Our own; each of them acts, or brings a forbidden element, when it is only rendered.
PAYLOADS = {
    "script block": "Metin\n\n<script>alert(1)</script>\n\nson",
    "script in a text": "Metin <script>alert(1)</script> son",
    "handler on a picture": "Metin <img src=x onerror=alert(1)> son",
    "handler after a slash": "Metin\n\n<div><svg/onload=alert(1)></div>\n\nson",
    "handler on text": 'Metin <b onmouseover="alert(1)">kalın</b> son',
    "scheme": 'Metin <a href="javascript:alert(1)">bağ</a> son',
    "scheme in other letters": 'Metin <a href="JaVaScRiPt:alert(1)">bağ</a> son',
    "scheme with an entity": 'Metin <a href="java&#x09;script:alert(1)">bağ</a> son',
    "scheme behind a space": 'Metin <a href=" &#1;javascript:alert(1)">bağ</a> son',
    "data address": 'Metin <a href="data:text/html,<script>x</script>">bağ</a> son',
    "frame": "Metin\n\n<iframe src='https://ornek.org/x'></iframe>\n\nson",
    "frame with its own page": 'Metin <iframe srcdoc="<b onclick=x>"></iframe> son',
    "object": 'Metin\n\n<object data="x.swf"><param name=a></object>\n\nson',
    "form": 'Metin <form action="https://ornek.org"><input autofocus></form> son',
    "refresh": 'Metin\n\n<meta http-equiv="refresh" content="0;url=x">\n\nson',
    "base": 'Metin\n\n<base href="https://ornek.org/">\n\nson',
    "style": "Metin\n\n<style>body{background:url(x)}</style>\n\nson",
    "style attribute": 'Metin <i style="background:url(javascript:x)">eğik</i> son',
    "math with a link": (
        'Metin\n\n<math><mi xlink:href="data:x,<script>x</script>">a</mi></math>\n\nson'
    ),
    "wrong nesting": (
        "Metin\n\n<table><b><tr><td><form><p title='</table><img src=x onerror=x>'>"
        "hücre</table>\n\nson"
    ),
    "handler in a table": "Metin\n\n| a |\n|---|\n| <img src=x onerror=x> |\n\nson",
    "table in a table": (
        "Metin\n\n<table><tr><td><table onclick=x><tr><td><a href='vbscript:x'>b</a>"
        "<script>x</script></td></tr></table></td></tr></table>\n\nson"
    ),
    "handler glued to an attribute": (
        'Metin\n\n<p><a href="https://ornek.org"onclick=alert(1)>bağ</a></p>\n\nson'
    ),
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_S01_nothing_harmful_is_stored(payload: str) -> None:
    stream = stream_of(payload)

    assert [harm for html in stored_html(stream) for harm in harm_in(html)] == []


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_S01_what_is_made_of_a_payload_may_be_stored(payload: str) -> None:
    prove(stream_of(payload))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_S01_the_text_around_a_payload_stays(payload: str) -> None:
    words = stream_words(stream_of(payload))

    assert (words[0], words[-1]) == ("Metin", "son")
    assert "alert(1)" not in words


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_S01_the_payload_would_be_noticed_without_our_care(payload: str) -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(payload)

    assert harm_in(rendered) != []


def test_S01_there_are_at_least_twenty_payloads() -> None:
    assert len(PAYLOADS) >= 20


@given(markdown=heaps)
def test_S01_no_heap_of_signs_does_harm(markdown: str) -> None:
    html = stored_html(stream_of(markdown))

    assert [harm for text in html for harm in harm_in(text)] == []


@given(markdown=heaps)
def test_S01_what_is_made_of_a_heap_of_signs_may_be_stored(markdown: str) -> None:
    prove(stream_of(markdown))


@pytest.mark.parametrize("depth", [100, 3000])
@pytest.mark.parametrize(
    "opening",
    ["<b>", "<blockquote>", "<ul><li>", "<table><tr><td>", "> ", "- ", "[", "1. "],
)
def test_S01_deep_nesting_neither_fails_nor_loses_the_text(
    opening: str, depth: int
) -> None:
    words = stream_words(stream_of(f"{opening * depth}metin\n\nson"))

    assert words[-2:] == [f"{'[' * depth if opening == '[' else ''}metin", "son"]
