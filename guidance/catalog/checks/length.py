"""Translations that are far too short or too long, for something may be missing."""

import string
from collections.abc import Iterator

from guidance.catalog.checks.report import error, warning
from guidance.catalog.checks.visible import visible
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.text.words import count_letters

_ANY_TEXT, _TIMES = 1000, 10
# Shorter texts vary too much.
_ENOUGH = 50
_USUAL = (0.4, 2.5)
# A letter of these is a syllable or a word.
_DENSE = (0.12, 1.2)
_LETTERS = frozenset(string.ascii_letters.encode())
# In UTF-8: what is no letter of ASCII, and no first byte of another character.
_NO_START = bytes(each for each in range(0xC0) if each not in _LETTERS)
_BEYOND_ASCII = bytes(range(0xC0, 0x100))
_DENSE_LANGUAGES = frozenset({"ja", "ko", "yue", "zh"})


def is_too_long(entry: Entry) -> bool:
    """Tell whether a translation is no translation, and would take long to check.

    >>> is_too_long(Entry(msgid="Evet.", msgstr="Yes. " * 1000))
    True
    """
    return len(entry.msgstr) > _ANY_TEXT + _TIMES * len(entry.msgid)


def check_limit(entry: Entry, _language: str) -> Iterator[Finding]:
    yield error(
        entry,
        "too-long",
        _(
            "The translation is many times longer than the source; is it the right text?"
        ),
    )


def is_usual(source: int, target: int) -> bool:
    """Tell whether a text of so many letters may translate one of so many.

    In languages with an alphabet.
    """
    least, most = _USUAL
    return source <= _ENOUGH or least * source <= target <= most * source


def is_dense(language: str) -> bool:
    """Tell whether a language is taken for one that says much with few characters."""
    return base_language(language) in _DENSE_LANGUAGES


def check(entry: Entry, language: str) -> Iterator[Finding]:
    least, most = _DENSE if is_dense(language) else _USUAL
    if _is_surely_usual(visible(entry.msgid), visible(entry.msgstr), least, most):
        return
    source = count_letters(visible(entry.msgid))
    if source <= _ENOUGH:
        return
    ratio = count_letters(visible(entry.msgstr)) / source
    if not least <= ratio <= most:
        yield warning(
            entry,
            "suspicious-length",
            _("The translation has %(percent)d %% of the letters of the source."),
            percent=round(100 * ratio),
        )


def _is_surely_usual(source: str, target: str, least: float, most: float) -> bool:
    """Whether no count of letters is needed: by far most translations are neither."""
    fewest, highest = _letters(source)
    our_fewest, our_highest = _letters(target)
    return our_fewest >= least * highest and our_highest <= most * fewest


def _letters(text: str) -> tuple[int, int]:
    """Return how many letters a text has at least, and at most.

    Letters beyond ASCII are not told from other characters.
    """
    characters = text.encode(errors="replace").translate(None, _NO_START)
    return len(characters.translate(None, _BEYOND_ASCII)), len(characters)
