"""Quotes and callouts put together, and what they cannot hold put between them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from guidance.text.fold import fold
from guidance.text.normalize import one_line
from importers.markdown.document import (
    Block,
    Callout,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rule,
)
from importers.markdown.notices import Notices
from importers.markdown.paragraphs import bold
from importers.markdown.runs import Held, divide
from importers.markdown.syntax import Node, Span

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
    kind = _kind(found[1]) if found else None
    if found is None or kind is None:
        return None
    breaks = [i for i, span in enumerate(node.spans) if span.kind.endswith("break")]
    end = breaks[0] if breaks else len(node.spans)
    rest = "".join(span.content for span in node.spans[1:end] if _is_text(span))
    spans = node.spans[end + 1 :]
    remaining = Node("paragraph", node.line + bool(breaks), node.end, spans=spans)
    return Marker(kind, one_line(found[2] + rest)), remaining


def _kind(name: str) -> str | None:
    # UYARI has a capital ı, WARNING a capital i.
    return _KINDS.get(fold(name, "en")) or _KINDS.get(fold(name, "tr"))


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

    def callout(held: tuple[Held, ...]) -> Block:
        return Callout(marker.kind, next(titles, ""), held, line)

    boxes = _boxes(blocks, notices, "callout", callout)
    return boxes or [callout(())]


def _boxes(
    blocks: Iterable[Block],
    notices: Notices,
    outer: str,
    box: Callable[[tuple[Held, ...]], Block],
) -> list[Block]:
    """Return the blocks in boxes, those that no box can hold between them."""
    boxes: list[Block] = []
    for part in divide(_flat(blocks, outer, notices)):
        if isinstance(part, tuple):
            is_empty = all(isinstance(held, Rule) for held in part)
            boxes += part if is_empty else [box(part)]
        elif isinstance(part, Picture):
            notices.add("inline-image", part.line, source=part.source)
            boxes.append(part)
        else:
            inner = type(part).__name__.lower()
            notices.add("nested-block", part.line, inner=inner, outer=outer)
            boxes.append(part)
    return boxes


def _flat(blocks: Iterable[Block], outer: str, notices: Notices) -> Iterator[Block]:
    """Yield the blocks, those of quotes in quotes one by one, headings in bold."""
    for block in blocks:
        if isinstance(block, Quote):
            notices.add("nested-block/flat", block.line, outer=outer)
            yield from block.blocks
        elif isinstance(block, Heading):
            yield Paragraph(bold(block.inline), block.line)
        else:
            yield block
