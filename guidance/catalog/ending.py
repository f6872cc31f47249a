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
_SIGNS = frozenset({"edge-space", "end-punctuation", "suspicious-length"})


@dataclass(frozen=True, slots=True)
class Ending:
    """The message that a file would have broken off in; ``is_short`` if others are missing."""

    entry: Entry
    is_short: bool


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
    return Ending(last, active < promised(catalog))


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
    ends like its source, and whether a known text goes on behind it.
    """
    text = end.entry.msgstr.rstrip()
    is_half = any(len(each) > len(text) and each.startswith(text) for each in known)
    has_sign = any(finding.code in _SIGNS for finding in findings)
    if not (end.is_short or is_half or has_sign):
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
