"""Footnotes: their numbers, and the list at the end of the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.markdown.notices import Notices
from importers.markdown.syntax import Node


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a document, numbered in the order in which a reader meets them."""

    _definitions: dict[str, Node] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def define(self, label: str, node: Node, notices: Notices) -> None:
        """Add the definition of a footnote; the first of one label counts."""
        if label in self._definitions:
            text = _text(node)
            notices.add("footnote/twice", node.line, label=label, text=text)
        self._definitions.setdefault(label, node)

    def number(self, label: str) -> int:
        """Return the number to show for a mark.

        >>> footnotes = Footnotes()
        >>> [footnotes.number(label) for label in ("uzun", "1", "uzun")]
        [1, 2, 1]
        """
        return self._numbers.setdefault(label, len(self._numbers) + 1)

    def in_order(self) -> Iterator[Node]:
        """Yield the definitions that a mark points to, by number.

        A footnote may have marks of others in it, so there may be more while the
        caller reads them.
        """
        shown = 0
        while shown < len(self._numbers):
            label = list(self._numbers)[shown]
            shown += 1
            if label in self._definitions:
                yield self._definitions[label]

    def report_unused(self, notices: Notices) -> None:
        """Report definitions that nothing points to."""
        for label, node in self._definitions.items():
            if label not in self._numbers:
                text = _text(node)
                notices.add("footnote/unused", node.line, label=label, text=text)


def _text(node: Node) -> str:
    """Return what a definition says, roughly."""
    own = [span.content for span in node.spans if span.kind in ("text", "special")]
    return " ".join([*own, *(_text(inner) for inner in node.nodes)])
