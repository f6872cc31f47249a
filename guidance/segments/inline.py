"""Inline content of one leaf: text with marks, line breaks and links.

Neither HTML nor a segment: ``richtext`` reads and writes the one, ``segment`` the other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby


class Mark(StrEnum):
    """Inline formats; the value is the name of the tag, in HTML and in a segment.

    In the order in which Wagtail nests them, the outermost first.
    """

    BOLD = "b"
    CODE = "code"
    ITALIC = "i"
    STRIKETHROUGH = "s"
    SUBSCRIPT = "sub"
    SUPERSCRIPT = "sup"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters that all have the same marks."""

    text: str
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph; a break in bold text is bold, as in Draftail."""

    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """A link and what it is around; links never nest.

    ``attributes`` is what Wagtail stores, in its order: ``(("href", "https://…"),)``,
    ``(("linktype", "page"), ("id", "3"))`` or ``(("linktype", "document"), ("id", "3"))``.
    """

    attributes: tuple[tuple[str, str], ...]
    children: tuple[Text | Break, ...]

    @property
    def href(self) -> str | None:
        """Return the external address; None for a page or a document."""
        return dict(self.attributes).get("href")


Inline = Text | Break | Link


def web_link(href: str, *children: Text | Break) -> Link:
    """Return a link to an address outside of the site's own pages and documents."""
    return Link((("href", href),), children)


def page_link(page: int, *children: Text | Break) -> Link:
    """Return a link to a page by its primary key."""
    return Link((("linktype", "page"), ("id", str(page))), children)


def document_link(document: int, *children: Text | Break) -> Link:
    """Return a link to a document by its primary key."""
    return Link((("linktype", "document"), ("id", str(document))), children)


def plain_text(inline: Iterable[Inline]) -> str:
    r"""Return what a reader reads, a line break as ``\n``.

    >>> plain_text([Text("Bkz. "), web_link("/x", Text("rehber")), Break(), Text("son")])
    'Bkz. rehber\nson'
    """
    return "".join(
        node.text
        if isinstance(node, Text)
        else "\n"
        if isinstance(node, Break)
        else plain_text(node.children)
        for node in inline
    )


def links(inline: Iterable[Inline]) -> tuple[Link, ...]:
    """Return the links in reading order: the first is ``<a1>`` of the segment."""
    return tuple(node for node in inline if isinstance(node, Link))


def map_links(
    inline: Iterable[Inline], change: Callable[[Link], Link]
) -> tuple[Inline, ...]:
    """Return ``inline`` with each link replaced by ``change(link)``.

    >>> text = (Text("a"), web_link("/eski", Text("b")))
    >>> new = map_links(text, lambda link: web_link("/yeni", *link.children))
    >>> links(new)[0].href
    '/yeni'
    """
    return tuple(change(node) if isinstance(node, Link) else node for node in inline)


def without_marks(
    inline: Iterable[Inline], unwanted: frozenset[Mark]
) -> tuple[Inline, ...]:
    """Return ``inline`` with some marks taken off, for places that cannot show them."""
    return merge(
        replace(
            node,
            children=tuple(_without_marks(child, unwanted) for child in node.children),
        )
        if isinstance(node, Link)
        else _without_marks(node, unwanted)
        for node in inline
    )


def merge(inline: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return ``inline`` in its shortest form: no empty text or link, no needless edges.

    >>> merge([Text("a"), Text(""), Text("b"), web_link("/x")])
    (Text(text='ab', marks=frozenset()),)
    """
    merged: list[Inline] = []
    for marks, group in groupby(inline, key=_text_marks):
        if marks is None:
            merged.extend(_merged_others(group))
            continue
        text = "".join(node.text for node in group if isinstance(node, Text))
        if text:
            merged.append(Text(text, marks))
    # An empty text or link may have stood between two texts of equal marks.
    again = tuple(merged)
    return again if not _has_needless_edge(again) else merge(again)


def _text_marks(node: Inline) -> frozenset[Mark] | None:
    return node.marks if isinstance(node, Text) else None


def _merged_others(nodes: Iterable[Inline]) -> Iterable[Inline]:
    for node in nodes:
        if isinstance(node, Link):
            children = merge(node.children)
            if children:
                yield replace(
                    node, children=tuple(c for c in children if not isinstance(c, Link))
                )
        else:
            yield node


def _has_needless_edge(nodes: tuple[Inline, ...]) -> bool:
    return any(
        isinstance(left, Text) and isinstance(right, Text) and left.marks == right.marks
        for left, right in zip(nodes, nodes[1:], strict=False)
    )


def _without_marks(node: Text | Break, unwanted: frozenset[Mark]) -> Text | Break:
    return replace(node, marks=node.marks - unwanted)
