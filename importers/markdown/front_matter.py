"""Where a document's front matter begins and ends, and what it says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from guidance.findings import Finding, Severity, gettext_noop
from importers.markdown.yaml_entries import Entry, FrontMatterError, read_entries

MAX_LENGTH = 16 * 1024

# Spaces behind a fence mean nothing, and so do empty lines above the first one.
_OPENING = re.compile(r"\A(?:[^\S\n]*\n)*---[^\S\n]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[^\S\n]*$", re.MULTILINE)

_OTHER_FORMATS = (
    ("TOML", re.compile(r"\A\s*\+\+\+[^\S\n]*\n")),
    ("JSON", re.compile(r"\A\s*\{\s*\"")),
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The entries of a document, and the body that follows them, exactly as written.

    Lines are those of the file: of the opening fence, and of the body's first line.
    """

    entries: Mapping[str, Entry]
    line: int
    body: str
    body_line: int


def parse_front_matter(text: str) -> FrontMatter | None:
    r"""Return the front matter of a decoded file, or None when it has none.

    >>> front = parse_front_matter("---\nquestion_id: 010\n---\nGövde\n")
    >>> front.entries
    {'question_id': Entry(text='010', kind='typed', line=2, comment='')}
    >>> front.body, front.body_line
    ('Gövde\n', 4)

    Raises FrontMatterError when the closing fence is missing, when there is too much
    between the fences, and for what ``read_entries`` refuses.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return None
    fence = text.index("---")
    line = _line_of(text, fence)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise FrontMatterError(_unclosed(line))
    length = closing.start() - opening.end()
    if length > MAX_LENGTH:
        raise FrontMatterError(_too_long(line, length))
    # Without the body: python-frontmatter would strip the indent of its first line.
    metadata, _ = frontmatter.parse(
        text[fence : closing.end()], handler=_StringHandler(first_line=line + 1)
    )
    return FrontMatter(
        cast("dict[str, Entry]", metadata),
        line,
        body=text[closing.end() + 1 :],
        body_line=_line_of(text, closing.end()) + 1,
    )


def other_format(text: str) -> str | None:
    r"""Return the name of a format of front matter that is not read, if there is one.

    >>> other_format('+++\ntitle = "A"\n+++\n'), other_format("{{ sayfa.baslik }}")
    ('TOML', None)
    """
    return next((name for name, start in _OTHER_FORMATS if start.match(text)), None)


class _StringHandler(YAMLHandler):
    """python-frontmatter's YAML, where every value is a string with its place."""

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self._first_line = first_line

    def split(self, text: str) -> tuple[str, str]:
        """Return what stands between the first and the last line, the two fences."""
        return text[text.index("\n") + 1 : text.rindex("\n")], ""

    def load(self, fm: str, **_: object) -> dict[str, Entry]:
        """Return the entries, never by way of YAML's fast loader."""
        return read_entries(fm, self._first_line)


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _unclosed(line: int) -> Finding:
    message = gettext_noop(
        "The front matter is not closed: write a line of three dashes (---) under its "
        "last key."
    )
    return Finding("unclosed-front-matter", Severity.ERROR, message, line)


def _too_long(line: int, length: int) -> Finding:
    message = gettext_noop(
        "The front matter has %(length)d characters, and at most %(limit)d are read: "
        "is the line of three dashes (---) under its last key missing?"
    )
    values = {"length": length, "limit": MAX_LENGTH}
    return Finding("front-matter-too-long", Severity.ERROR, message, line, values)
