r"""Texts with nothing but plain links and bold words, read without a parser of Markdown.

Most texts that pandoc writes are no more than that, and markdown-it takes ten times as
long. A text with any other sign is not for this module.
"""

import re

from importers.markdown.syntax import Span

# No sign that could begin anything but text.
_PLAIN = r"[^\n\\`*_~\[\]!<>&^]+"
# An address without entities, escapes, spaces and brackets is what it looks like.
_ADDRESS = r"[A-Za-z0-9:/?#@!$*+,;=%._~'-]+"
_PIECE = re.compile(
    rf"(?P<plain>{_PLAIN})"
    rf"|\[(?P<u><u>)?(?P<label>{_PLAIN})(?(u)</u>)\]\((?P<address>{_ADDRESS})\)"
    # A letter or a digit beside the stars, and a space or the end of a clause on their
    # other side: such stars open only, or close only.
    rf"|(?:^|(?<=[ (]))\*\*(?=[^\W_])(?P<strong>{_PLAIN})"
    r"(?:(?<=[^\W_])\*\*(?=[ .,;:)]|$)|(?<=[.,;:)])\*\*(?= |$))"
)
_U, _END_U = Span("html", "<u>"), Span("html", "</u>")
_END_A = Span("close", "a")
_STRONG, _END_STRONG = Span("open", "strong"), Span("close", "strong")


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
