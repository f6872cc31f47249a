"""One value for all that a page's translatable places say."""

import hashlib
from collections.abc import Iterable

from guidance.segments.leaf import Leaf


def content_digest(leaves: Iterable[Leaf]) -> str:
    """Return a SHA-256 that changes when a kind, a text, a link address or the order does.

    Ids do not count: an import or an editor may give new ones to the same content.

    >>> from guidance.segments.leaf import LeafKind, plain_leaf
    >>> here, there = (plain_leaf(id, LeafKind.ALT, "Ağaç") for id in ("a", "b"))
    >>> content_digest([here]) == content_digest([there])
    True
    """
    said = ", ".join([leaf.said for leaf in leaves])
    return hashlib.sha256(f"[{said}]".encode()).hexdigest()
