"""The text of a file that is changed and written again, with all that is not text.

Encoding, byte order mark, line ends and control characters stay as they are in every
line that nobody changes.
"""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from importers.markdown.decode import ENCODINGS, decode

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class FileText:
    """A file: ``text`` is what ``decode`` says, the rest is how it was written."""

    text: str
    encoding: str
    mark: bytes
    # Each line as it was written, and its end; as many as ``text`` has.
    lines: tuple[tuple[str, str], ...]

    def with_text(self, text: str) -> bytes:
        r"""Return the file with another text; equal lines stay byte for byte.

        >>> file = read_file(b"\xef\xbb\xbfbir\r\niki")
        >>> file.with_text("bir\nüç")
        b'\xef\xbb\xbfbir\r\n\xc3\xbc\xc3\xa7'

        A letter that the encoding of the file does not have makes it a UTF-8 file.
        """
        written = "".join(self._merged(text.split("\n")))
        try:
            return self.mark + written.encode(self.encoding)
        except UnicodeEncodeError:
            return written.encode()

    def _merged(self, lines: list[str]) -> list[str]:
        ends = Counter(end for _, end in self.lines if end)
        usual = ends.most_common(1)[0][0] if ends else "\n"
        merged: list[tuple[str, str]] = []
        matcher = SequenceMatcher(None, self.text.split("\n"), lines, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                merged += self.lines[i1:i2]
            else:
                merged += [(line, usual) for line in lines[j1:j2]]
        *most, last = merged
        return [*(line + (end or usual) for line, end in most), last[0]]


def read_file(data: bytes) -> FileText | None:
    """Return the text of a file; None when an import could not read it either."""
    for encoding in ("utf-8", *ENCODINGS):
        text = decode(data, encoding).text
        if text is not None:
            return _read(data, text, encoding)
    return None


def _read(data: bytes, text: str, encoding: str) -> FileText:
    mark = b""
    if encoding == "utf-16":
        mark, data = data[:2], data[2:]
        encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    elif encoding == "utf-8":
        bare = data
        while bare.startswith(codecs.BOM_UTF8):
            bare = bare[len(codecs.BOM_UTF8) :]
        mark, data = data[: len(data) - len(bare)], bare
    found = _LINE.findall(data.decode(encoding).lstrip(_MARK))
    # The pattern also finds the empty end behind the last line.
    lines = found[:-1] if len(found) > 1 and found[-2][1] == "" else found
    return FileText(text, encoding, mark, tuple(lines))
