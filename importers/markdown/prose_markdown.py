"""The text of one paragraph written as Markdown, in the plainest way that reads back.

Markdown cannot be written by rule alone: ``**kalın,**lık`` is not bold, and whether a
sign is text depends on what stands around it. So there are three ways to write a text,
and whoever writes takes the first that the parser understands as it was meant.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import takewhile

from guidance.segments.inline import Break, Inline, Link, Mark, Text
from guidance.segments.nesting import Close, Open, Token, nest
from importers.markdown.document import Prose

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# What Markdown would read as syntax in the middle of a line.
_SYNTAX = re.compile(
    r"[\\`*\[\]]"
    r"|(?<!\w)_|_(?!\w)"
    r"|~(?=~)|(?<=~)~"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
)
# What begins a block when it begins a line; the sign to escape is the group.
_LINE_START = re.compile(
    r"(?:\d{1,9})?(?P<sign>[.)](?=\s|\Z)|[-+](?=[\s-]|\Z)|#|>|=|:|\+|~)"
)
_SIGNS = {Mark.BOLD: "**", Mark.ITALIC: "*", Mark.STRIKETHROUGH: "~~"}
_TICKS = re.compile(r"`+")
# An address that can stand between two brackets as it is.
_BARE_ADDRESS = re.compile(r"(?:[^\s<>()\\&]|&(?!#?\w+;))+")
_ADDRESS_SIGN = re.compile(r"[<>\\]|&(?=#?\w+;)")


class Style(IntEnum):
    """How a text is written, the plainest way first."""

    SIGNS = 0
    TAGS = 1
    ESCAPED = 2


@dataclass(frozen=True, slots=True)
class Line:
    """How text is written in a place: its way, and what stands for a line break."""

    style: Style = Style.SIGNS
    line_break: str = "\\\n"
    # Links whose Markdown is known: they are written as their author wrote them.
    links: Mapping[Link, str] = field(default_factory=dict)


def write_prose(prose: Prose, line: Line) -> str:
    r"""Return a text as Markdown.

    >>> text = (Text("a_b* "), Text("iki", frozenset({Mark.BOLD})))
    >>> write_prose(text, Line()), write_prose(text, Line(Style.ESCAPED))
    ('a_b\\* **iki**', 'a\\_b\\* <b>iki</b>')
    """
    return _Writer(line).write(prose)


def write_html(prose: Iterable[Inline]) -> str:
    """Return a text as HTML, for places in which Markdown is not read.

    >>> write_html((Text("a < b", frozenset({Mark.BOLD})),))
    '<b>a &lt; b</b>'
    """
    return "".join(map(_html_token, nest(prose)))


def write_address(address: str) -> str:
    """Return the address of a link or a picture as Markdown.

    >>> write_address("a.png"), write_address("a (1).png")
    ('a.png', '<a (1).png>')
    """
    if _BARE_ADDRESS.fullmatch(address):
        return address
    return f"<{_ADDRESS_SIGN.sub(_escaped, address)}>"


def escape_all(text: str) -> str:
    """Return text in which no sign can be read as syntax."""
    return _PUNCTUATION.sub(_escaped, text)


class _Writer:
    """Writes the tokens of one text; knows whether a line begins."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._at_start = True

    def write(self, prose: Iterable[Inline]) -> str:
        return "".join(self._pieces(iter(list(nest(prose)))))

    def _pieces(self, tokens: Iterator[Token]) -> Iterator[str]:
        for token in tokens:
            if isinstance(token, Break):
                yield self._line.line_break
                self._at_start = "\n" in self._line.line_break
                continue
            yield self._piece(token, tokens)
            self._at_start = False

    def _piece(self, token: Token, tokens: Iterator[Token]) -> str:
        match token:
            case Text(text):
                return self._text(text)
            case Open(Link() as link):
                return self._link(link, tokens)
            case Close(Link() as link):
                return f"]({write_address(dict(link.attributes).get('href', ''))})"
            case Open(Mark() as mark):
                is_code = mark is Mark.CODE and self._line.style is Style.SIGNS
                return self._code(tokens) if is_code else self._sign(mark, "")
            case Close(Mark() as mark):
                return self._sign(mark, "/")
        return ""

    def _link(self, link: Link, tokens: Iterator[Token]) -> str:
        """Return the beginning of a link, or all of it when its Markdown is known."""
        known = self._line.links.get(link)
        if known is None:
            return "["
        for _ in takewhile(lambda each: each != Close(link), tokens):
            pass
        return known

    def _sign(self, mark: Mark, slash: str) -> str:
        sign = _SIGNS.get(mark) if self._line.style is Style.SIGNS else None
        return sign or f"<{slash}{mark}>"

    def _text(self, text: str) -> str:
        if self._line.style is Style.ESCAPED:
            return escape_all(text)
        written = _SYNTAX.sub(_escaped, text)
        start = _LINE_START.match(written) if self._at_start else None
        if start is None:
            return written
        place = start.start("sign")
        return f"{written[:place]}\\{written[place:]}"

    def _code(self, tokens: Iterator[Token]) -> str:
        inside = list(takewhile(lambda token: token != Close(Mark.CODE), tokens))
        if not all(isinstance(token, Text) for token in inside):
            return f"<code>{''.join(self._pieces(iter(inside)))}</code>"
        return code_span("".join(t.text for t in inside if isinstance(t, Text)))


def code_span(text: str) -> str:
    """Return code between as many backticks as it takes.

    >>> code_span("a`b"), code_span("`")
    ('``a`b``', '`` ` ``')
    """
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    needs_space = text.startswith(("`", " ")) or text.endswith(("`", " "))
    inner = f" {text} " if needs_space and text.strip() else text
    return f"{fence}{inner}{fence}"


def _html_token(token: Token) -> str:
    match token:
        case Text(text):
            return html.escape(text, quote=False)
        case Break():
            return "<br/>"
        case Open(Link(attributes)):
            return f'<a href="{html.escape(dict(attributes).get("href", ""))}">'
        case Close(Link()):
            return "</a>"
        case Open(mark):
            return f"<{mark}>"
        case Close(mark):
            return f"</{mark}>"


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
