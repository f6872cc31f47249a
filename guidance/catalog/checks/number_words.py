"""Numbers written as words, as far as a comparison of two texts needs them.

Every translation turns some numbers into words, and some words into numbers.
"""

import re
from collections.abc import Mapping

from guidance.text.fold import fold

# For 1 to 9, for each ten up to 90, for 100 and for 1000: a pattern in small letters.
# German joins its numbers, and Arabic its articles, so most are parts of words.
_WORDS: Mapping[str, str] = {
    "ar": (
        "واحد|مرة|أول [إا]ثن|تين\\b|ين\\b ثلاث|ثالث [أا]ربع|رابع خمس|خامس ست|سادس سبع|سابع ثما?ن|ثامن"
        " تسع|تاسع عشر عشر[وي]ن ثلاث[وي]ن [أا]ربع[وي]ن خمس[وي]ن ست[وي]ن سبع[وي]ن ثمان[وي]ن"
        " تسع[وي]ن مئ|مائ [أا]لف|آلاف"
    ),
    "de": (
        "ein|erst zwei|zwo|beid|doppel drei|dritt vier fünf sechs sieb acht neun"
        " zehn|elf|zwölf zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig"
        " hundert tausend"
    ),
    "en": (
        r"\bone|\bonce|\bfirst|\ban? \btwo|twice|second|double|both|pair three|third|thrice four"
        r" five|fifth six seven eigh nin \bten|teen|eleven|twelve|twelfth twent thirt fort"
        r" fift sixt sevent eight ninet hundred thousand"
    ),
    "es": (
        "un[ao]?|primer dos|doble|segund tres|tercer cuatr|cuart cinco|quint seis|sext siete|séptim"
        " ocho|octav nueve|noven diez|once|doce|trece|catorce|quince|dieci veint treint"
        " cuarent cincuent sesent setent ochent novent cien mil"
    ),
    "fr": (
        "une?|premi deux|doubl|second trois|trois quatr cinq six sept huit neuf|neuv"
        " dix|onz|douz|treiz|quatorz|quinz|seiz vingt trent quarant cinquant soixant"
        " soixante-dix|septant quatre-vingt quatre-vingt-dix|nonant cent mil"
    ),
    "tr": (
        r"\bbir|\btek|\bilk \biki|\bçift \büç dört beş altı yedi|yeti sekiz dokuz"
        r" \bon yirmi otuz kırk elli altmış yetmiş seksen doksan yüz \bbin"
    ),
}
_VALUES = (*range(1, 10), *range(10, 100, 10), 100, 1000)
_PATTERNS: Mapping[str, Mapping[int, re.Pattern[str]]] = {
    language: {
        value: re.compile(pattern)
        for value, pattern in zip(_VALUES, patterns.split(" "), strict=True)
    }
    for language, patterns in _WORDS.items()
}
_ROMAN = re.compile(r"(?<!\w)(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?!\w)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000


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
    if number >= _HUNDRED:
        return _HUNDRED
    return number if number < _TEN else number // 10 * 10


def _romans(text: str) -> set[int]:
    return {_roman("".join(match.groups())) for match in _ROMAN.finditer(text)}


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    following = [*digits[1:], 0]
    return sum(
        -digit if digit < after else digit
        for digit, after in zip(digits, following, strict=True)
    )
