"""The translatable places of a page: its own fields, and its body."""

from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.segments.stream import Stream, extract


def page_leaves(
    stream: Stream,
    heading: str,
    seo_title: str,
    search_description: str,
    *,
    known: tuple[Leaf, ...] | None = None,
) -> tuple[Leaf, ...]:
    """Return every translatable place of a page, in reading order.

    ``known`` are those of the body, where somebody has read it already.

    >>> [leaf.id for leaf in page_leaves([], "Giriş", "", "Kısaca.")]
    ['heading', 'search_description']
    """
    before = (("heading", LeafKind.HEADING, heading),)
    after = (
        ("seo_title", LeafKind.SEO_TITLE, seo_title),
        ("search_description", LeafKind.SEARCH_DESCRIPTION, search_description),
    )
    return (
        *(plain_leaf(*field) for field in before if field[2]),
        *(extract(stream) if known is None else known),
        *(plain_leaf(*field) for field in after if field[2]),
    )
