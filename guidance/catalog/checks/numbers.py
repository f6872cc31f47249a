"""Numbers: the same ones, in the digits and with the separators of each language.

"1.000,50", "1,000.50" and "١٬٠٠٠٫٥٠" are the same number, "%20" and "20 %" too. What
differs between correct translations is not compared: numbers up to twelve, which become
words, months, which become names, and the two halves of the day.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from guidance.catalog.checks.number_words import says
from guidance.catalog.checks.report import warning
from guidance.catalog.checks.visible import visible, without_addresses
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language
from guidance.findings import Finding
from guidance.findings import gettext_noop as _

_SOURCE = "tr"
_SMALL = 12
_MONTHS = 12
_NOON = 12
_SHORT_WORD = 4
# Python refuses to read numbers of some thousand digits.
_MOST_DIGITS = 30

_ANY_DIGIT = re.compile(r"\d")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_DIRECTION = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")
# Patterns begin with the digit that all of them have, and look behind it only then: to
# look back at each letter of a text takes ten times as long.
# "10 000", but not the groups of a telephone number.
_GROUPED = re.compile(
    "[0-9](?<![0-9+][0-9])(?<![0-9][ \u00a0\u202f\u2009][0-9])[0-9]{0,2}"
    "(?:[ \u00a0\u202f\u2009][0-9]{3})+(?! ?[0-9])"
)
_ROUND_THE_CLOCK = re.compile(r"\b(?:7/24|24/7)\b")
_DATE = re.compile(
    r"(?=[0-9])(?<![0-9])(?:([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})"
    r"|([0-9]{1,2})([./-])([0-9]{1,2})\6([0-9]{4}))(?![0-9])"
)
_AFTERNOON = re.compile(
    r"([0-9](?<![0-9.,][0-9])[0-9]?)((?:[:.][0-9]{2})?)\s?(?:p\.?m\b|م(?!\w)|مساء)",
    re.IGNORECASE,
)
# Not behind a letter (m2) nor a plus (+90 of a telephone number, which only some write).
# Only scripts with spaces between words: Arabic joins "and" to a number (و21), Chinese
# joins everything.
_NUMBER = re.compile(
    r"([0-9](?<![A-Za-z\u00aa-\u02af\u0370-\u052f\u1e00-\u1fff+0-9][0-9])[0-9]*"
    r"(?:[.,:'’٫٬][0-9]+)*)(?:\s?([^\W\d_]+))?"
)
_NO_FRACTION = re.compile(r"(?<=[0-9])[.,:٫]00\Z")
_FRACTION = re.compile(r"[.,٫]([0-9]{1,2})\Z")
_SEPARATOR = re.compile(r"[.,:'’٫٬]")

_MILLION, _MILLIARD, _TRILLION = 10**6, 10**9, 10**12
_SCALES: Mapping[str, Mapping[str, int]] = {
    "tr": {"bin": 1000, "milyon": _MILLION, "milyar": _MILLIARD, "trilyon": _TRILLION},
    "en": {
        "thousand": 1000,
        "million": _MILLION,
        "billion": _MILLIARD,
        "trillion": _TRILLION,
    },
    "de": {
        "tausend": 1000,
        "million": _MILLION,
        "milliarde": _MILLIARD,
        "billion": _TRILLION,
    },
    "fr": {
        "mille": 1000,
        "million": _MILLION,
        "milliard": _MILLIARD,
        "billion": _TRILLION,
    },
    "es": {"mil": 1000, "millon": _MILLION, "millón": _MILLION, "millones": _MILLION},
    "ar": {
        "ألف": 1000,
        "آلاف": 1000,
        "مليون": _MILLION,
        "ملايين": _MILLION,
        "مليار": _MILLIARD,
    },
}
# What makes another number of the one before it, in any language.
SCALE_WORDS = frozenset(word for words in _SCALES.values() for word in words)


def check(entry: Entry, language: str) -> Iterator[Finding]:
    texts = visible(entry.msgid), visible(entry.msgstr)
    if not any(map(_ANY_DIGIT.search, texts)):
        return
    source, target = _plain(entry.msgid), _plain(entry.msgstr)
    base = base_language(language)
    # A name may keep "2 bin" in any language.
    theirs, ours = numbers(source, _SOURCE), numbers(target, _SOURCE, base)
    if theirs == ours:
        return
    lost = [n for n in sorted(theirs - ours) if not says(target, n, base)]
    new = [n for n in sorted(ours - theirs) if not says(source, n, _SOURCE)]
    if not (lost and new):
        # Of the small ones, only one in place of another is surely wrong.
        lost, new = _large(lost), _large(new)
    rounded = sorted(_rounded(source, _SOURCE) - ours)
    if rounded and _rounded(target, _SOURCE, base) - theirs:
        # "2 bin" and "30 thousand": the word that both have says neither number.
        lost = rounded
    if lost:
        yield warning(
            entry,
            "missing-number",
            _("%(number)d of the source is not in the translation."),
            number=lost[0],
        )
    elif new:
        yield warning(
            entry,
            "added-number",
            _("%(number)d of the translation is not in the source."),
            number=new[0],
        )


def numbers(text: str, *languages: str) -> frozenset[int]:
    """Return the numbers of a text, without separators; fractions lose their comma.

    >>> sorted(numbers("%20’si, 1.000,50 TL, 2 bin kişi, 15.03.2020", "tr"))
    [15, 20, 2000, 2020, 100050]
    """
    return frozenset(_value(number, scale) for number, scale in _found(text, languages))


def _rounded(text: str, *languages: str) -> frozenset[int]:
    """Return the numbers that are written with a word such as "bin"."""
    found = _found(text, languages)
    return frozenset(_value(number, scale) for number, scale in found if scale > 1)


def _found(text: str, languages: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return each number as it stands there, and what multiplies it."""
    text = _AFTERNOON.sub(_as_24_hours, _DATE.sub(_without_month, text))
    scales = _scales(languages)
    return [(number, _scale(word, scales)) for number, word in _NUMBER.findall(text)]


@lru_cache(maxsize=256)
def _scales(languages: tuple[str, ...]) -> Mapping[str, int]:
    """Return what a word multiplies the number before it by, in any of the languages."""
    return {
        word: scale
        for code in languages
        for word, scale in _SCALES.get(code, {}).items()
    }


def _plain(segment: str) -> str:
    text = _DIRECTION.sub("", without_addresses(visible(segment)))
    text = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    text = _ROUND_THE_CLOCK.sub("", text)
    return _GROUPED.sub(lambda number: "".join(number[0].split()), text)


def _without_month(date: re.Match[str]) -> str:
    """Return the year, and the day if it can be told from the month."""
    groups = [group for group in date.groups() if group and group.isdigit()]
    year = max(groups, key=len)
    days = [part for part in groups if part is not year and int(part) > _MONTHS]
    return " ".join(["", *days, year])


def _as_24_hours(time: re.Match[str]) -> str:
    hour = int(time[1]) % _NOON + _NOON
    return f"{hour}{time[2]}"


def _scale(word: str, scales: Mapping[str, int]) -> int:
    if not word:
        return 1
    small = word.lower()
    for name, scale in scales.items():
        # "2 milyonu", "Millionen": the longer words come with what grammar adds.
        if small == name or (len(name) > _SHORT_WORD and small.startswith(name)):
            return scale
    return 1


def _value(number: str, scale: int) -> int:
    number = _NO_FRACTION.sub("", number)
    digits = _SEPARATOR.sub("", number)[:_MOST_DIGITS]
    fraction = _FRACTION.search(number)
    if scale == 1 or fraction is None:
        return int(digits) * scale
    return int(Decimal(digits).scaleb(-len(fraction[1])) * scale)


def _large(found: list[int]) -> list[int]:
    return [number for number in found if number > _SMALL]
