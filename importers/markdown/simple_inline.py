r"""Texts with nothing but plain links and bold words, read without a parser of Markdown.

Most texts that pandoc writes are no more than that, and markdown-it takes ten times as
long. A text with any other sign is not for this module.
"""

import re

from guidance.segments.inline import Inline, Mark, Text, web_link
from guidance.segments.settle import is_settled
from guidance.text.normalize import is_composed
from importers.markdown.address import AddressKind, kind_of
from importers.markdown.document import Prose
from importers.markdown.syntax import Span

# No sign that could begin anything but text.
PLAIN_SIGN = r"[^\n\\`*_~\[\]!<>&^]"
_PLAIN = rf"{PLAIN_SIGN}+"
# An address without entities, escapes, spaces and brackets is what it looks like.
_ADDRESS = r"[A-Za-z0-9:/?#@!$*+,;=%._~'-]+"
_BEFORE_STRONG = r"(?:^|(?<=[ (]))\*\*(?=[^\W_])"
# A letter or a digit beside the stars, and a space or the end of a clause on their other
# side: such stars open only, or close only.
_AFTER_STRONG = r"(?:(?<=[^\W_])\*\*(?=[ .,;:)]|$)|(?<=[.,;:)])\*\*(?= |$))"
_PIECE = re.compile(
    rf"(?P<plain>{_PLAIN})"
    rf"|\[(?P<u><u>)?(?P<label>{_PLAIN})(?(u)</u>)\]\((?P<address>{_ADDRESS})\)"
    rf"|{_BEFORE_STRONG}(?P<strong>{_PLAIN}){_AFTER_STRONG}",
    re.MULTILINE,
)
SIMPLE = (
    rf"(?>(?:{_PLAIN}"
    rf"|\[(?:<u>{_PLAIN}</u>|{_PLAIN})\]\({_ADDRESS}\)(?!\{{)"
    rf"|(?m:{_BEFORE_STRONG}{_PLAIN}{_AFTER_STRONG}))+)"
)
"""The pattern of such a text; attributes of pandoc behind a link are none of it."""

_U, _END_U = Span("html", "<u>"), Span("html", "</u>")
_END_A = Span("close", "a")
_STRONG, _END_STRONG = Span("open", "strong"), Span("close", "strong")
_BOLD = frozenset({Mark.BOLD})


def read_simple(text: str) -> tuple[Span, ...] | None:
    """Return the spans of a text, None when it is not as simple as that.

    >>> [span.content for span in read_simple("Bkz. [<u>rehber</u>](https://ornek.example).")]
    ['Bkz. ', 'a', '<u>', 'rehber', '</u>', 'a', '.']
    >>> read_simple("*eğik*") is None
    True
    """
    spans: list[Span] = []
    place = 0
    while place < len(text):
        piece = _PIECE.match(text, place)
        if piece is None:
            return None
        plain, u, label, address, strong = piece.groups()
        if plain is not None:
            spans.append(Span("text", plain))
        elif strong is not None:
            spans += (_STRONG, Span("text", strong), _END_STRONG)
        else:
            inside = Span("text", label)
            spans.append(Span("open", "a", {"href": address}))
            spans += (_U, inside, _END_U, _END_A) if u else (inside, _END_A)
        place = piece.end()
    return tuple(spans)


def read_simple_prose(text: str) -> Prose | None:
    """Return what a ``SIMPLE`` text says, None when that is not stored as it is written.

    >>> read_simple_prose("**Önemli:** hemen")
    ... # doctest: +NORMALIZE_WHITESPACE
    (Text(text='Önemli:', marks=frozenset({<Mark.BOLD: 'b'>})),
     Text(text=' hemen', marks=frozenset()))
    >>> read_simple_prose("iki  boşluk") is None
    True
    """
    prose = _inline(text) if "[" in text or "*" in text else (Text(text),)
    # What is settled is printable, and nothing else of the text is more than ASCII.
    return prose if prose and is_settled(prose) and is_composed(text) else None


def _inline(text: str) -> Prose:
    """Return the inline content of a text; nothing when one of its links is not safe."""
    inline: list[Inline] = []
    for piece in _PIECE.finditer(text):
        plain, _, label, address, strong = piece.groups()
        if plain is not None:
            inline.append(Text(plain))
        elif strong is not None:
            inline.append(Text(strong, _BOLD))
        elif kind_of(address) is AddressKind.UNSAFE:
            return ()
        else:
            inline.append(web_link(address, Text(label)))
    return tuple(inline)
