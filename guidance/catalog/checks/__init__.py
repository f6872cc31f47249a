"""What can be wrong with a translation, entry by entry.

A check takes an entry and a language and yields findings. Errors keep the entry from
being stored, warnings are for the translator to look at. A new check is a module, a line
in a table below and a table of cases in the tests.
"""

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
from guidance.catalog.checks.ordinary import is_ordinary
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
    is_link = entry.msgctxt == LINK
    if not entry.msgstr or (not is_link and is_ordinary(entry, language)):
        return ()
    if emptiness.is_without_text(entry.msgstr):
        return tuple(emptiness.check(entry, language))
    if length.is_too_long(entry):
        return tuple(length.check_limit(entry, language))
    checks = LINK_CHECKS if is_link else TEXT_CHECKS
    return tuple(finding for run in checks for finding in run(entry, language))


def has_error(findings: tuple[Finding, ...]) -> bool:
    """Tell whether any of the findings keeps an entry from being stored."""
    return any(finding.severity == Severity.ERROR for finding in findings)
