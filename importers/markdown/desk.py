"""What all parts of one parse share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from importers.markdown.footnotes import Footnotes
from importers.markdown.notices import Notices
from importers.markdown.syntax import Node

Parse = Callable[[str, int], tuple[Node, ...]]
"""Parses Markdown that begins at a line of the file."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The findings so far, the footnotes, and the parser for text in text."""

    parse: Parse
    notices: Notices = field(default_factory=Notices)
    footnotes: Footnotes = field(default_factory=Footnotes)
