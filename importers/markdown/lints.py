"""What looks like a slip in a text that parsed well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from guidance.segments.inline import Inline, Link, Mark, Text, plain_text
from importers.markdown.document import Block, Heading, ItemList
from importers.markdown.notices import Notices
from importers.markdown.syntax import Node

MASK = "\ufffc"
"""Stands in a literal text for what cannot be meant as syntax."""

# [text](address with spaces) and [text][name that nothing defines]. An empty box of a
# task list is neither.
_LINK_SYNTAX = re.compile(r"\[[^\[\]\n]*\](?:\([^()\n]*\)?|\[[^\[\]\n]*\])")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
# Two asterisks at a word; one that opens and one that should close but is glued.
_EMPHASIS = re.compile(r"\*\*[^\s*]|[^\s*]\*\*|(?<![\w*])\*[^\s*][^*\n]*\*\w")
_SPAN_ATTRIBUTES = re.compile(r"\]\{(?:[.#][\w-]+|[\w-]+=)[^{}\n]*\}")
# C4:, S10C2, Soru 3: what a tool writes above an exported text.
_LABEL = re.compile(r"(?:[SC]\s?\d{1,4}){1,2}\s*[:.]?|(?:soru|seçenek|cevap)\s?\d*:?")
_AUTO_ALT = re.compile(
    r"otomatik olarak oluştur|yapay zek[aâ] (?:ile|tarafından)"
    r"|automatically generated|ai-generated",
    re.IGNORECASE,
)
_AROUND = 30
_LISTS = ("bullet_list", "ordered_list")
_RAISED = frozenset({Mark.SUPERSCRIPT, Mark.SUBSCRIPT})


def lint_literal(text: str, line: int, notices: Notices) -> None:
    """Report syntax that did not become what it looks like; ``line`` is its first."""
    if "]" not in text and "*" not in text:
        return
    for key, pattern in (
        ("broken-link-syntax", _LINK_SYNTAX),
        ("stray-emphasis", _EMPHASIS),
        ("pandoc-syntax", _SPAN_ATTRIBUTES),
    ):
        if found := pattern.search(text):
            place = line + text.count("\n", 0, found.start())
            notices.add(key, place, text=_around(text, found))
    for found in _FOOTNOTE.finditer(text):
        place = line + text.count("\n", 0, found.start())
        notices.add("footnote", place, label=found[1])


def _around(text: str, found: re.Match[str]) -> str:
    """Return the place of a match with some of the text around it."""
    part = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    return part.replace(MASK, " ")


def lint_links(inline: Iterable[Inline], line: int, notices: Notices) -> None:
    """Report links that begin or end inside of a word."""
    for before, link, after in _neighbors(inline):
        shown = plain_text(link.children)
        if _joined(before, shown) or _joined(shown, after):
            notices.add("glued-link", line, text=shown)


def _neighbors(inline: Iterable[Inline]) -> Iterator[tuple[str, Link, str]]:
    nodes = tuple(inline)
    if not any(isinstance(node, Link) for node in nodes):
        return
    for index, node in enumerate(nodes):
        if isinstance(node, Link):
            before = _words(nodes[index - 1]) if index else ""
            after = _words(nodes[index + 1]) if index + 1 < len(nodes) else ""
            yield before, node, after


def _words(node: Inline) -> str:
    """Return the text of a neighbor; the number of a footnote is not part of a word."""
    if isinstance(node, Text) and node.marks & _RAISED:
        return ""
    return plain_text((node,))


def _joined(before: str, after: str) -> bool:
    return before[-1:].isalnum() and after[:1].isalnum()


def lint_heading(heading: Heading, notices: Notices) -> None:
    """Report a heading that is a label and not a title."""
    text = plain_text(heading.inline)
    if _LABEL.fullmatch(text.strip()) or _LABEL.fullmatch(text.strip().lower()):
        notices.add("suspicious-heading", heading.line, text=text)


def is_machine_made(alt: str) -> bool:
    """Return whether a word processor wrote the description of a picture.

    >>> is_machine_made("tablo içeren bir resim Açıklama otomatik olarak oluşturuldu")
    True
    """
    return bool(_AUTO_ALT.search(alt))


def lint_interruptions(nodes: Sequence[Node], notices: Notices) -> None:
    """Report lists of one item without an empty line above: a wrapped line, perhaps."""
    for before, node in pairwise(nodes):
        follows = before.kind == "paragraph" and before.end == node.line
        if follows and node.kind in _LISTS and len(node.nodes) == 1:
            notices.add("list-interrupts-paragraph", node.line)


def lint_list_starts(blocks: Iterable[Block], notices: Notices) -> None:
    """Report numbered lists that begin with a number which nothing explains."""
    expected = 1
    for block in blocks:
        if isinstance(block, ItemList) and block.ordered:
            if block.start not in (1, expected):
                notices.add("list-start-lost", block.line, start=block.start)
            expected = block.end
