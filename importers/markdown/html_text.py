"""HTML as authors write it, split into tags, comments and text.

Nothing here knows what a tag means. It need not be as forgiving as a browser: what is
not read as a tag stays text, and text is escaped when it is written.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)"
    r"(?P<attributes>(?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*))>"
)
_COMMENT = re.compile(r"<!--(?P<text>-?>|.*?(?P<end>--!?>|\Z))", re.DOTALL)
# <!DOCTYPE …>, <?php … ?>: to a browser, comments up to the next >.
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]+)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?"
)
# Only with its semicolon, as in Markdown: "?a=1&copy=2" is an address.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
# What stands between these tags is never shown, and never HTML.
_HIDDEN = frozenset({"script", "style", "template", "iframe", "noembed", "noframes"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, or an end tag without attributes; names are in lower case."""

    name: str
    source: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; ``closed`` is False when it goes on to the end."""

    text: str
    closed: bool


Piece = Tag | Comment | str


def unescape(text: str) -> str:
    """Return ``text`` with its entities decoded, unknown ones as they are.

    >>> unescape("A &amp; B &bilinmeyen; ?a=1&copy=2")
    'A & B &bilinmeyen; ?a=1&copy=2'
    """
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def attributes_of(source: str) -> dict[str, str]:
    """Return the attributes in the text of a tag; the first of one name counts.

    >>> attributes_of('src="a.png" width=3 hidden')
    {'src': 'a.png', 'width': '3', 'hidden': ''}
    """
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = match["value"] or ""
        if value[:1] in ('"', "'"):
            value = value[1:-1]
        found.setdefault(match["name"].lower(), unescape(value))
    return found


def split_html(source: str) -> Iterator[tuple[Piece, int]]:
    """Yield the tags, comments and texts of ``source``, each with its first line from 0.

    Texts are decoded. The content of scripts and the like is left out.

    >>> [piece for piece, _ in split_html("a &lt; <!-- b -->c<script>d</script>")][0::2]
    ['a < ', 'c', Tag(name='script', source='</script>', attributes={}, closing=True)]
    """
    place = line = 0
    while place < len(source):
        start = place
        piece, place = _next_piece(source, place)
        if piece is not None:
            yield piece, line
        line += source.count("\n", start, place)


def _next_piece(source: str, place: int) -> tuple[Piece | None, int]:
    """Return the piece at ``place``, None for a declaration, and where it ends."""
    if comment := _COMMENT.match(source, place):
        end = comment["end"]
        text = "" if end is None else comment["text"].removesuffix(end)
        return Comment(text, closed=end != ""), comment.end()
    if declaration := _DECLARATION.match(source, place):
        return None, declaration.end()
    if tag := _TAG.match(source, place):
        return _read_tag(tag), _end_of(tag, source)
    following = source.find("<", place + 1)
    text_end = len(source) if following < 0 else following
    return unescape(source[place:text_end]), text_end


def _read_tag(match: re.Match[str]) -> Tag:
    name = match["name"].lower()
    if match["close"]:
        return Tag(name, match[0], closing=True)
    return Tag(name, match[0], attributes_of(match["attributes"]))


def _end_of(tag: re.Match[str], source: str) -> int:
    """Return where the tag ends; for one that hides its content, where that ends."""
    name = tag["name"].lower()
    if tag["close"] or name not in _HIDDEN:
        return tag.end()
    end = re.compile(rf"</{name}\b", re.IGNORECASE).search(source, tag.end())
    return end.start() if end else len(source)
