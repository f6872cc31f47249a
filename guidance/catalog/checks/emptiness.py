"""``<empty/>``, which leaves a text out, and translations of nothing but spaces."""

from collections.abc import Iterator

from guidance.catalog.checks.report import error
from guidance.catalog.context import CHOICE, HEADING, LINK, QUESTION
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.segments.segment import EMPTY

# What a page or the questionnaire cannot do without.
_NEEDED = frozenset({HEADING, CHOICE, QUESTION, LINK})


def check(entry: Entry, _language: str) -> Iterator[Finding]:
    text = entry.msgstr.strip()
    if not text:
        yield error(
            entry,
            "blank",
            _(
                "Nothing but spaces; delete them, or write <empty/> to leave the text out."
            ),
        )
    elif text == EMPTY and entry.msgctxt in _NEEDED:
        yield error(
            entry,
            "empty-needed",
            _("<empty/> is not possible for a %(kind)s; translate it."),
            kind=entry.msgctxt,
        )
