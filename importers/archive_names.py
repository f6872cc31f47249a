"""What the names in a zip say: how they are decoded, which are refused, which are litter.

Zips from everywhere are read: with the UTF-8 flag, with UTF-8 and no flag (macOS), in
the code page of a console (Windows).
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath
from zipfile import ZipInfo

from importers.file_names import ENDINGS, Parts, is_seen

# Pictures that can be shown, and those about which the import itself has a sentence.
PICTURES = (
    *(".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"),
    *(".bmp", ".emf", ".heic", ".svg", ".tif", ".tiff", ".wmf"),
)
_ARCHIVES = (
    *(".7z", ".bz2", ".cab", ".gz", ".jar", ".lzma", ".rar", ".tar"),
    *(".tgz", ".xz", ".zip", ".zst"),
)
# What systems and editors leave in folders; an import of a folder never sees them either.
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_LITTER_FILES = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r"})
_LITTER_ENDINGS = (".bak", ".swp", ".tmp", "~")

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

LONGEST_PATH = 500
LONGEST_NAME = 255
DEEPEST = 20


class NameRefusal(StrEnum):
    """Why a name cannot be accepted; the value is the code of the finding."""

    OUTSIDE = "zip-outside"
    BACKSLASH = "zip-backslash"
    CONTROL = "zip-control-character"
    TOO_LONG = "zip-long-name"
    TOO_DEEP = "zip-too-deep"
    ARCHIVE = "zip-nested"
    TYPE = "zip-wrong-type"


def decoded_name(entry: ZipInfo, console: str) -> str:
    r"""Return the name of an entry as it was meant, composed (NFC).

    ``console`` is the code page to believe in when nothing else says what it is:

    >>> entry = ZipInfo("S1 üye.md".encode().decode("cp437"))
    >>> decoded_name(entry, "cp857")
    'S1 üye.md'
    >>> decoded_name(ZipInfo("görüş.md".encode("cp857").decode("cp437")), "cp857")
    'görüş.md'
    """
    return unicodedata.normalize("NFC", _decoded(entry, console))


def _decoded(entry: ZipInfo, console: str) -> str:
    name = entry.orig_filename
    if entry.flag_bits & _UTF8_FLAG or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    told = _unicode_path(entry.extra, raw)
    if told is not None:
        return told
    for encoding in ("utf-8", console):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in the field of Info-ZIP, when it belongs to ``raw``."""
    for tag, data in _fields(extra):
        if tag == _UNICODE_PATH and len(data) > 5 and data[0] == 1:  # noqa: PLR2004
            (checksum,) = struct.unpack("<L", data[1:5])
            if checksum == zlib.crc32(raw):
                return data[5:].decode("utf-8", "replace")
    return None


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start + 4 <= len(extra):
        tag, size = struct.unpack("<HH", extra[start : start + 4])
        yield tag, extra[start + 4 : start + 4 + size]
        start += 4 + size


def is_litter(name: str) -> bool:
    """Whether a system or an editor left this entry; such are passed over in silence.

    >>> [is_litter(name) for name in ("__MACOSX/._S1.md", "a/.DS_Store", "a/S1.md")]
    [True, True, False]
    """
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    if not parts:
        return False
    folders, last = parts[:-1], parts[-1].lower()
    return (
        any(part.lower() in _LITTER_FOLDERS for part in parts)
        or not all(map(is_seen, (*folders, last)))
        or last in _LITTER_FILES
        or last.endswith(_LITTER_ENDINGS)
    )


def parts_of(name: str) -> Parts | NameRefusal:
    """Return the folders and the file that a name means, or why it is refused.

    >>> parts_of("media/a.png"), parts_of("../a.md").value, parts_of("C:/a.md").value
    (('media', 'a.png'), 'zip-outside', 'zip-outside')
    """
    if _CONTROL.search(name):
        return NameRefusal.CONTROL
    if "\\" in name:
        return NameRefusal.BACKSLASH
    parts = tuple(name.removesuffix("/").split("/"))
    if _DRIVE.match(name) or any(part in ("", ".", "..") for part in parts):
        return NameRefusal.OUTSIDE
    if len(name) > LONGEST_PATH or any(
        len(part.encode()) > LONGEST_NAME for part in parts
    ):
        return NameRefusal.TOO_LONG
    return NameRefusal.TOO_DEEP if len(parts) > DEEPEST else parts


def refused_type(name: str) -> NameRefusal | None:
    """Return why a file of this name is not taken, None when it is.

    >>> [refused_type(name) for name in ("S1.md", "a.PNG", "b.svg")]
    [None, None, None]
    >>> refused_type("c.zip").value, refused_type("d.exe").value
    ('zip-nested', 'zip-wrong-type')
    """
    ending = PurePosixPath(name.lower()).suffix
    if ending in _ARCHIVES:
        return NameRefusal.ARCHIVE
    return None if ending in (*ENDINGS, *PICTURES) else NameRefusal.TYPE
