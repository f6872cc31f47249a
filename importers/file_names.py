"""What the names of files say: which are documents, how they sort and how they show."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# The names of entries from a root down, as the disk has them.
Parts = tuple[str, ...]

ENDINGS = (".md", ".markdown", ".txt")
_IGNORED = (".", "~$")

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
# As Python reads bytes of a file name that are no UTF-8 (PEP 383).
_LOST_BYTES = range(0xDC80, 0xDD00)
_NUMBER = re.compile(r"([0-9]+)")


def is_seen(name: str) -> bool:
    """Whether an import looks at this entry: neither hidden nor an editor's lock file."""
    return not name.startswith(_IGNORED)


def is_document(name: str) -> bool:
    """Whether a file of this name in a folder is a document.

    >>> [is_document(name) for name in ("S1C2.MD", "S1C2.md.bak", "md")]
    [True, False, False]
    """
    return name.lower().endswith(ENDINGS)


def shown_path(parts: Iterable[str]) -> str:
    r"""Return a path as reports show it: composed, without anything invisible.

    Bytes that are no UTF-8 and characters that steer a terminal are written out, so
    that a file name cannot break a report or pretend to be another one.

    >>> shown_path(["c\N{COMBINING CEDILLA}", "a\x1b[2J.md"])
    'ç/a\\x1b[2J.md'
    """
    path = unicodedata.normalize("NFC", "/".join(parts))
    if path.isprintable():
        return path
    return _STEERING.sub(lambda found: _written_out(found[0]), path)


def _written_out(character: str) -> str:
    code = ord(character)
    if code in _LOST_BYTES:
        return f"\\x{code - _LOST_BYTES.start + 0x80:02x}"
    return character.encode("unicode_escape").decode()


def natural_key(path: str) -> tuple[tuple[tuple[tuple[int, str], ...], ...], str]:
    """Return a sort key that puts ``S2`` before ``S10``, the same on every system.

    >>> sorted(["S10C1.md", "s2c1.md", "a/S1.md", "S2C10.md"], key=natural_key)
    ['a/S1.md', 's2c1.md', 'S2C10.md', 'S10C1.md']
    """
    return tuple(_natural(part) for part in path.split("/")), path


@lru_cache(maxsize=1024)  # many documents have the same name, or the same folder
def _natural(part: str) -> tuple[tuple[int, str], ...]:
    # Numbers compare by length, then digit by digit: int() refuses very long ones.
    pieces = _NUMBER.split(part.casefold())
    return tuple(
        (len(piece.lstrip("0")), piece.lstrip("0")) if place % 2 else (0, piece)
        for place, piece in enumerate(pieces)
    )
