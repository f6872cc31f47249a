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
    _in_order: list[str] = field(default_factory=list)

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
        if label not in self._numbers:
            self._in_order.append(label)
            self._numbers[label] = len(self._in_order)
        return self._numbers[label]

    def in_order(self) -> Iterator[Node]:
        """Yield the definitions that a mark points to, by number.

        A footnote may have marks of others in it, so there may be more while the
        caller reads them.
        """
        # The list grows while it is read.
        yield from (self._definitions[label] for label in self._in_order)

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
