"""Quotes and callouts put together, and what they cannot hold put between them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from guidance.text.normalize import one_line
from importers.markdown.document import (
    Block,
    Callout,
    Heading,
    ItemList,
    Paragraph,
    Picture,
    Quote,
    Rule,
)
from importers.markdown.notices import Notices
from importers.markdown.paragraphs import bold
from importers.markdown.syntax import Node, Span

_Held = Paragraph | ItemList | Rule

_MARKER = re.compile(r"\[!(\w+)\][+-]?[ \t]*(.*)")
# GitHub's five, and what other tools and Turkish authors write for them.
_KINDS = {
    "note": "note",
    "info": "note",
    "not": "note",
    "bilgi": "note",
    "tip": "tip",
    "hint": "tip",
    "ipucu": "tip",
    "important": "important",
    "önemli": "important",
    "warning": "warning",
    "attention": "warning",
    "uyarı": "warning",
    "caution": "caution",
    "danger": "caution",
    "dikkat": "caution",
}


@dataclass(frozen=True, slots=True)
class Marker:
    """The first line of a callout."""

    kind: str
    title: str


def read_marker(node: Node) -> tuple[Marker, Node] | None:
    """Return the marker of a callout and its first paragraph without it.

    >>> from importers.markdown.syntax import Node, Span
    >>> line = (Span("text", "[!TIP] Önce"), Span("softbreak"), Span("text", "Metin"))
    >>> marker, rest = read_marker(Node("paragraph", 1, 3, spans=line))
    >>> marker, rest.line, rest.spans[0].content
    (Marker(kind='tip', title='Önce'), 2, 'Metin')
    """
    if node.kind != "paragraph" or not node.spans:
        return None
    found = _MARKER.fullmatch(node.spans[0].content)
    kind = _KINDS.get(_lower(found[1])) if found else None
    if found is None or kind is None:
        return None
    breaks = [i for i, span in enumerate(node.spans) if span.kind.endswith("break")]
    end = breaks[0] if breaks else len(node.spans)
    rest = "".join(span.content for span in node.spans[1:end] if _is_text(span))
    spans = node.spans[end + 1 :]
    remaining = Node("paragraph", node.line + bool(breaks), node.end, spans=spans)
    return Marker(kind, one_line(found[2] + rest)), remaining


def _lower(name: str) -> str:
    # Both are right: WARNING is English, UYARI is Turkish.
    return name.replace("İ", "i").lower() if name.isascii() else _turkish_lower(name)


def _turkish_lower(name: str) -> str:
    return name.replace("İ", "i").replace("I", "ı").lower()


def _is_text(span: Span) -> bool:
    return span.kind in ("text", "special", "code")


def quotes(blocks: Iterable[Block], line: int, notices: Notices) -> list[Block]:
    """Return quotes around ``blocks``."""
    return _boxes(blocks, notices, "quote", lambda held: Quote(held, line))


def callouts(
    marker: Marker, blocks: Iterable[Block], line: int, notices: Notices
) -> list[Block]:
    """Return a callout around ``blocks``; its title is told once."""
    titles = iter((marker.title,))

    def callout(held: tuple[_Held, ...]) -> Block:
        return Callout(marker.kind, next(titles, ""), held, line)

    boxes = _boxes(blocks, notices, "callout", callout)
    return boxes or [callout(())]
