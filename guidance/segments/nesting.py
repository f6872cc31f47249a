"""The tags around inline content, nested as Wagtail's editor writes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from guidance.segments.inline import Break, Inline, Link, Mark, Text

_NESTING = {mark: place for place, mark in enumerate(Mark)}


@dataclass(frozen=True, slots=True)
class Open:
    """The start tag of a mark or a link."""

    what: Mark | Link


@dataclass(frozen=True, slots=True)
class Close:
    """The end tag of a mark or a link."""

    what: Mark | Link


Token = Open | Close | Text | Break


def nest(inline: Iterable[Inline]) -> Iterator[Token]:
    """Yield texts and breaks with the tags around them.

    A tag stays open as long as the marks outside of it do. Only a link and the run
    directly after it are on their own, because Draftail's exporter closes everything
    there:

    >>> bold, both = frozenset({Mark.BOLD}), frozenset({Mark.BOLD, Mark.ITALIC})
    >>> shape = [Text("a", bold), Text("b", both)]
    >>> def show(inline):
    ...     for token in nest(inline):
    ...         match token:
    ...             case Open(Mark() as mark):
    ...                 yield f"<{mark}>"
    ...             case Close(Mark() as mark):
    ...                 yield f"</{mark}>"
    ...             case Text(text):
    ...                 yield text
    >>> "".join(show(shape))
    '<b>a<i>b</i></b>'
    >>> "".join(show([Link((("href", "/"),), (Text("l"),)), *shape]))
    'l<b>a</b><b><i>b</i></b>'
    """
    opened: list[Mark] = []
    after_link = False
    for node in _segments(inline):
        if isinstance(node, Link):
            yield from _set_open(opened, [])
            yield from _nest_link(node)
        else:
            yield from _set_open(opened, _nested(node[0].marks))
            yield from node
            if after_link:
                yield from _set_open(opened, [])
        after_link = isinstance(node, Link)
    yield from _set_open(opened, [])


def _segments(inline: Iterable[Inline]) -> Iterator[Link | list[Text | Break]]:
    """Yield links, and the runs between them in groups of equal marks."""
    group: list[Text | Break] = []
    for node in inline:
        if group and (isinstance(node, Link) or node.marks != group[0].marks):
            yield group
            group = []
        if isinstance(node, Link):
            yield node
        else:
            group.append(node)
    if group:
        yield group


def _nest_link(link: Link) -> Iterator[Token]:
    yield Open(link)
    for marks, group in groupby(link.children, key=lambda run: run.marks):
        around = _nested(marks)
        yield from map(Open, around)
        yield from group
        yield from map(Close, reversed(around))
    yield Close(link)


def _nested(marks: frozenset[Mark]) -> list[Mark]:
    return sorted(marks, key=_NESTING.__getitem__)


def _set_open(opened: list[Mark], wanted: list[Mark]) -> Iterator[Token]:
    """Yield the tags from the marks ``opened`` to the marks ``wanted``; set the former."""
    common = 0
    while opened[common : common + 1] == wanted[common : common + 1] != []:
        common += 1
    yield from map(Close, reversed(opened[common:]))
    yield from map(Open, wanted[common:])
    opened[:] = wanted
