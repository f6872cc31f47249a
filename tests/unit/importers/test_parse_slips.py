"""Slips of authors: what is reported, and what looks like one and is none."""

import pytest

from importers.markdown.messages import MESSAGES
from importers.markdown.parse import parse_body
from tests.unit.importers.stream_shapes import codes_of, shape_of

FOUND = {
    "link in the middle of a word": ("Ö[rnek](https://ornek.org)", "glued-link"),
    "suffix behind a link": ("[Örnek](https://ornek.org)te", "glued-link"),
    "space in an address": ("[a](b c)", "broken-link-syntax"),
    "address on the next line": ("[a](https://ornek.org/b\nc)", "broken-link-syntax"),
    "reference to nothing": ("[a][b]", "broken-link-syntax"),
    "bold that ends at a quote mark": ("**“a”**lı", "stray-emphasis"),
    "bold with a space": ("**a **", "stray-emphasis"),
    "italic that ends at a quote mark": ("*“a”*lı", "stray-emphasis"),
    "attributes behind code": ("`a`{.python}", "pandoc-syntax"),
    "attributes behind a link": (
        "[a](https://ornek.org){target=_blank}",
        "pandoc-syntax",
    ),
    "attributes behind a span": ("[a]{.mark}", "pandoc-syntax"),
    "raw block of another format": ("```{=latex}\nx\n```", "pandoc-syntax"),
    "label": ("## S10C2", "suspicious-heading"),
    "label in words": ("## Seçenek 3:", "suspicious-heading"),
    "label in capitals": ("## SORU 3:", "suspicious-heading"),
    "machine's description": (
        "![Yapay zekâ tarafından oluşturulan resim](a)",
        "auto-alt",
    ),
    "soft hyphen": ("ör\u00adgüt", "invisible-chars"),
    "escape character": ("\x1b[31m", "invisible-chars"),
    "second dot": ("i\u0307yi", "combining-dot"),
    "nothing": ("<!-- x -->", "empty-body"),
}


@pytest.mark.parametrize(("markdown", "code"), FOUND.values(), ids=FOUND.keys())
def test_a_slip_is_reported(markdown: str, code: str) -> None:
    assert code in [found for found, _ in codes_of(markdown)]


NOT_FOUND = {
    "suffix with an apostrophe": "[Örnek](https://ornek.org)’te",
    "link in brackets": "([Örnek](https://ornek.org))",
    "link between dashes": "–[Örnek](https://ornek.org)–",
    "escaped link": "\\[a\\](b)",
    "code that shows a link": "`[a](b c)`",
    "box of a task": "- [ ] a\n- [x] b",
    "brackets": "[kurum adı] ve [1] (bkz. s. 3)",
    "escaped asterisks": "\\*\\*a\\*\\*",
    "asterisk of a note": "*Not: a",
    "product": "3 * 4 * 5 ve 2*3",
    "braces": "{a} {{ b }} {% c %} {0}",
    "braces behind code": "`a`{ b }",
    "colons": "a: b :: c",
    "short heading": "## A",
    "number as a heading": "## 2024",
    "question": "## Soru nedir?",
    "joiner": "می\u200cخواهم",
    "capital with a dot": "I\u0307yi",
    "dashes": "a\n\n- - -\n\nb",
}


@pytest.mark.parametrize("markdown", NOT_FOUND.values(), ids=NOT_FOUND.keys())
def test_what_only_looks_like_a_slip_is_not_reported(markdown: str) -> None:
    assert codes_of(markdown) == []


PANDOC = {
    "attributes behind a heading": ("## a {#b .c}", ["heading 2 a"]),
    "attributes of kramdown behind a heading": ("## a {: #b}", ["heading 2 a"]),
    "attributes in a line": ("a\n{: .b}\nc", ["text <p>a c</p>"]),
    "fenced division": (":::: note\n\na\n\n::::", ["text <p>a</p>"]),
    "raw html": ("```{=html}\n<b>a</b>\n```", ["text <p><b>a</b></p>"]),
    "raw html in a text": (
        "a`<sub>`{=html}2`</sub>`{=html}",
        ["text <p>a<sub>2</sub></p>"],
    ),
    "raw latex": ("```{=latex}\n\\x\n```", ["code -: \\x"]),
}


@pytest.mark.parametrize(("markdown", "found"), PANDOC.values(), ids=PANDOC.keys())
def test_signs_of_pandoc_are_not_shown(markdown: str, found: list[str]) -> None:
    assert shape_of(markdown) == found
    assert [code for code, _ in codes_of(markdown)][:1] == ["pandoc-syntax"]


def test_a_finding_stays_short_whatever_the_document_says() -> None:
    parsed = parse_body(
        f"[{'a' * 50_000}][b] [x](data:{'b' * 50_000}\n\n## {'c' * 9000} {{#{'d' * 9000}}}"
    )

    assert parsed.findings
    assert all(len(str(finding)) < 500 for finding in parsed.findings)


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_can_be_filled_in(key: str) -> None:
    severity, message = MESSAGES[key]

    assert severity in {"info", "warning"}
    assert message[-1] in ".)"
    assert "%" not in message.replace("%(", "")
