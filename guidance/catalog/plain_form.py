"""PO files in the plain form in which we write them, read without a line-by-line lexer.

One blank line between messages, each text in one line, comments in gettext's order:
most files come back like that, and are read in a quarter of the time. ``read_plain``
takes nothing else, and what it takes it reads as ``prelex`` and polib do:
``tests/unit/catalog/test_plain_form.py`` compares them.
"""

import re
from dataclasses import dataclass

from guidance.catalog.entry import Entry
from guidance.catalog.prelex import (
    MAX_ALL_REFERENCES,
    MAX_COMMENTS,
    MAX_REFERENCE_SIZE,
    MAX_REFERENCES,
)

# Of all but its references; what is larger has limits that others look at.
_MOST = 100_000
_INSIDE = r'[^"\\\n]*+(?>(?:\\["\\][^"\\\n]*+){0,9999})'
_TEXT = rf'"({_INSIDE})"'
# Until a group is whole, Python keeps each of its rounds: a million lines of comments
# would take hundreds of megabytes, so that a plain file has less of everything.
# Without spaces at its ends, which are no part of a comment.
_COMMENT = r"\S(?:[^\n]*\S)?"
_HEAD = re.compile(
    rf'(?>(?:#(?: {_COMMENT})?\n){{0,9999}})msgid ""\nmsgstr "[^\n]*"\n(?>(?:"[^\n]*"\n){{0,9999}})\n'
)
_MESSAGE = re.compile(
    rf"((?>(?:# {_COMMENT}\n){{0,9999}}))"
    rf"((?>(?:#\. {_COMMENT}\n){{0,9999}}))"
    rf"((?>(?:#: {_COMMENT}\n){{0,9999}}))"
    r"(?:#, ([a-z-]+(?:, [a-z-]+){0,9})\n)?"
    rf"(?:#\| msgctxt {_TEXT}\n)?(?:#\| msgid {_TEXT}\n)?"
    rf'((?:#~ )?)(?:msgctxt {_TEXT}\n\7)?msgid (?!"")'
    rf"{_TEXT}\n\7msgstr {_TEXT}\n"
    r"(?:\n(?=[^\n])|\Z)"
)
# The group of the text behind "msgid".
_MSGID = 9
_ESCAPE = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class PlainFile:
    """The header of a file as it stands there, and its messages."""

    head: str
    entries: tuple[Entry, ...]


def read_plain(text: str) -> PlainFile | None:
    r"""Return what a PO file says; None unless all of it is in the plain form.

    >>> file = read_plain('msgid ""\nmsgstr ""\n\n#: guidance/q1\nmsgid "a"\nmsgstr "b"\n')
    >>> [(entry.msgid, entry.msgstr, entry.references, entry.line) for entry in file.entries]
    [('a', 'b', ('guidance/q1',), 5)]
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    entries = []
    start, line, references = head.end(), head[0].count("\n") + 1, 0
    has_escapes = "\\" in text
    while start < len(text):
        found = _MESSAGE.match(text, start)
        if found is None:
            return None
        line += text.count("\n", start, found.start(_MSGID))
        entry = _entry(found, line, has_escapes=has_escapes)
        if entry is None:
            return None
        entries.append(entry)
        references += len(entry.references)
        start = found.end()
        line += text.count("\n", found.start(_MSGID), start)
    if not entries or references > MAX_ALL_REFERENCES:
        return None
    return PlainFile(head[0], tuple(entries))


def _entry(found: re.Match[str], line: int, *, has_escapes: bool) -> Entry | None:
    """Return a message; None for one whose limits have to be looked at.

    ``line`` is that of its ``msgid``.
    """
    comment, extracted, named, flags, *texts = found.groups("")
    if has_escapes and "\\" in found[0]:
        texts = [_ESCAPE.sub(r"\1", text) for text in texts]
    previous_msgctxt, previous_msgid, mark, msgctxt, msgid, msgstr = texts
    references = named[3:].replace("\n#: ", "\n").split()
    comments = comment.count("\n") + extracted.count("\n")
    size = found.end() - found.start() - len(named)
    if (
        size > _MOST
        or comments >= MAX_COMMENTS
        or len(named) > MAX_REFERENCE_SIZE
        or len(references) > MAX_REFERENCES
        # polib has its own idea of what was said before.
        or (mark and (previous_msgctxt or previous_msgid))
    ):
        return None
    given = flags.split(", ") if flags else ()
    return Entry(
        msgctxt=msgctxt,
        msgid=msgid,
        msgstr=msgstr,
        fuzzy="fuzzy" in given,
        previous_msgctxt=previous_msgctxt,
        previous_msgid=previous_msgid,
        comment=comment[2:-1].replace("\n# ", "\n"),
        extracted=tuple(extracted[3:-1].split("\n#. ")) if extracted else (),
        references=tuple(references),
        flags=tuple([flag for flag in given if flag != "fuzzy"]) if given else (),
        obsolete=bool(mark),
        line=line,
    )
