"""Public content by others: every construct becomes the block that is meant for it.

The other side of the comparison is a browser's: Markdown rendered to HTML, counted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from markdown_it import MarkdownIt

from guidance.segments.richtext import parse_blocks
from guidance.segments.stream import Stream
from tests.requirements import shared_path
from tests.unit.importers.stream_shapes import codes_of, rich_texts, stream_of

PUBLIC = [
    "corpus/opensource.guide",
    "corpus/semver",
    "corpus/contributor-covenant",
    "corpus/standard-for-public-code",
]
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\s*\n.*?\n\1\s*\n", re.DOTALL)
# Another configuration than the importer's, on purpose: this is what others show.
_RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_ELEMENTS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "item",
    "img": "image",
    "pre": "code",
    "table": "table",
    "blockquote": "quote",
}


def bodies(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8-sig")
        yield path.relative_to(folder).as_posix(), _FRONT_MATTER.sub("", text)


def rendered(markdown: str) -> Counter[str]:
    tree = html5lib.parse(_RENDERER.render(markdown), namespaceHTMLElements=False)
    found = (_ELEMENTS.get(str(element.tag)) for element in tree.iter())
    return Counter(name for name in found if name)


def imported(stream: Stream) -> Counter[str]:
    counts = Counter(block["type"] for block in stream)
    items = sum(len(b["value"]["items"]) for b in stream if b["type"] == "list")
    for kind, html in rich_texts(stream):
        if kind == "block":
            items += sum(block.tag == "li" for block in parse_blocks(html))
    names = ("heading", "image", "code", "table", "quote")
    return +Counter({"item": items, **{name: counts[name] for name in names}})


def differences(body: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return what is missing on the page and what is too much."""
    wanted, found = rendered(body), imported(stream_of(body))
    if "suspicious-ordered-list" in {code for code, _ in codes_of(body)}:
        # Numbers that are not those of a list stay text, as they were written.
        del wanted["item"], found["item"]
    return dict(wanted - found), dict(found - wanted)


@pytest.mark.parametrize("folder", PUBLIC)
def test_each_construct_becomes_its_block(folder: str) -> None:
    different = {
        name: difference
        for name, body in bodies(shared_path(folder))
        if (difference := differences(body)) != ({}, {})
    }

    assert different == {}


# ---- the test is tested


def test_a_block_of_another_type_is_noticed() -> None:
    body = "# Bir\n\n- a\n  - b\n\n> c\n\n```\nd\n```\n\n| e |\n|---|\n| f |\n"
    everything = {"heading": 1, "item": 2, "quote": 1, "code": 1, "table": 1}

    assert rendered(body) == imported(stream_of(body)) == Counter(everything)
    assert imported(stream_of("Bir\n\na\n\nb")) == Counter()


def test_a_list_that_was_taken_for_text_is_reported() -> None:
    assert differences("2019. yılda\n") == ({}, {})
    assert ("suspicious-ordered-list", 1) in codes_of("2019. yılda\n")
