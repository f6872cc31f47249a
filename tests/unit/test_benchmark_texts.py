"""The translation of the benchmark is one that a translator might have written."""

import re

from guidance.catalog.checks import check
from guidance.catalog.entry import Entry
from guidance.findings import Severity
from tests.benchmarks.translation_texts import Writer, page_sections, pseudo

_LINK = re.compile(r'<a href="[^"]*">(.*?)</a>')


def _texts(pages: int) -> list[str]:
    writer = Writer(3)
    return [
        _LINK.sub(r"<a1>\1</a1>", text)
        for _ in range(pages)
        for heading, paragraphs in page_sections(writer, 29)
        for text in (heading, *paragraphs)
    ]


def _as_peer(text: str) -> str:
    return text.replace("<a1>", '<a id="a1">').replace("</a1>", "</a>")


def test_two_translations_in_a_hundred_have_a_slip_and_none_an_error():
    texts = _texts(100)

    findings = [check(Entry(msgid=text, msgstr=pseudo(text)), "en") for text in texts]

    assert 0.01 < sum(map(bool, findings)) / len(texts) < 0.04
    assert {each.severity for found in findings for each in found} == {Severity.WARNING}


def test_numbers_addresses_and_tags_stay():
    source = "Bir <a1>örnek &amp; iki</a1>: 12,5 lira (https://ornek.org/a)."

    assert pseudo(source) == pseudo(source)
    assert re.findall(r"<[^>]+>|&\w+;|[\d,]+\d|https?://\S+", pseudo(source)) == [
        "<a1>",
        "&amp;",
        "</a1>",
        "12,5",
        "https://ornek.org/a).",
    ]


def test_both_sides_get_the_same_translation_whatever_their_tags():
    texts = _texts(20)

    assert [pseudo(_as_peer(text)) for text in texts] == [
        _as_peer(pseudo(text)) for text in texts
    ]


def test_a_translation_has_about_the_length_of_its_source():
    texts = _texts(20)

    ratio = sum(len(pseudo(text)) for text in texts) / sum(map(len, texts))

    assert 0.95 < ratio < 1.05
