"""From the bytes of a file to its text: UTF-8, one kind of line end, nothing unseen."""

import codecs
import re
from dataclasses import dataclass

from guidance.findings import Finding, Severity, gettext_noop
from guidance.text.normalize import CONTROLS, is_usual

MAX_BYTES = 1024 * 1024

# What a file may be in when it is not UTF-8, and somebody says so.
ENCODINGS = ("cp1254", "utf-16")

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BYTE_ORDER_MARK = "\ufeff"

# In UTF-16 every other byte of plain text is NUL; no real UTF-8 text comes near. A
# program has as many, but read as UTF-16 it is no text.
_NUL_SHARE = 4
_TEXT_SHARE = 9, 10

_NO_TEXT = gettext_noop("This is no text file. Give Markdown files only.")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, or None when an error among the findings says why not."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, encoding: str = "utf-8") -> Decoded:
    r"""Return the text of a file with ``\n`` line ends, no BOM and no control characters.

    UTF-8 is always tried first, so that ``encoding`` (one of ``ENCODINGS``) speaks only
    for the files of a folder that are something else: a Turkish text in cp1254 is never
    valid UTF-8, while the other way round everything is valid and wrong.

    >>> decode(b"\xef\xbb\xbfbir\r\niki").text
    'bir\niki'
    >>> decode(b"ba\xfekan").findings[0].code
    'bad-encoding'
    >>> decode(b"ba\xfekan", "cp1254").text
    'başkan'

    Never raises for any data; bytes that are not text become a ``bad-encoding`` error.
    """
    if len(data) > MAX_BYTES:
        return Decoded(None, (_too_large(data),))
    if _is_utf16(data):
        return _decode_utf16(data, encoding)
    if _has_many_nuls(data):
        return Decoded(None, (Finding("bad-encoding", Severity.ERROR, _NO_TEXT),))
    try:
        return _cleaned(data.decode())
    except UnicodeDecodeError as error:
        return _decode_single_bytes(data, encoding, error)


def _decode_utf16(data: bytes, encoding: str) -> Decoded:
    # Without its mark nobody can tell which byte of a pair comes first.
    if encoding == "utf-16" and data.startswith(_UTF16_MARKS):
        try:
            return _cleaned(data.decode("utf-16"))
        except UnicodeDecodeError as error:
            return Decoded(None, (_undecodable(data, error.start),))
    message = gettext_noop(
        "The file is in UTF-16: save it as UTF-8, or import it with --encoding utf-16."
    )
    return Decoded(None, (Finding("bad-encoding", Severity.ERROR, message),))


def _decode_single_bytes(
    data: bytes, encoding: str, error: UnicodeDecodeError
) -> Decoded:
    try:
        turkish = data.decode("cp1254")
    except UnicodeDecodeError:
        return Decoded(None, (_undecodable(data, error.start),))
    if encoding == "cp1254":
        return _cleaned(turkish)
    if _was_utf8(data, error):
        return Decoded(None, (_undecodable(data, error.start),))
    return Decoded(None, (_turkish(data, error.start),))


def _was_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    # A file that was cut short ends in half a letter. One that was damaged elsewhere
    # still has letters that are right; a cp1254 file has none.
    cut_short = error.reason == "unexpected end of data"
    return cut_short or not data.decode(errors="ignore").isascii()


def _is_utf16(data: bytes) -> bool:
    if data.startswith(_UTF16_MARKS):
        return True
    return _has_many_nuls(data) and any(
        _is_mostly_text(data.decode(encoding, "replace"))
        for encoding in ("utf-16-le", "utf-16-be")
    )


def _has_many_nuls(data: bytes) -> bool:
    return 0 in data and data.count(0) * _NUL_SHARE > len(data)


def _is_mostly_text(text: str) -> bool:
    shown = sum(letter.isprintable() or letter.isspace() for letter in text)
    return shown * _TEXT_SHARE[1] >= len(text) * _TEXT_SHARE[0]


def _cleaned(text: str) -> Decoded:
    text = text.lstrip(_BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    # Before the controls go: some mangled letters consist of one.
    mangled = _mangled_letters(text)
    if is_usual(text):
        return Decoded(text, mangled)
    controls = _control_characters(text)
    return Decoded(CONTROLS.sub("", text), (*mangled, *controls))


def _too_large(data: bytes) -> Finding:
    message = gettext_noop(
        "The file has %(size)d bytes, and at most %(limit)d are read: split it, or "
        "store its pictures as files of their own."
    )
    values = {"size": len(data), "limit": MAX_BYTES}
    return Finding("file-too-large", Severity.ERROR, message, values=values)


def _undecodable(data: bytes, offset: int) -> Finding:
    message = gettext_noop(
        "The file is not UTF-8: the byte %(byte)s at offset %(offset)d does not belong "
        "there. Save the file as UTF-8."
    )
    return _bad_byte(message, data, offset)


def _turkish(data: bytes, offset: int) -> Finding:
    message = gettext_noop(
        "The file is not UTF-8: the byte %(byte)s at offset %(offset)d does not belong "
        "there. It looks like windows-1254: save it as UTF-8, or import it with "
        "--encoding cp1254."
    )
    return _bad_byte(message, data, offset)


def _bad_byte(message: str, data: bytes, offset: int) -> Finding:
    line = data.count(b"\n", 0, offset) + 1
    values = {"byte": f"{data[offset]:#04x}", "offset": offset}
    return Finding("bad-encoding", Severity.ERROR, message, line, values)


def _control_characters(text: str) -> tuple[Finding, ...]:
    first = CONTROLS.search(text)
    if first is None:
        return ()
    message = gettext_noop(
        "Control characters, which nobody can see, were left out; the first of them is "
        "%(character)s."
    )
    values = {"character": f"U+{ord(first[0]):04X}"}
    line = _line_of(text, first.start())
    return (Finding("invisible-chars", Severity.WARNING, message, line, values),)


def _mangled_letters(text: str) -> tuple[Finding, ...]:
    if not any(start in text for start in _MANGLED_STARTS):
        return ()
    first = _MANGLED.search(text)
    if first is None:
        return ()
    message = gettext_noop(
        "Letters of this file were mangled when it was saved, for example "
        "“%(example)s”: take an older copy, or write them again."
    )
    line = _line_of(text, first.start())
    values = {"example": first[0]}
    return (Finding("mojibake", Severity.WARNING, message, line, values),)


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _misread(letters: str) -> set[str]:
    """Return what the letters become when their UTF-8 is read as a Western encoding."""
    return {
        letter.encode().decode(encoding)
        for letter in letters
        for encoding in ("cp1252", "latin-1")
    }


# U+FFFD is what a program writes in place of a letter that it could not read.
_MANGLED_LETTERS = sorted({"\ufffd"} | _misread("çğıöşüÇĞİÖŞÜâîûÂÎÛ’‘“–…"))
_MANGLED = re.compile("|".join(map(re.escape, _MANGLED_LETTERS)))
# Few letters, which are found much faster than a pattern.
_MANGLED_STARTS = {letters[0] for letters in _MANGLED_LETTERS}
