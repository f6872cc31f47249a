"""The look at a PO file that comes before polib: limits and syntax.

polib takes a text without its last quotation mark, drops ``#~|``, fails on ``#=`` and on
``#comment``, and needs minutes for some files of a few megabytes. What passes here is
small enough, spelled as polib understands it, and complete.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guidance.catalog.charset import decode
from guidance.catalog.syntax import PoSyntaxError
from guidance.findings import gettext_noop as _

# The catalog of 10,000 pages of 30 texts each has 135 MB and 2.2 million lines.
MAX_BYTES = 200_000_000
MAX_LINES = 4_000_000
MAX_MESSAGE = 200_000
MAX_COMMENTS = 2_000
MAX_FLAGS = 100
# polib makes an object of each: a text may stand on every page of a large site, and all
# texts together on every page many times.
MAX_REFERENCES = 20_000
MAX_ALL_REFERENCES = 1_000_000
MAX_REFERENCE_SIZE = 1_000_000

_TEXT_LINE = re.compile(
    r"(#~\||#~|#\|)?\s*"
    r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)?\s*"
    r'("[^"\\]*+(?>(?:\\.[^"\\]*+)*)")'
)
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?")
_LOOKS_LIKE_TEXT = re.compile(r'(?:#[~|]+\s*)?(?:msg(?:ctxt|id|str)|")')

# Which keyword may follow which; "" is the place between two entries.
_PLURAL = "msgstr[]"
_COMPLETE = frozenset({"", "msgstr", _PLURAL})
_MAY_FOLLOW: Mapping[str, frozenset[str]] = {
    "msgctxt": _COMPLETE,
    "msgid": _COMPLETE | {"msgctxt"},
    "msgid_plural": frozenset({"msgid"}),
    "msgstr": frozenset({"msgid"}),
    _PLURAL: frozenset({"msgid_plural", _PLURAL}),
}

_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))")
_KEPT_ESCAPES = frozenset('nrtvbf"\\')
_ESCAPED = {"\n": r"\n", "\r": r"\r", '"': r"\"", "\\": r"\\"}

_NO_HEADER = ('msgid ""', 'msgstr ""')


@dataclass(frozen=True, slots=True)
class Lexed:
    """Lines for polib, header first, and the line of each other entry's ``msgid``.

    ``is_wrapped_at_end`` says that the last line of the file goes on with a text,
    ``is_full_at_end`` that it is so long that a space would stand in the next line.
    """

    lines: tuple[str, ...]
    msgid_lines: tuple[int, ...]
    is_wrapped_at_end: bool = False
    is_full_at_end: bool = False


def prelex(data: bytes) -> Lexed:
    r"""Return the lines of a PO file, checked and in one spelling.

    >>> prelex(b'#=fuzzy\nmsgid\t"a"\nmsgstr"b"\n').lines[2:]
    ('#, fuzzy', 'msgid "a"', 'msgstr "b"')

    Raises ``PoSyntaxError`` for what is too large, in no known encoding, or no PO file.
    """
    reader = _Reader()
    # Not splitlines(): U+2028 and its like are letters of a text, as for gettext.
    for number, line in enumerate(text_of(data).split("\n"), 1):
        reader.read(number, line.strip())
    return reader.finish()


def text_of(data: bytes) -> str:
    """Return the text of a PO file, its lines ended with LF.

    Raises ``PoSyntaxError`` for what is too large, or in no known encoding.
    """
    _refuse_at_once(data)
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _refuse_at_once(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise PoSyntaxError(1, _("The file is larger than 200 MB; split it."))
    line_ends = max(data.count(b"\n"), data.count(b"\r"))
    if line_ends > MAX_LINES:
        raise PoSyntaxError(1, _("The file has more than 4 million lines; split it."))
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise PoSyntaxError(line, _("A NUL byte; save the file as UTF-8."))


class _Reader:
    """Takes a file line by line and knows where in an entry it stands."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        # The text that is being read, without quotation marks, and what is before it.
        self._text: list[str] = []
        self._prefix = ""
        self._msgid_lines: list[int] = []
        self._number = 0
        self._has_header = False
        self._all_references = 0
        # How the texts of several lines are wrapped.
        self._widest = 0
        self._has_space_first = False
        self._last_width = 0
        self._start_entry()
        self._at = ("", "")

    def _start_entry(self) -> None:
        self._size = 0
        self._comments = 0
        self._flags = 0
        self._references = 0
        self._reference_size = 0
        self._msgid_size = 0
        self._may_be_header = True

    def read(self, number: int, line: str) -> None:
        self._number = number
        if line.startswith("#~") and line[2:].lstrip()[:1] in {"", "#"}:
            # An obsolete entry's comment may have the mark as well.
            line = line[2:].lstrip()
        if not line:
            return
        if line[0] == "#" and line[1:2] not in {"~", "|"}:
            self._read_comment(line)
        else:
            self._read_text(line)

    def finish(self) -> Lexed:
        if self._keyword not in _COMPLETE:
            raise self._error(_("The file ends inside a message; is it complete?"))
        is_wrapped = len(self._text) > 1
        # gettext ends each line with its space; polib and others do not if it is full.
        is_full = self._has_space_first and self._last_width >= self._widest
        self._end_text()
        lines, numbers = self._lines, self._msgid_lines
        if self._has_header:
            numbers = numbers[1:]
        else:
            # polib takes the comments of a first message for the file's.
            lines = [*_NO_HEADER, *lines]
        return Lexed(tuple(lines), tuple(numbers), is_wrapped, is_wrapped and is_full)

    @property
    def _keyword(self) -> str:
        """The keyword whose text this is; ``""`` in the comments before an entry."""
        mark, keyword = self._at
        return "" if mark == "#|" else keyword

    def _read_comment(self, line: str) -> None:
        self._leave_entry(_("A comment inside a message; move it before the message."))
        self._end_text()
        self._at = ("", "")
        sign, text = line[1:2], line[2:].strip()
        # References grow with the pages of a site, other comments do not.
        if sign == ":":
            self._count_references(text)
        else:
            self._count_comment(line)
            if sign in {",", "="}:
                self._count_flags(text)
        if sign not in {".", ":", ",", "="}:
            space = "" if sign in {"", " ", "\t"} else " "
            self._lines.append(f"#{space}{line[1:]}")
        elif text:
            self._lines.append(f"#{sign.replace('=', ',')} {text}")

    def _read_text(self, line: str) -> None:
        match = _TEXT_LINE.fullmatch(line)
        if match is None:
            raise self._error(_complaint(line))
        mark, keyword, text = match.groups(default="")
        mark = "#|" if mark.endswith("|") else mark
        if keyword:
            self._end_text()
            self._begin_text(mark, keyword)
            self._prefix = " ".join(filter(None, (mark, keyword)))
        else:
            self._continue_text(mark)
            self._measure(text)
        self._grow(line)
        if self._keyword == "msgid":
            self._msgid_size += len(text) - 2
        self._text.append(self._unescape(text[1:-1]))

    def _end_text(self) -> None:
        # One line for each text: polib would copy it again for each of its lines.
        if self._text:
            self._lines.append(f'{self._prefix} "{"".join(self._text)}"')
            self._text.clear()

    def _begin_text(self, mark: str, keyword: str) -> None:
        if mark == "#|":
            self._leave_entry(_("“#|” inside a message; move it before the message."))
            self._at = (mark, keyword)
            return
        kind = _PLURAL if keyword.startswith("msgstr[") else keyword
        if self._keyword not in _MAY_FOLLOW[kind]:
            raise self._error(
                _("“%(keyword)s” is not expected here; is a line missing before it?"),
                keyword=keyword,
            )
        if kind in {"msgctxt", "msgid"}:
            self._enter_entry(mark, kind)
        elif mark != self._at[0]:
            raise self._error(_("“#~” before some lines of a message, not all."))
        elif self._keyword == "msgid":
            self._leave_msgid()
        self._at = (mark, kind)

    def _enter_entry(self, mark: str, kind: str) -> None:
        if self._keyword:
            if self._keyword != "msgctxt":
                self._start_entry()
            elif mark != self._at[0]:
                raise self._error(_("“#~” before some lines of a message, not all."))
        if kind == "msgctxt" or mark:
            self._may_be_header = False
        if kind == "msgid":
            self._msgid_lines.append(self._number)

    def _leave_entry(self, complaint: str) -> None:
        """Make sure that no entry is open; with a comment the next one begins."""
        if self._keyword not in _COMPLETE:
            raise self._error(complaint)
        if self._keyword:
            self._start_entry()

    def _leave_msgid(self) -> None:
        if self._msgid_size:
            return
        if len(self._msgid_lines) > 1 or not self._may_be_header:
            raise self._error(_("A message without a text; only the header has none."))
        self._has_header = True

    def _continue_text(self, mark: str) -> None:
        at_mark, keyword = self._at
        if not keyword:
            raise self._error(_("A text without a keyword such as msgstr before it."))
        if mark != at_mark:
            raise self._error(_("“#~” before some lines of a message, not all."))

    def _measure(self, text: str) -> None:
        """Learn from a line that goes on with a text where the lines end."""
        self._last_width = len(text)
        if " " in text[1:-2] and not text.endswith('\\n"'):
            # A word that is too long for any line stands alone in one.
            self._widest = max(self._widest, len(text))
            self._has_space_first |= text[1] == " "

    def _count_comment(self, line: str) -> None:
        self._grow(line)
        self._comments += 1
        if self._comments > MAX_COMMENTS:
            raise self._error(_("More than 2,000 lines of comments in one message."))

    def _count_flags(self, text: str) -> None:
        self._flags += text.count(",") + 1
        if self._flags > MAX_FLAGS:
            raise self._error(_("More than 100 flags of one message."))

    def _count_references(self, text: str) -> None:
        self._reference_size += len(text) + 1
        if self._reference_size <= MAX_REFERENCE_SIZE:
            # An empty line is one as well: somebody has to read it.
            found = max(len(text.split()), 1)
            self._references += found
            self._all_references += found
        if (
            self._references > MAX_REFERENCES
            or self._reference_size > MAX_REFERENCE_SIZE
        ):
            raise self._error(_("More than 20,000 references of one message."))
        if self._all_references > MAX_ALL_REFERENCES:
            raise self._error(
                _("More than a million references in the file; split it.")
            )

    def _grow(self, line: str) -> None:
        self._size += len(line) + 1
        if self._size > MAX_MESSAGE:
            raise self._error(_("A message of more than 200,000 characters."))

    def _unescape(self, text: str) -> str:
        """Return the text with the escapes that polib knows; it leaves others as letters."""
        return _ESCAPE.sub(self._known_escape, text) if "\\" in text else text

    def _known_escape(self, match: re.Match[str]) -> str:
        octal, hexadecimal, letter = match.groups()
        if letter is not None:
            if letter in _KEPT_ESCAPES:
                return match[0]
            character = {"a": "\a"}.get(letter, "")
        else:
            character = chr(int(octal, 8) if octal else int(hexadecimal, 16))
        if not character.isascii() or character in {"", "\0"}:
            raise self._error(_("An unknown escape: %(escape)s"), escape=match[0])
        return _ESCAPED.get(character, character)

    def _error(self, reason: str, **values: object) -> PoSyntaxError:
        return PoSyntaxError(self._number, reason, values)


def _complaint(line: str) -> str:
    if _CONFLICT.fullmatch(line):
        return _("A conflict that git left; decide which of the two sides stays.")
    if _LOOKS_LIKE_TEXT.match(line):
        return _("A text that does not end with a quotation mark, or has one inside.")
    return _("No line of a PO file; is it another kind of file?")
