"""From a PO file to the binary file that gettext, and Django, read while running."""

import struct
from collections.abc import Iterator

from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.pofile import parse

_MAGIC = 0x950412DE
_HEADER = struct.Struct("<7I")
_LENGTH_AND_OFFSET = struct.Struct("<2I")


def compile_catalog(po: bytes) -> bytes:
    r"""Return the ``.mo`` file of a ``.po`` file, as ``msgfmt --no-hash`` writes it.

    Fuzzy, obsolete and untranslated messages stay out.

    >>> import gettext, io
    >>> po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "ş"\n'
    >>> gettext.GNUTranslations(io.BytesIO(compile_catalog(po.encode()))).gettext("a")
    'ş'

    Raises ``PoSyntaxError`` for what is no PO file. polib could write it too, but in
    quadratic time, and with plural forms left out that gettext keeps.
    """
    messages = sorted(_messages(parse(po)))
    ids = [msgid for msgid, _ in messages]
    texts = [msgstr for _, msgstr in messages]
    tables = 2 * len(messages) * _LENGTH_AND_OFFSET.size
    ids_at = _HEADER.size + tables
    texts_at = ids_at + sum(len(msgid) + 1 for msgid in ids)
    header = _HEADER.pack(
        _MAGIC,
        0,
        len(messages),
        _HEADER.size,
        _HEADER.size + tables // 2,
        # No hash table: its size and where it would be.
        0,
        ids_at,
    )
    return b"".join(
        [header, _table(ids, ids_at), _table(texts, texts_at), *_nul(ids), *_nul(texts)]
    )


def _messages(catalog: Catalog) -> Iterator[tuple[bytes, bytes]]:
    if catalog.header:
        yield b"", "".join(_header_lines(catalog)).encode()
    for entry in catalog.entries:
        if _is_compiled(entry):
            yield _msgid(entry).encode(), _msgstr(entry).encode()


def _header_lines(catalog: Catalog) -> Iterator[str]:
    for name, value in catalog.header:
        # As msgfmt does, so that new sources alone do not make a new binary.
        if name != "POT-Creation-Date":
            yield f"{name}: {value}\n"


def _is_compiled(entry: Entry) -> bool:
    # The first form decides for gettext: the others may be missing.
    forms = entry.msgstr_plural or (entry.msgstr,)
    return entry.is_translated and bool(forms[0])


def _msgid(entry: Entry) -> str:
    context = f"{entry.msgctxt}\4" if entry.msgctxt else ""
    plural = f"\0{entry.msgid_plural}" if entry.msgid_plural else ""
    return f"{context}{entry.msgid}{plural}"


def _msgstr(entry: Entry) -> str:
    return "\0".join(entry.msgstr_plural) if entry.msgstr_plural else entry.msgstr


def _table(strings: list[bytes], offset: int) -> bytes:
    """Return where each string is, when the first one is at ``offset``."""
    table = []
    for string in strings:
        table.append(_LENGTH_AND_OFFSET.pack(len(string), offset))
        offset += len(string) + 1
    return b"".join(table)


def _nul(strings: list[bytes]) -> Iterator[bytes]:
    return (string + b"\0" for string in strings)
