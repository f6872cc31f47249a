"""What translations wrote on a page, leaf by leaf: later edits are seen against it.

Digests, not texts: a page and all of its revisions hold them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guidance.segments.digest import content_digest
from guidance.segments.inline import Inline, Link, Text, links
from guidance.segments.leaf import Leaf
from guidance.segments.segment import to_segment
from guidance.segments.stream import Stream, edited

_SHORT = 16


@dataclass(frozen=True, slots=True)
class FilledLeaf:
    """A leaf as it was written.

    ``message`` is the digest of its shared message, ``text`` that of what stood there;
    ``targets`` say where the links lead, in the order of the source.
    """

    id: str
    message: str
    text: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A page as it was written; ``structure`` is all of it that is not text."""

    structure: str = ""
    leaves: tuple[FilledLeaf, ...] = ()

    def by_id(self) -> dict[str, FilledLeaf]:
        return {leaf.id: leaf for leaf in self.leaves}

    def as_json(self) -> dict[str, Any]:
        # Lists keep their order in every database, objects do not.
        return {
            "structure": self.structure,
            "leaves": [
                [leaf.id, leaf.message, leaf.text, list(leaf.targets)]
                for leaf in self.leaves
            ],
        }


def filled_from_json(data: Mapping[str, Any]) -> Filled:
    """Return what ``as_json`` gave; of an empty object nothing was written."""
    leaves = tuple(
        FilledLeaf(name, message, text, tuple(targets))
        for name, message, text, targets in data.get("leaves", ())
    )
    return Filled(data.get("structure", ""), leaves)


def leaf_digest(leaf: Leaf) -> str:
    """Return a digest of the text of a leaf and of where its links lead."""
    return content_digest([leaf])[:_SHORT]


def read_written(stream: Stream) -> tuple[str, tuple[Leaf, ...]]:
    """Return ``structure_digest`` and the leaves of a body, from one walk through it."""
    leaves: list[Leaf] = []

    def blank(leaf: Leaf) -> tuple[Inline, ...]:
        leaves.append(leaf)
        return _BLANK

    return _digest_of(edited(stream, blank)), tuple(leaves)


def structure_digest(stream: Stream) -> str:
    """Return a digest of a body without its texts: blocks, order, levels, pictures.

    >>> def body(text, tag="p"):
    ...     html = f'<p data-block-key="k">{text}</p>'
    ...     html = html if tag == "p" else f'<ul><li data-block-key="k">{text}</li></ul>'
    ...     return [{"type": "text", "id": "5f", "value": html}]
    >>> structure_digest(body("Bir")) == structure_digest(body("Two"))
    True
    >>> structure_digest(body("Bir")) == structure_digest(body("Bir", "li"))
    False
    """
    return read_written(stream)[0]


def _digest_of(blank: Stream) -> str:
    return hashlib.sha256(json.dumps(blank, sort_keys=True).encode()).hexdigest()


# The same text in all leaves, whatever they are called.
_BLANK = (Text("x"),)


def target_name(link: Link) -> str:
    """Return where a link leads as one string."""
    return " ".join(f"{name}={value}" for name, value in link.attributes)


def segment_of(leaf: Leaf, filled: FilledLeaf) -> str | None:
    """Return the segment of an edited leaf with the numbers of its source's links.

    None when it has other links than what was written there: that is more than a text.
    """
    left = list(enumerate(filled.targets, 1))
    numbers = []
    for link in links(leaf.inline):
        name = target_name(link)
        found = next((each for each in left if each[1] == name), None)
        if found is None:
            return None
        left.remove(found)
        numbers.append(found[0])
    return None if left else to_segment(leaf.inline, numbers)


def still_untranslated(
    untranslated: Iterable[str], leaves: Iterable[Leaf], filled: Filled
) -> list[str]:
    """Return the leaves that show the source text: those nobody wrote over."""
    before = filled.by_id()
    shown = {leaf.id: leaf for leaf in leaves}
    return [
        name
        for name in untranslated
        if name in shown
        and (name not in before or before[name].text == leaf_digest(shown[name]))
    ]


def refilled(filled: Filled, leaves: Sequence[Leaf], taken: Iterable[str]) -> Filled:
    """Return ``filled`` with the leaves in ``taken`` as they stand now."""
    present = {leaf.id: leaf_digest(leaf) for leaf in leaves}
    changed = set(taken)
    return replace(
        filled,
        leaves=tuple(
            replace(leaf, text=present[leaf.id]) if leaf.id in changed else leaf
            for leaf in filled.leaves
        ),
    )
