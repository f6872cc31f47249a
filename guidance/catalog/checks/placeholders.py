"""Placeholders that a program fills in: the same ones, as often, in any order."""

import re
from collections import Counter
from collections.abc import Iterator

from guidance.catalog.checks.report import error
from guidance.catalog.checks.visible import visible
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.findings import gettext_noop as _

# "%20" is twenty per cent in Turkish, "%s" is not; "% d" is the end of a sentence.
_PLACEHOLDER = re.compile(
    r"%\([A-Za-z_]\w*\)[a-z]|(?<![\w%])%[sd](?!\w)|\$\{\w+\}|\{\{[^{}]*\}\}|\{\w*\}"
)
# Every one of them has one of these.
_MARK = re.compile("[%{]")


def check(entry: Entry, _language: str) -> Iterator[Finding]:
    source, target = visible(entry.msgid), visible(entry.msgstr)
    if _MARK.search(source) is None and _MARK.search(target) is None:
        return
    theirs, ours = _PLACEHOLDER.findall(source), _PLACEHOLDER.findall(target)
    if theirs or ours:
        yield from _compare(entry, Counter(theirs), Counter(ours))


def _compare(
    entry: Entry, theirs: Counter[str], ours: Counter[str]
) -> Iterator[Finding]:
    for placeholder in theirs - ours:
        yield error(
            entry,
            "missing-placeholder",
            _("%(placeholder)s of the source is missing; it is filled in later."),
            placeholder=placeholder,
        )
    for placeholder in ours - theirs:
        yield error(
            entry,
            "unknown-placeholder",
            _("The source has no %(placeholder)s; use what the source has, as it is."),
            placeholder=placeholder,
        )
