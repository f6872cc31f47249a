"""The text of a body before it is parsed: what no parser and no database should meet."""

import re
import unicodedata

from guidance.text.normalize import (
    COMBINING_DOT,
    CONTROLS,
    INVISIBLE,
    SEPARATORS,
    is_usual,
)
from importers.markdown.notices import Notices

_LINE_ENDS = re.compile(r"\r\n?")
_UNSEEN = re.compile(f"{INVISIBLE.pattern}|{SEPARATORS.pattern}")
_DOT = "\u0307"

# What makes lists and quotes at the beginning of a line, sign by sign.
_SIGN = re.compile(r"[ \t]|>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])")
_WIDEST = 40


def clean(body: str, first_line: int, notices: Notices) -> str:
    r"""Return ``body`` with plain line ends and without control characters.

    Invisible characters and combining dots stay, because an address or code may need
    them; they are only reported here and go when text is normalized.

    >>> notices = Notices()
    >>> clean("Bir\r\niki\x00", 5, notices)
    'Bir\niki'
    >>> notices.found()[0].line
    6
    """
    if is_usual(body):
        return body
    body = _LINE_ENDS.sub("\n", body)
    _report("invisible-chars/control", CONTROLS, body, first_line, notices)
    _report("invisible-chars", _UNSEEN, body, first_line, notices)
    if _DOT in body:
        composed = unicodedata.normalize("NFC", body)
        _report("combining-dot", COMBINING_DOT, composed, first_line, notices)
    return CONTROLS.sub("", body)


def _report(
    key: str, pattern: re.Pattern[str], body: str, first_line: int, notices: Notices
) -> None:
    found = [match.start() for match in pattern.finditer(body)]
    if found:
        line = first_line + body.count("\n", 0, found[0])
        notices.add(key, line, count=len(found))


def flatten(source: str) -> str:
    """Return Markdown in which nothing is nested deeper than a parser can follow.

    Signs of lists and quotes that begin behind a certain column are left out; no text
    is. For sources that no person wrote.

    >>> flatten("> " * 500 + "Metin").count(">")
    20
    """
    return "\n".join(map(_flatten_line, source.split("\n")))


def _flatten_line(line: str) -> str:
    kept = end = 0
    while sign := _SIGN.match(line, end):
        end = sign.end()
        kept = end if end <= _WIDEST else kept
    return line[:kept] + line[end:]
