"""One value for all that a page's translatable places say."""

import hashlib
import json
from collections.abc import Iterable
from json.encoder import encode_basestring_ascii

from guidance.segments.inline import Link
from guidance.segments.leaf import Leaf


def content_digest(leaves: Iterable[Leaf]) -> str:
    """Return a SHA-256 that changes when a kind, a text, a link address or the order does.

    Ids do not count: an import or an editor may give new ones to the same content.

    >>> from guidance.segments.leaf import LeafKind, plain_leaf
    >>> here, there = (plain_leaf(id, LeafKind.ALT, "Ağaç") for id in ("a", "b"))
    >>> content_digest([here]) == content_digest([there])
    True
    """
    said = ", ".join(map(_said, leaves))
    return hashlib.sha256(f"[{said}]".encode()).hexdigest()


def _said(leaf: Leaf) -> str:
    """Return what a leaf says as JSON: its kind, its text, where its links lead.

    Put together by hand, because ``json.dumps`` takes three times as long, and each page
    that is written has its leaves written twice.
    """
    text = encode_basestring_ascii(leaf.segment)
    targets = [node.attributes for node in leaf.inline if isinstance(node, Link)]
    return f'["{leaf.kind}", {text}, {json.dumps(targets) if targets else "[]"}]'
