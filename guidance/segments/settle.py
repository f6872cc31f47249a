"""The inline content that survives Wagtail's editor unchanged: spaces, links, marks."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from functools import lru_cache

from guidance.segments.inline import Break, Inline, Link, Mark, Text, map_runs, merge
from guidance.segments.nesting import Close, Open, Token, nest

# All but single spaces, of which a text is full.
_SPACES = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")
# Only spaces at an edge of a text can move or vanish once runs of them are collapsed.
_EDGE = re.compile(r"\s|.*\s\Z", re.DOTALL)

_WEB = ("https://", "http://")
_SCHEMES = frozenset({"http", "https", "ftp", "mailto", "tel"})
# What browsers overlook inside of a scheme, so that we must overlook it too.
_INVISIBLE = re.compile(r"[`\x00-\x20\x7f-\xa0\s\ufffd]+")
_SCHEME = re.compile(r"([a-z0-9][-+.a-z0-9]*):")
_POSITIVE = re.compile(r"[1-9][0-9]*")

# A space that leaves a mark can uncover another one, never more than there are tags.
_MOST_PASSES = 20


def settle(inline: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return ``inline`` as it is after the editor has opened and saved it.

    Draftail collapses spaces, strips them at the edges of a block, moves them out of
    the end of a mark or link, drops empty links and links whose address it does not
    trust, and has no line breaks in links. ``settle(settle(x)) == settle(x)``.

    >>> settle([Text("çok  "), Text("önemli ", frozenset({Mark.BOLD})), Text("bir konu ")])
    ... # doctest: +NORMALIZE_WHITESPACE
    (Text(text='çok ', marks=frozenset()),
     Text(text='önemli', marks=frozenset({<Mark.BOLD: 'b'>})),
     Text(text=' bir konu', marks=frozenset()))
    """
    nodes = tuple(inline)
    if is_settled(nodes):
        return nodes
    trimmed = _trimmed(nodes)
    return trimmed if is_settled(trimmed) else _settled(nodes)


def _trimmed(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return ``nodes`` without the spaces at both ends, where these are in plain text.

    The most common thing that is not settled yet: the end of a typed line.
    """
    if not nodes:
        return nodes
    trimmed = list(nodes)
    first = trimmed[0]
    if isinstance(first, Text) and not first.marks:
        trimmed[0] = Text(first.text.lstrip(" "))
    last = trimmed[-1]
    if isinstance(last, Text) and not last.marks:
        trimmed[-1] = Text(last.text.rstrip(" "))
    return tuple(trimmed)


def is_settled(nodes: Sequence[Inline]) -> bool:
    """Whether the editor certainly changes nothing: true of most texts, and quickly seen.

    Plain text between marked text and links, where the only spaces are single ones in
    plain text and between words. What is not so simple may be settled all the same.
    """
    last = len(nodes) - 1
    if not last and isinstance(only := nodes[0], Text) and not only.marks:
        return _is_tidy(only.text)
    was_plain = False
    for place, node in enumerate(nodes):
        is_plain = isinstance(node, Text) and not node.marks
        if place and is_plain is was_plain:
            return False
        was_plain = is_plain
        if isinstance(node, Text):
            text = node.text
            if is_plain:
                text = text.removeprefix(" ") if place else text
                text = text.removesuffix(" ") if place < last else text
            if not _is_tidy(text):
                return False
        elif not (isinstance(node, Link) and _is_tidy_link(node)):
            return False
    return True


def _is_tidy(text: str) -> bool:
    """Whether a text has no spaces but single ones between words.

    To Python no space is printable but the usual one.
    """
    return (
        text.isprintable()
        and "  " not in text
        and text[:1] not in ("", " ")
        and text[-1] != " "
    )


def _is_tidy_link(link: Link) -> bool:
    (child, *others) = link.children or (None,)
    return (
        isinstance(child, Text)
        and not others
        and _is_tidy(child.text)
        and is_storable(link)
    )


# The same text is settled again each time that its page is read, compared and written.
@lru_cache(maxsize=8192)
def _settled(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    settled = _tidied(_plain_links(inline))
    if not _has_spaces_at_edges(settled):
        return settled
    for _ in range(_MOST_PASSES):
        before, settled = settled, _tidied(_Editor().read(nest(settled)))
        if settled == before:
            break
    return settled


def is_storable(link: Link) -> bool:
    r"""Return whether Wagtail's editor keeps such a link.

    >>> is_storable(Link((("href", "java\nscript:alert(1)"),), ()))
    False
    >>> is_storable(Link((("linktype", "page"), ("id", "3")), ()))
    True
    """
    match link.attributes:
        case (("href", address),):
            return is_trusted_address(address)
        case (("linktype", "page" | "document"), ("id", number)):
            return bool(_POSITIVE.fullmatch(number))
    return False


def is_trusted_address(address: str) -> bool:
    """Return whether an address is relative or of a scheme that Wagtail lets through."""
    if address.startswith(_WEB):
        return True
    scheme = _SCHEME.match(_INVISIBLE.sub("", address.lower()))
    return scheme is None or scheme[1] in _SCHEMES


def _plain_links(inline: Iterable[Inline]) -> Iterable[Inline]:
    """Yield ``inline`` without breaks in links and without links that cannot stay."""
    for node in inline:
        if not isinstance(node, Link):
            yield node
            continue
        link = Link(
            _in_order(node.attributes), tuple(map(_space_for_break, node.children))
        )
        if is_storable(link):
            yield link
        else:
            yield from node.children


def _in_order(attributes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(attributes, key=lambda pair: pair[0] == "id"))


def _space_for_break(run: Text | Break) -> Text:
    return Text(" ", run.marks) if isinstance(run, Break) else run


def _tidied(inline: Iterable[Inline]) -> tuple[Inline, ...]:
    # First merged: two spaces can also meet where two texts do.
    return map_runs(merge(inline), _collapsed)


def _collapsed(run: Text | Break) -> Text | Break:
    if isinstance(run, Break):
        return run
    return Text(_SPACES.sub(" ", run.text), run.marks)


def _has_spaces_at_edges(inline: Iterable[Inline]) -> bool:
    return any(
        _has_spaces_at_edges(node.children)
        if isinstance(node, Link)
        else isinstance(node, Text) and bool(_EDGE.match(node.text))
        for node in inline
    )


class _Lead(Enum):
    """What to do with a space before the next text."""

    STRIP = auto()
    KEEP = auto()
    FORCE = auto()


class _Editor:
    """How Wagtail's ``HtmlToContentStateHandler`` reads the spaces of one block."""

    def __init__(self) -> None:
        self._lead = _Lead.STRIP
        self._marks: list[Mark] = []
        self._read: list[Inline] = []
        # What the open link is around.
        self._in_link: list[Text | Break] | None = None

    def read(self, tokens: Iterable[Token]) -> list[Inline]:
        for token in tokens:
            match token:
                case Text(text):
                    self._add_text(text)
                case Break():
                    self._add(Break(frozenset(self._marks)))
                case Open(what):
                    self._open(what)
                case Close(what):
                    self._close(what)
        return self._read

    def _open(self, what: Mark | Link) -> None:
        if self._lead is _Lead.FORCE:
            self._add(Text(" ", frozenset(self._marks)))
            self._lead = _Lead.STRIP
        if isinstance(what, Mark):
            self._marks.append(what)
        else:
            self._in_link = []

    def _close(self, what: Mark | Link) -> None:
        if isinstance(what, Mark):
            self._marks.remove(what)
        else:
            self._read.append(Link(what.attributes, tuple(self._in_link or ())))
            self._in_link = None

    def _add_text(self, text: str) -> None:
        if text == " ":
            if self._lead is not _Lead.STRIP:
                self._lead = _Lead.FORCE
            return
        if self._lead is _Lead.STRIP:
            text = text.lstrip()
        elif self._lead is _Lead.FORCE and not text.startswith(" "):
            text = f" {text}"
        self._lead = _Lead.FORCE if text.endswith(" ") else _Lead.KEEP
        if self._lead is _Lead.FORCE:
            text = text.rstrip()
        self._add(Text(text, frozenset(self._marks)))

    def _add(self, run: Text | Break) -> None:
        if self._in_link is None:
            self._read.append(run)
        else:
            self._in_link.append(run)
