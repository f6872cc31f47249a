"""What can be wrong with a translation, entry by entry.

A check takes an entry and a language and yields findings. Errors keep the entry from
being stored, warnings are for the translator to look at. A new check is a module, a line
in a table below and a table of cases in the tests.
"""

import re
from collections.abc import Callable, Iterator

from guidance.catalog.checks import (
    characters,
    emptiness,
    length,
    link,
    markup,
    numbers,
    placeholders,
    punctuation,
    repetition,
    script,
    spaces,
    turkish,
)
from guidance.catalog.context import LINK
from guidance.catalog.entry import Entry
from guidance.findings import Finding, Severity

Check = Callable[[Entry, str], Iterator[Finding]]

# In the order in which a translator would mend things.
TEXT_CHECKS: tuple[Check, ...] = (
    characters.check,
    markup.check,
    placeholders.check,
    spaces.check,
    turkish.check_copy,
    turkish.check_words,
    turkish.check_letters,
    script.check,
    numbers.check,
    link.check_text,
    punctuation.check,
    length.check,
    repetition.check,
)
# What a text without tags, digits, addresses and anything unusual cannot get wrong.
_OF_SPECIAL_TEXT = frozenset(
    {characters.check, placeholders.check, numbers.check, link.check_text}
)
_PLAIN_CHECKS = tuple(each for each in TEXT_CHECKS if each not in _OF_SPECIAL_TEXT)
# Letters of most scripts, spaces and the punctuation of sentences; no digit, no mark of
# direction, nothing invisible, nothing that a program or a reader of HTML could take
# for more.
_PLAIN = re.compile(
    "[A-Za-z\u00c0-\u02af\u0370-\u03ff\u0400-\u052f\u05d0-\u05ea\u0621-\u064a\u3040-\u30ff\u4e00-\u9fff"
    " .,;:!?()'\"“”‘’«»…–،؛؟-]*+"
)
LINK_CHECKS: tuple[Check, ...] = (characters.check, link.check)


def check(entry: Entry, language: str) -> tuple[Finding, ...]:
    """Return what is wrong with the translation of one entry into ``language``.

    >>> entry = Entry(msgid="<a1>Rehber</a1> 30 sayfadır.", msgstr="The guide has 13 pages.", line=7)
    >>> for finding in check(entry, "en"):
    ...     print(finding.line, finding.severity, finding.code)
    7 error missing-link
    7 warning missing-number

    An entry without translation has no findings, and none that is right either.
    """
    if not entry.msgstr:
        return ()
    if emptiness.is_without_text(entry.msgstr):
        return tuple(emptiness.check(entry, language))
    if length.is_too_long(entry):
        return tuple(length.check_limit(entry, language))
    if entry.msgctxt == LINK:
        checks = LINK_CHECKS
    elif _PLAIN.fullmatch(entry.msgstr) and _PLAIN.fullmatch(entry.msgid):
        checks = _PLAIN_CHECKS
    else:
        checks = TEXT_CHECKS
    return tuple(finding for run in checks for finding in run(entry, language))


def has_error(findings: tuple[Finding, ...]) -> bool:
    """Tell whether any of the findings keeps an entry from being stored."""
    return any(finding.severity == Severity.ERROR for finding in findings)
