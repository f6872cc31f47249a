"""The one spelling in which text is stored: NFC, without invisible characters.

For text that somebody reads. Never for addresses (a decomposed ``u`` with its dots in
a URL names another file) and never for code.
"""

import re
import unicodedata

# Word and web editors leave these behind. Two texts that look the same would be two
# messages with two translations, and a search would find only one of them.
_INVISIBLE = (
    "\u00ad"  # soft hyphen
    "\u200b"  # zero width space
    "\ufeff"  # byte order mark, or zero width no-break space
)
# U+200C and U+200D stay: Persian spelling and joined emoji need them. So do the marks
# and isolates of writing direction, which belong to Arabic text.
LINE_SEPARATORS = "\v\f\x85\u2028\u2029"

# XML, PostgreSQL and PO files cannot hold all of these; nobody can see any of them.
# Lone surrogates cannot even be written as UTF-8.
CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
INVISIBLE = re.compile(f"[{_INVISIBLE}]")
SEPARATORS = re.compile(f"[{LINE_SEPARATORS}]")
# "İ".lower() is i + U+0307 in most programming languages, a letter that Unicode has no
# composed form for. Both mean a plain i.
_DOT = "\u0307"
COMBINING_DOT = re.compile(f"[iı]{_DOT}+")

_LINE_ENDS = re.compile(r"\r\n?")
# Any of what is not stored as it is; a text without has only to be composed.
_UNUSUAL = re.compile(
    f"[\r{_DOT}{LINE_SEPARATORS}{_INVISIBLE}{CONTROLS.pattern[1:-1]}]"
)
# All but single spaces, of which a text is full.
_BREAKING_SPACE = re.compile(r"[ \t\n]{2,}|[\t\n]")
_ANY_SPACE = re.compile(r"\s{2,}|[^\S ]")


def normalize(text: str) -> str:
    r"""Return the stored spelling of ``text``; spaces and line ends keep their places.

    >>> normalize("Gu\u0308c\u0327lu\u0308 iş\u200b birliği, i\u0307yi\u2028örnek")
    'Güçlü iş birliği, iyi örnek'

    ``normalize(normalize(text)) == normalize(text)`` for every text.
    """
    is_bare = text.isprintable() or _UNUSUAL.search(text) is None
    if is_bare and is_composed(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = SEPARATORS.sub(" ", text)
    text = INVISIBLE.sub("", CONTROLS.sub("", text))
    # Once before, so that equal texts have equal dots, and once after, because a mark
    # that stood behind the dot may now meet its letter.
    text = COMBINING_DOT.sub("i", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def is_usual(text: str) -> bool:
    r"""Tell whether a text has certainly no character that is stored in another way.

    Only composed letters are not looked for. ``\n`` ends its lines.

    >>> is_usual("Bir\niki"), is_usual("Bir\r\niki"), is_usual("i\u0307yi")
    (True, False, False)
    """
    # To Python no such character is printable, but for the dot.
    return _DOT not in text and text.replace("\n", "").isprintable()


def is_composed(text: str) -> bool:
    """Tell whether ``normalize`` leaves a text as it is that is printable as a whole."""
    return _DOT not in text and unicodedata.is_normalized("NFC", text)


def collapse(text: str) -> str:
    r"""Return ``text`` with each run of spaces, tabs and line ends as one space.

    No-break spaces stay, and so does a space at either end.

    >>> collapse("Bu madde\n  ikinci\tsatıra ")
    'Bu madde ikinci satıra '
    """
    return _BREAKING_SPACE.sub(" ", text)


def one_line(text: str) -> str:
    r"""Return ``text`` as a title or a key: normalized, one line, plain single spaces.

    >>> one_line("Güçlü\u00a0iş\n  birliği ")
    'Güçlü iş birliği'
    """
    text = normalize(text)
    # To Python no space is printable but the usual one.
    is_plain = "  " not in text and text.isprintable()
    return (text if is_plain else _ANY_SPACE.sub(" ", text)).strip()
