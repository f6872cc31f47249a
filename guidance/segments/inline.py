"""Inline content of one leaf: text with marks, line breaks and links.

Neither HTML nor a segment: ``richtext`` reads and writes the one, ``segment`` the other.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise, starmap


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


def plain_text(inline: Iterable[Inline]) -> str:
    r"""Return what a reader reads, a line break as ``\n``.

    >>> plain_text([Text("Bkz. "), web_link("/x", Text("rehber")), Break(), Text("son")])
    'Bkz. rehber\nson'
    """
    return "".join([_read_text(node) for node in inline])


def _read_text(node: Inline) -> str:
    if isinstance(node, Text):
        return node.text
    return "\n" if isinstance(node, Break) else plain_text(node.children)


def links(inline: Iterable[Inline]) -> tuple[Link, ...]:
    """Return the links in reading order: the first is ``<a1>`` of the segment."""
    return tuple([node for node in inline if isinstance(node, Link)])


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


def map_runs(
    inline: Iterable[Inline], change: Callable[[Text | Break], Text | Break]
) -> tuple[Inline, ...]:
    """Return ``inline`` with ``change`` applied to texts and breaks, also in links."""
    return tuple(
        replace(node, children=tuple(change(child) for child in node.children))
        if isinstance(node, Link)
        else change(node)
        for node in inline
    )


def without_marks(
    inline: Iterable[Inline], unwanted: frozenset[Mark]
) -> tuple[Inline, ...]:
    """Return ``inline`` with some marks taken off, for places that cannot show them."""
    return merge(map_runs(inline, lambda run: _without(run, unwanted)))


def _without(run: Text | Break, unwanted: frozenset[Mark]) -> Text | Break:
    return replace(run, marks=run.marks - unwanted) if run.marks else run


def merge(inline: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return ``inline`` in its shortest form: no empty text or link, no needless edge.

    >>> merge([Text("a"), Text(""), Text("b"), web_link("/x")])
    (Text(text='ab', marks=frozenset()),)
    """
    nodes = tuple(filter(_is_visible, map(_merged_link, inline)))
    if any(starmap(_are_one, pairwise(nodes))):
        return tuple(_joined(nodes))
    return nodes


def _merged_link(node: Inline) -> Inline:
    if not isinstance(node, Link):
        return node
    children = (child for child in merge(node.children) if not isinstance(child, Link))
    return Link(node.attributes, tuple(children))


def _is_visible(node: Inline) -> bool:
    if isinstance(node, Text):
        return bool(node.text)
    return bool(node.children) if isinstance(node, Link) else True


def _are_one(first: Inline, second: Inline) -> bool:
    """Whether two neighbors are one run of characters."""
    if isinstance(first, Text) and isinstance(second, Text):
        return first.marks == second.marks
    return False


def _joined(nodes: Iterable[Inline]) -> Iterator[Inline]:
    for marks, group in groupby(nodes, key=_marks_of_text):
        if marks is None:
            yield from group
        else:
            texts = (node.text for node in group if isinstance(node, Text))
            yield Text("".join(texts), marks)


def _marks_of_text(node: Inline) -> frozenset[Mark] | None:
    return node.marks if isinstance(node, Text) else None
