"""The syntax of a Markdown text as a tree, in words of our own.

``parse`` fills it from what markdown-it says, so that nothing else has to know that.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

SpanKind = Literal[
    "text",
    "special",
    "code",
    "softbreak",
    "hardbreak",
    "html",
    "image",
    "open",
    "close",
    "note",
]


# Tuples, because a document has hundreds and a tuple is made in a third of the time.
_NONE: Mapping[str, str] = MappingProxyType({})


class Span(NamedTuple):
    """A piece of inline syntax.

    ``special`` is text that was escaped or written as an entity, so that it cannot be
    meant as syntax. ``open`` and ``close`` have the name of the HTML element as
    content, ``note`` the number of a footnote.
    """

    kind: SpanKind
    content: str = ""
    attributes: Mapping[str, str] = _NONE


class Node(NamedTuple):
    """A block of syntax, with the lines of the file from ``line`` up to before ``end``.

    ``spans`` is what is written in it, ``nodes`` are the blocks in it.
    """

    kind: str
    line: int
    end: int
    content: str = ""
    info: str = ""
    markup: str = ""
    level: int = 0
    attributes: Mapping[str, str] = _NONE
    spans: tuple[Span, ...] = ()
    nodes: "tuple[Node, ...]" = ()
