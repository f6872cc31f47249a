"""``<empty/>``, which leaves a text out, and translations that nobody can see."""

import re
from collections.abc import Iterator

from guidance.catalog.checks.report import error
from guidance.catalog.checks.visible import visible
from guidance.catalog.context import CHOICE, HEADING, LINK, QUESTION
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.segments.segment import EMPTY
from guidance.text.seen import is_seen

# What a page or the questionnaire cannot do without.
_NEEDED = frozenset({HEADING, CHOICE, QUESTION, LINK})


_MISSPELLED = re.compile(r"<\s*/?\s*empty\s*/?\s*>", re.IGNORECASE)


def is_without_text(msgstr: str) -> bool:
    """Tell whether a translation has no text to check: ``<empty/>``, or nothing to see.

    >>> [is_without_text(text) for text in ("<empty/>", "<empty>", "<b> </b>", "&nbsp;", "—")]
    [True, True, True, True, False]
    """
    if msgstr[:1] not in {"<", "&"} and is_seen(msgstr[:1]):
        # Nearly all.
        return False
    is_mark = _MISSPELLED.fullmatch(msgstr.strip()) is not None
    return is_mark or not is_seen(visible(msgstr))


def check(entry: Entry, _language: str) -> Iterator[Finding]:
    text = entry.msgstr.strip()
    if text != EMPTY and _MISSPELLED.fullmatch(text):
        yield error(
            entry, "misspelled-empty", _("To leave the text out, write <empty/>.")
        )
    elif text != EMPTY:
        yield error(
            entry,
            "blank",
            _(
                "Nothing that a reader can see; delete it, or write <empty/> to leave the "
                "text out."
            ),
        )
    elif entry.msgctxt in _NEEDED:
        yield error(
            entry,
            "empty-needed",
            _("<empty/> is not possible for a %(kind)s; translate it."),
            kind=entry.msgctxt,
        )
