"""From the bytes of a PO file to its text.

polib believes the first ``charset=`` anywhere, even in a message, and every codec that
Python knows: ``utf-7`` turns ``+ADw-script`` into a tag. Only the header counts here,
and only codecs that a translator's editor writes.
"""

import codecs
import re

from guidance.catalog.syntax import PoSyntaxError
from guidance.findings import gettext_noop as _

# By the names that codecs.lookup() gives. They all contain ASCII as it is.
_ENCODINGS = frozenset(
    {"utf-8", "big5", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "koi8-r"}
    | {"koi8-u", "shift_jis", "tis-620"}
    | {f"iso8859-{number}" for number in range(1, 17)}
    | {f"cp125{number}" for number in range(9)}
)
# What a template says before somebody filled it in, and what every UTF-8 reader reads.
_MEANS_UTF8 = frozenset({"charset", "ascii", "us-ascii"})

# A header is never longer, nor are the comments before it.
_HEAD = 100_000
_MSGID = re.compile(rb'^[ \t]*msgid[ \t]*"', re.MULTILINE)
_CHARSET = re.compile(
    rb'(?:"|\\n)Content-Type:[^"\n]*?charset=([^\s\\";]+)', re.IGNORECASE
)


def decode(data: bytes) -> str:
    r"""Return the text of a PO file; without a charset in the header it is UTF-8.

    >>> decode(b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=ISO-8859-9\\n"\n\xfe')[-1]
    'ş'

    Raises ``PoSyntaxError`` for other encodings, and for bytes that are not in the
    encoding that they claim: half a text in wrong letters is worse than none.
    """
    content = data.removeprefix(codecs.BOM_UTF8)
    encoding, line = ("utf-8", 1) if content != data else _declared(data)
    if encoding != "utf-8" and _is_utf8(content):
        raise PoSyntaxError(
            line,
            _(
                "The header says charset=%(charset)s, but the file is UTF-8; write "
                "charset=UTF-8 there."
            ),
            {"charset": encoding},
        )
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise PoSyntaxError(
            _line_at(content, error.start),
            _("A letter that is not %(charset)s; save the file as UTF-8."),
            {"charset": encoding.upper()},
        ) from error


def _declared(data: bytes) -> tuple[str, int]:
    """Return the codec that the header names, and the line where it does."""
    head = data[:_HEAD].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    starts = [match.start() for match in _MSGID.finditer(head)]
    # Up to the second message; what the messages say about charsets does not matter.
    end = starts[1] if len(starts) > 1 else len(head)
    found = _CHARSET.search(head, 0, end)
    if found is None:
        return "utf-8", 1
    name = found[1].decode("ascii", "replace")
    line = _line_at(head, found.start(1))
    if name.lower() in _MEANS_UTF8:
        return "utf-8", line
    return _codec(name, line), line


def _codec(name: str, line: int) -> str:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if codec not in _ENCODINGS:
        raise PoSyntaxError(
            line,
            _("The header names the charset %(charset)s; save the file as UTF-8."),
            {"charset": name},
        )
    return codec


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_at(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
