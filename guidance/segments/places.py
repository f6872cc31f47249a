"""The places of a text: one plain text, a line, or rich text of many blocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import is_

from guidance.segments.inline import Inline, Mark, plain_text, without_marks
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.segments.prose import Block, keep, positions
from guidance.segments.richtext import parse_blocks, serialize

# A heading is bold already: its editor has no bold, see ``block_names``.
_NOT_IN_HEADINGS = frozenset({Mark.BOLD})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk is, and what it does with each leaf.

    ``edit`` returns the new content of a leaf, or None to leave it out.
    """

    path: str
    edit: Callable[[Leaf], tuple[Inline, ...] | None]

    def child(self, name: str | None) -> "Place":
        """Return the place of a child, by its name or its uuid."""
        return Place(f"{self.path}/{name or ''}", self.edit)


def walk_plain(text: str, place: Place, kind: LeafKind) -> str:
    """Return the text of a field without markup as ``place`` wants it."""
    if not text.strip():
        return text
    leaf = plain_leaf(place.path, kind, text)
    inline = place.edit(leaf)
    if inline == leaf.inline:
        return text
    return plain_text(inline or ()).replace("\n", " ")


def walk_line(source: str, place: Place, kind: LeafKind) -> str:
    """Return rich text of one paragraph, whose id needs no key."""
    return _filled(source, _read_line(source, place.path, kind), place)


def walk_rich(
    source: str,
    place: Place,
    kind: LeafKind,
    position: tuple[int, int] | None = None,
) -> str:
    """Return rich text of any number of blocks; each is a leaf with its key.

    ``position`` is that of the item which the text is in, if any.
    """
    return _filled(source, _read_rich(source, place.path, kind, position), place)


@dataclass(frozen=True, slots=True)
class _Read:
    """A text in its place: its blocks, and for each the leaf that it is.

    ``has_text`` says of each whether there is anything to translate.
    """

    blocks: tuple[Block, ...]
    leaves: tuple[Leaf, ...]
    has_text: tuple[bool, ...]


# A page is walked for its leaves, then to fill them, then for its digests, the last time
# when all of a batch is written.
@lru_cache(maxsize=2048)
def _read_line(source: str, path: str, kind: LeafKind) -> _Read:
    blocks = parse_blocks(source)
    return _read(
        blocks,
        [
            Leaf(f"{path}#{block.key}" if index else path, kind, block.inline)
            for index, block in enumerate(blocks)
        ],
    )


@lru_cache(maxsize=2048)
def _read_rich(
    source: str, path: str, kind: LeafKind, position: tuple[int, int] | None
) -> _Read:
    blocks = parse_blocks(source)
    return _read(
        blocks,
        [
            Leaf(
                f"{path}#{block.key}",
                LeafKind.ITEM if block.tag == "li" else kind,
                block.inline,
                own_position or position,
            )
            for block, own_position in zip(blocks, positions(blocks), strict=True)
        ],
    )


def _read(blocks: tuple[Block, ...], leaves: Iterable[Leaf]) -> _Read:
    leaves = tuple(leaves)
    has_text = tuple(bool(plain_text(leaf.inline).strip()) for leaf in leaves)
    return _Read(blocks, leaves, has_text)


def _filled(source: str, read: _Read, place: Place) -> str:
    """Return ``source`` when nothing changes, so that no byte of it does."""
    blocks = read.blocks
    inlines = [
        _edited(leaf, place) if has_text else leaf.inline
        for leaf, has_text in zip(read.leaves, read.has_text, strict=True)
    ]
    if all(map(is_, inlines, (leaf.inline for leaf in read.leaves))):
        return source
    filled = [
        block if inline is block.inline else block.saying(inline or ())
        for block, inline in zip(blocks, inlines, strict=True)
    ]
    if None not in inlines:
        return source if tuple(filled) == blocks else serialize(filled)
    return serialize(keep(filled, [inline is not None for inline in inlines]))


def _edited(leaf: Leaf, place: Place) -> tuple[Inline, ...] | None:
    inline = place.edit(leaf)
    if leaf.kind is not LeafKind.HEADING or inline is None or inline == leaf.inline:
        return inline
    return without_marks(inline, _NOT_IN_HEADINGS)
