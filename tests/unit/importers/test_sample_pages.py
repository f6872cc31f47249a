"""``fill(extract(page)) == page`` for every page that a sample file becomes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guidance.segments.segment import from_segment, to_segment
from guidance.segments.stream import Stream, extract, fill
from tests.requirements import shared_path
from tests.unit.importers.catalogue import CORPUS
from tests.unit.importers.stream_shapes import stream_of
from tests.unit.importers.test_public_content import PUBLIC, bodies

EXAMPLE = CORPUS.parent.parent / "importers" / "example"
OURS = [
    EXAMPLE,
    *(CORPUS / name for name in ("ornek-sto", "edge-cases/body", "edge-cases/dirs")),
    CORPUS / "edge-cases" / "front-matter",
]


def pages_in(folder: Path, pattern: str = "*.md") -> Iterator[tuple[str, Stream]]:
    """Yield (name, stream) of each file; what is no UTF-8 is read as it comes."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            yield path.relative_to(folder).as_posix(), stream_of(text)


def changed_by_filling(pages: Iterator[tuple[str, Stream]]) -> tuple[int, list[str]]:
    """Return how many leaves were seen, and the pages that are not the same again."""
    count, changed = 0, []
    for name, stream in pages:
        leaves = extract(stream)
        count += len(leaves)
        written = {
            leaf.id: from_segment(to_segment(leaf.inline), leaf.inline)
            for leaf in leaves
        }
        if fill(stream, written) != stream or fill(stream, {}) != stream:
            changed.append(name)
    return count, changed


@pytest.mark.parametrize("folder", OURS, ids=lambda path: path.name)
def test_filling_a_page_with_its_own_texts_gives_the_page(folder: Path) -> None:
    count, changed = changed_by_filling(pages_in(folder))

    assert changed == []
    assert count > 10


@pytest.mark.parametrize("name", PUBLIC)
def test_filling_a_public_page_with_its_own_texts_gives_the_page(name: str) -> None:
    count, changed = changed_by_filling(
        (path, stream_of(body)) for path, body in bodies(shared_path(name))
    )

    assert changed == []
    assert count > 10


def test_filling_the_seed_with_its_own_texts_gives_the_page() -> None:
    count, changed = changed_by_filling(pages_in(shared_path("seed"), "*.txt"))

    assert changed == []
    assert count > 10


def test_a_page_that_loses_a_leaf_is_noticed() -> None:
    stream = stream_of("Bir.\n\niki.")
    first, *_ = extract(stream)

    assert fill(stream, {first.id: None}) != stream
