"""Whether the last message of a file is whole.

A file that breaks off looks like one that ends: after each line of a wrapped text it is
a correct PO file, with half of a translation as its last one. An export therefore says
how many messages it has.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.header import MESSAGES
from guidance.findings import Finding, Severity
from guidance.findings import gettext_noop as _

_NUMBER = re.compile(r"[0-9]{1,9}")
CUT_OFF = "cut-off"

# What a text has that ends where its lines happen to be wrapped.
_BREAKS = tuple("-\u2010\u2013\u2014/|\u00ad\u200b")
_SIGNS = frozenset({"edge-space", "end-punctuation", "suspicious-length"})


@dataclass(frozen=True, slots=True)
class Ending:
    """The message that a file would have broken off in.

    ``is_short`` says that others are missing, ``is_full`` that its last line has no room
    for the space before another word.
    """

    entry: Entry
    is_short: bool
    is_full: bool = False


def ending(catalog: Catalog) -> Ending | None:
    """Return where a file may have broken off; None when its last text is surely whole.

    That is a text in one line, and what the file itself calls obsolete.

    >>> entry = Entry(msgid="Bir.", msgstr="One")
    >>> ending(Catalog(((MESSAGES, "2"),), "", (entry,), is_wrapped_at_end=True)).is_short
    True
    >>> ending(Catalog(((MESSAGES, "2"),), "", (entry,)))
    """
    if not catalog.is_wrapped_at_end or not catalog.entries:
        return None
    last = catalog.entries[-1]
    if last.obsolete:
        return None
    active = sum(not entry.obsolete for entry in catalog.entries)
    return Ending(last, active < promised(catalog), catalog.is_full_at_end)


def promised(catalog: Catalog) -> int:
    """Return how many messages a file says that it has; 0 when it does not say."""
    number = catalog.field(MESSAGES)
    return int(number) if _NUMBER.fullmatch(number) else 0


def cut_off(
    end: Ending, known: Iterable[str], findings: Collection[Finding]
) -> Finding | None:
    """Return what to say of the text at the end of a file when it may be a half one.

    ``known`` are the texts that its translation has and had, ``findings`` what else is
    to be said of it. Without a message missing only the text itself can tell: whether it
    ends like its source, or as a line does that goes on, and whether a known text goes on
    behind it.
    """
    text = end.entry.msgstr.rstrip()
    is_half = any(len(each) > len(text) and each.startswith(text) for each in known)
    has_sign = any(finding.code in _SIGNS for finding in findings)
    if not (end.is_short or is_half or has_sign or _ends_with_line(end)):
        return None
    return Finding(
        CUT_OFF,
        Severity.ERROR,
        _(
            "The file ends inside this message, or seems to; upload it whole, or write "
            "the text in one line."
        ),
        end.entry.line,
    )


def _ends_with_line(end: Ending) -> bool:
    """Whether a text ends where a line of it may be wrapped, and its source does not."""
    msgid, text = end.entry.msgid, end.entry.msgstr
    if text.endswith(_BREAKS) and not msgid.endswith(_BREAKS):
        return True
    has_same_end = text[-1:] == msgid[-1:] and not text[-1:].isalnum()
    return end.is_full and not has_same_end
