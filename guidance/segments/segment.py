"""A leaf's text as translators see it: inline tags numbered, no attributes.

``<a1>…</a1>`` is the first link of the leaf, ``<b> <i> <code> <s> <sub> <sup>`` are
marks, ``<br/>`` is a line break. ``&`` and ``<`` are written ``&amp;`` and ``&lt;``.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby

from guidance.findings import gettext_noop
from guidance.segments.inline import (
    Break,
    Inline,
    Link,
    Mark,
    Text,
    links,
    merge,
    plain_text,
)
from guidance.text.seen import is_seen

EMPTY = "<empty/>"

_MARKS = {mark.value: mark for mark in Mark}
# To go over an enumeration takes as long as to write a text.
_IN_ORDER = tuple(Mark)
_ALL_MARKS = frozenset(Mark)

_TAG = re.compile(
    r"<(?P<close>/)?(?:a(?P<link>[1-9][0-9]{0,3})|(?P<mark>b|code|i|s|sub|sup))>"
    r"|(?P<br><br ?/?>)|(?P<empty><empty ?/>)"
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class MarkupError(ValueError):
    """Raised for a segment whose tags do not fit its leaf.

    ``code`` is stable, ``message`` an English gettext msgid, filled from ``values``.
    """

    def __init__(self, code: str, message: str, values: Mapping[str, object]) -> None:
        super().__init__(message % values)
        self.code = code
        self.message = message
        self.values = values


# ---- writing


def to_segment(inline: Iterable[Inline], numbers: Iterable[int] | None = None) -> str:
    """Return the text of a leaf for a PO file.

    ``numbers`` are those of its links in reading order, 1, 2, … when they are not given:
    a translation may have the links of its source in another order.

    >>> from guidance.segments.inline import web_link
    >>> bold = frozenset({Mark.BOLD})
    >>> to_segment([Text("S"), web_link("/stok", Text("STOK")), Text("ndaki, "), Text("1 < 2", bold)])
    'S<a1>STOK</a1>ndaki, <b>1 &lt; 2</b>'
    """
    nodes = tuple(inline)
    if len(nodes) == 1 and isinstance(only := nodes[0], Text) and not only.marks:
        return _escape(only.text)
    given = count(1) if numbers is None else iter(numbers)
    return _write(nodes, _sorted(_all_marks(nodes)), given)


def _write(
    nodes: Iterable[Inline], marks: Sequence[Mark], numbers: Iterator[int]
) -> str:
    """Return ``nodes`` with the first of ``marks`` around them, the others inside."""
    if not marks:
        return "".join([_write_node(node, numbers) for node in nodes])
    first, *others = marks
    written = []
    # To look for a mark in a set would ask it for its hash, in Python.
    one = frozenset({first})
    for is_marked, group in groupby(nodes, key=lambda node: one <= _shared_marks(node)):
        inside = _write(group, others, numbers)
        written.append(f"<{first}>{inside}</{first}>" if is_marked else inside)
    return "".join(written)


def _write_node(node: Inline, numbers: Iterator[int]) -> str:
    if isinstance(node, Text):
        return _escape(node.text)
    if isinstance(node, Break):
        return "<br/>"
    number = next(numbers)
    marks = _all_marks(node.children)
    inside = _sorted(marks - _shared_marks(node)) if marks else []
    return f"<a{number}>{_write(node.children, inside, numbers)}</a{number}>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _shared_marks(node: Inline) -> frozenset[Mark]:
    """Return the marks that all of a node has."""
    if not isinstance(node, Link):
        return node.marks
    shared = _ALL_MARKS
    for child in node.children:
        shared &= child.marks
    return shared if node.children else frozenset()


def _all_marks(nodes: Iterable[Inline]) -> frozenset[Mark]:
    """Return the marks that anything in the nodes has."""
    found: frozenset[Mark] = frozenset()
    for node in nodes:
        marks = _all_marks(node.children) if isinstance(node, Link) else node.marks
        if marks:
            found |= marks
    return found


def _sorted(marks: frozenset[Mark]) -> list[Mark]:
    if len(marks) <= 1:
        return list(marks)
    return [mark for mark in _IN_ORDER if mark in marks]


# ---- reading


def from_segment(
    text: str, source: Iterable[Inline], hrefs: Mapping[int, str] | None = None
) -> tuple[Inline, ...]:
    """Return the inline content that a segment says, with the links of its leaf.

    ``source`` is the leaf's own content: ``<a2>`` becomes its second link, with the
    address ``hrefs[2]`` when there is one. Only tags of this module's table are
    markup, everything else is text, so that no segment can bring HTML of its own:

    >>> from_segment("<script>alert(1)</script>", ())
    (Text(text='<script>alert(1)</script>', marks=frozenset()),)

    Marks may come, go and move. Every link has to be there once, and tags have to
    nest, otherwise ``MarkupError`` is raised with the code ``missing-link``,
    ``duplicate-link``, ``unknown-link``, ``empty-link``, ``nested-link``,
    ``bad-nesting`` or ``misplaced-empty``.
    """
    there = links(source)
    if not there and "<" not in text and "&" not in text:
        plain = _CONTROL.sub("", text)
        return (Text(plain),) if plain else ()
    return _Reader(there, hrefs or {}).read(text)


class _Reader:
    def __init__(self, source: tuple[Link, ...], hrefs: Mapping[int, str]) -> None:
        self._source = source
        self._hrefs = hrefs
        # The open tags, each with the marks of the text in it.
        self._opened: list[tuple[str, frozenset[Mark]]] = []
        self._inline: list[Inline] = []
        # Number of the open link and where in the inline content it begins.
        self._link: tuple[int, int] | None = None
        self._seen: set[int] = set()

    def read(self, text: str) -> tuple[Inline, ...]:
        end = 0
        for tag in _TAG.finditer(text):
            self._read_text(text[end : tag.start()])
            self._read_tag(tag)
            end = tag.end()
        self._read_text(text[end:])
        if self._opened:
            raise _error("bad-nesting", tag=self._opened[-1][0])
        for number in range(1, len(self._source) + 1):
            if number not in self._seen:
                raise _error("missing-link", tag=f"a{number}")
        return merge(self._inline)

    def _marks(self) -> frozenset[Mark]:
        return self._opened[-1][1] if self._opened else frozenset()

    def _read_text(self, text: str) -> None:
        plain = _CONTROL.sub("", _ENTITY.sub(_unescape, text))
        if plain:
            self._inline.append(Text(plain, self._marks()))

    def _read_tag(self, tag: re.Match[str]) -> None:
        if tag["empty"]:
            raise _error("misplaced-empty", tag="empty")
        if tag["br"]:
            self._inline.append(Break(self._marks()))
        elif tag["close"]:
            self._close(tag["mark"] or f"a{tag['link']}")
        elif tag["mark"]:
            mark = _MARKS[tag["mark"]]
            self._opened.append((mark, self._marks() | {mark}))
        else:
            self._open_link(int(tag["link"]))

    def _open_link(self, number: int) -> None:
        name = f"a{number}"
        if self._link is not None:
            raise _error("nested-link", tag=name)
        if number > len(self._source):
            raise _error("unknown-link", tag=name)
        if number in self._seen:
            raise _error("duplicate-link", tag=name)
        self._seen.add(number)
        self._link = (number, len(self._inline))
        self._opened.append((name, self._marks()))

    def _close(self, name: str) -> None:
        if not self._opened or self._opened[-1][0] != name:
            raise _error("bad-nesting", tag=name)
        self._opened.pop()
        if self._link is not None and name == f"a{self._link[0]}":
            self._end_link(*self._link)

    def _end_link(self, number: int, start: int) -> None:
        runs = [node for node in self._inline[start:] if not isinstance(node, Link)]
        source = self._source[number - 1]
        if not is_seen(plain_text(runs)) and is_seen(plain_text(source.children)):
            raise _error("empty-link", tag=f"a{number}")
        attributes = source.attributes
        if number in self._hrefs:
            attributes = (("href", self._hrefs[number]),)
        self._inline[start:] = [Link(attributes, tuple(runs))]
        self._link = None


def _unescape(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


_MESSAGES = {
    "missing-link": gettext_noop(
        "The link <%(tag)s>…</%(tag)s> of the source is missing: put it around the "
        "words that say the same."
    ),
    "duplicate-link": gettext_noop(
        "The link <%(tag)s> is there more than once: leave one of them."
    ),
    "unknown-link": gettext_noop(
        "The source has no link <%(tag)s>: use the numbers that the source has."
    ),
    "empty-link": gettext_noop(
        "There is no text in the link <%(tag)s>: put it around the words that say the "
        "same."
    ),
    "nested-link": gettext_noop(
        "The link <%(tag)s> is inside of another link: close that one before it."
    ),
    "bad-nesting": gettext_noop(
        "The tag <%(tag)s> is not opened and closed in order: close first what was "
        "opened last."
    ),
    "misplaced-empty": gettext_noop(
        "<%(tag)s/> leaves a text out and stands alone: delete it or everything else."
    ),
}


def _error(code: str, *, tag: str) -> MarkupError:
    return MarkupError(code, _MESSAGES[code], {"tag": tag})
