"""The places of a text: one plain text, a line, or rich text of many blocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

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
    blocks = parse_blocks(source)
    leaves = [
        Leaf(f"{place.path}#{block.key}" if index else place.path, kind, block.inline)
        for index, block in enumerate(blocks)
    ]
    return _filled(source, blocks, leaves, place)


def walk_rich(
    source: str,
    place: Place,
    kind: LeafKind,
    position: tuple[int, int] | None = None,
) -> str:
    """Return rich text of any number of blocks; each is a leaf with its key.

    ``position`` is that of the item which the text is in, if any.
    """
    blocks = parse_blocks(source)
    leaves = [
        Leaf(
            f"{place.path}#{block.key}",
            LeafKind.ITEM if block.tag == "li" else kind,
            block.inline,
            own_position or position,
        )
        for block, own_position in zip(blocks, positions(blocks), strict=True)
    ]
    return _filled(source, blocks, leaves, place)


def _filled(
    source: str, blocks: tuple[Block, ...], leaves: Iterable[Leaf], place: Place
) -> str:
    """Return ``source`` when nothing changes, so that no byte of it does."""
    inlines = [
        _edited(leaf, place) if plain_text(leaf.inline).strip() else leaf.inline
        for leaf in leaves
    ]
    filled = [
        block if inline is block.inline else replace(block, inline=inline or ())
        for block, inline in zip(blocks, inlines, strict=True)
    ]
    kept = [inline is not None for inline in inlines]
    if all(kept) and tuple(filled) == blocks:
        return source
    return serialize(keep(filled, kept))


def _edited(leaf: Leaf, place: Place) -> tuple[Inline, ...] | None:
    inline = place.edit(leaf)
    if inline is None or inline == leaf.inline or leaf.kind is not LeafKind.HEADING:
        return inline
    return without_marks(inline, _NOT_IN_HEADINGS)
