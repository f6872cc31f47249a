"""The syntax of a Markdown text as a tree, in words of our own.

``parse`` fills it from what markdown-it says, so that nothing else has to know that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of inline syntax.

    ``special`` is text that was escaped or written as an entity, so that it cannot be
    meant as syntax. ``open`` and ``close`` have the name of the HTML element as
    content, ``note`` the number of a footnote.
    """

    kind: SpanKind
    content: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
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
    attributes: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    nodes: "tuple[Node, ...]" = ()
