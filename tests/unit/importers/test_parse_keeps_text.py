"""No visible text is lost: every word that a reader of the source sees is on the page."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from tests.requirements import shared_path
from tests.unit.importers.body_strategies import documents, heaps
from tests.unit.importers.body_words import lost_words, page_words, rendered_words
from tests.unit.importers.catalogue import CORPUS

# Public content by others: data beside the repository, never in it.
PUBLIC = [
    "corpus/opensource.guide",
    "corpus/semver",
    "corpus/contributor-covenant",
    "corpus/standard-for-public-code",
]
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\s*\n.*?\n\1\s*\n", re.DOTALL)
# Signs that are no text to us, though others show them.
_SYNTAX = re.compile(r"\[\^|\^\[|\{|:::|\[!NOTE")


def _bodies(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8-sig")
        yield path.name, _FRONT_MATTER.sub("", text)


@given(markdown=documents)
def test_no_word_of_a_document_is_lost_or_out_of_place(markdown: str) -> None:
    words = re.findall(r"kelime\d+", markdown)

    shown = re.findall(r"kelime\d+", " ".join(page_words(markdown)))

    assert shown == words


@given(markdown=documents)
def test_the_page_of_a_document_says_what_others_show(markdown: str) -> None:
    markdown = markdown.replace("> [!TIP]\n", "")

    assert lost_words(rendered_words(markdown), page_words(markdown)) == []


@given(markdown=heaps.filter(lambda text: not _SYNTAX.search(text)))
def test_not_even_a_heap_of_signs_loses_a_letter(markdown: str) -> None:
    # Broken tables are shown in another order by every browser, so only count.
    missing = Counter("".join(rendered_words(markdown)))
    missing.subtract("".join(page_words(markdown)))

    assert +missing == Counter()


@pytest.mark.parametrize("folder", PUBLIC)
def test_no_word_of_public_content_is_lost(folder: str) -> None:
    lost = {
        name: words
        for name, body in _bodies(shared_path(folder))
        if (words := lost_words(rendered_words(body), page_words(body)))
    }

    assert lost == {}


def test_no_word_of_the_example_is_lost() -> None:
    bodies = list(_bodies(CORPUS / "ornek-sto" / "answer_texts"))

    lost = [
        name
        for name, body in bodies
        if lost_words(rendered_words(body), page_words(body))
    ]

    assert lost == []
    assert len(bodies) == 16


# ---- the test is tested


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("Bir.\n\nüç.", id="a paragraph is missing"),
        pytest.param("Bir.\n\nüç.\n\niki.", id="two paragraphs are swapped"),
    ],
)
def test_a_parser_that_drops_or_moves_a_paragraph_is_noticed(broken: str) -> None:
    whole = "Bir.\n\niki.\n\nüç."

    assert lost_words(rendered_words(whole), page_words(whole)) == []
    assert lost_words(rendered_words(whole), page_words(broken)) != []


def test_what_a_reader_does_not_see_need_not_be_on_the_page() -> None:
    markdown = "Bir <!-- gizli -->\n\n<script>x</script>\n\n<style>p{}</style>"

    assert rendered_words(markdown) == ["Bir"]
