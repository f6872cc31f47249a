"""Inline content of one leaf: text with marks, line breaks and links.

Neither HTML nor a segment: ``richtext`` reads and writes the one, ``segment`` the other.
"""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """Inline formats; the value is the name of the tag in a segment."""

    BOLD = "b"
    ITALIC = "i"
    SUPERSCRIPT = "sup"
    SUBSCRIPT = "sub"
    STRIKETHROUGH = "s"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters that all have the same marks."""

    text: str
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link and what it is around; links never nest.

    ``attributes`` is what Wagtail stores, in its order: ``(("href", "https://…"),)``,
    ``(("id", "3"), ("linktype", "page"))`` or ``(("id", "3"), ("linktype", "document"))``.
    """

    attributes: tuple[tuple[str, str], ...]
    children: tuple[Text | Break, ...]

    @property
    def href(self) -> str | None:
        """Return the external address; None for a page or a document."""
        return dict(self.attributes).get("href")


Inline = Text | Break | Link
