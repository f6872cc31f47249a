"""Numbers written as words, as far as a comparison of two texts needs them.

Small numbers become words and words become numbers in every translation, so they are
not compared at all. What remains are tens, "hundred" and "thousand".
"""

import re
from collections.abc import Mapping

from guidance.text.fold import fold

# The tens from 10 to 90, then 100 and 1000. German joins its numbers, so the words are
# looked for anywhere in a word; Turkish "on" would be found everywhere and is a word.
_WORDS: Mapping[str, str] = {
    "ar": "عشر عشر[وي]ن ثلاث[وي]ن [أا]ربع[وي]ن خمس[وي]ن ست[وي]ن سبع[وي]ن ثمان[وي]ن تسع[وي]ن مئ|مائ [أا]لف",
    "de": "zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend",
    "en": r"\bten\b|teen|\beleven\b|\btwelve\b twent thirt fort fift sixt sevent eight ninet hundred thousand",
    "es": "diez|once|doce|trece|catorce|quince veint treinta cuarenta cincuenta sesenta setenta ochenta noventa cien mil",
    "fr": "dix|onze|douze|treize|quatorze|quinze|seize vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix cent mille",
    "tr": r"\bon(?:u|uncu|ar|lar)?\b yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin",
}
_VALUES = (*range(10, 100, 10), 100, 1000)
_PATTERNS: Mapping[str, Mapping[int, re.Pattern[str]]] = {
    language: {
        value: re.compile(pattern)
        for value, pattern in zip(_VALUES, patterns.split(" "), strict=True)
    }
    for language, patterns in _WORDS.items()
}
_ROMAN = re.compile(r"(?<!\w)(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?!\w)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HUNDRED, _THOUSAND = 100, 1000


def says(text: str, number: int, language: str) -> bool:
    """Tell whether ``text`` may say ``number`` in words or in Roman numerals.

    Generous: the tens of a number are enough.

    >>> says("yirmi beş gün", 25, "tr"), says("XIX. yüzyıl", 19, "tr"), says("in May", 25, "en")
    (True, True, False)
    """
    if number in _romans(text):
        return True
    pattern = _PATTERNS.get(language, {}).get(_leading(number))
    return pattern is not None and pattern.search(fold(text, language)) is not None


def _leading(number: int) -> int:
    if number >= _THOUSAND:
        return _THOUSAND
    return _HUNDRED if number >= _HUNDRED else number // 10 * 10


def _romans(text: str) -> set[int]:
    return {_roman("".join(match.groups())) for match in _ROMAN.finditer(text)}


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    following = [*digits[1:], 0]
    return sum(
        -digit if digit < after else digit
        for digit, after in zip(digits, following, strict=True)
    )
