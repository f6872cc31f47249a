"""The writing direction of a language, from its code alone."""

from typing import Literal

# Languages whose usual script runs from right to left, and those scripts.
_RTL_LANGUAGES = frozenset(
    {"ar", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "lrc", "mzn"}
    | {"nqo", "pnb", "ps", "rhg", "sd", "syr", "ug", "ur", "yi"}
)
_RTL_SCRIPTS = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
)
_SCRIPT_LENGTH = 4


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return ``"rtl"`` or ``"ltr"`` for a language code such as ``ar`` or ``az_Arab``.

    A script in the code decides, else the language.

    >>> direction("ar-eg"), direction("az_Arab"), direction("ar-Latn"), direction("tr")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    base, *subtags = language.replace("_", "-").lower().split("-")
    for subtag in subtags:
        if len(subtag) == _SCRIPT_LENGTH and subtag.isalpha():
            return "rtl" if subtag in _RTL_SCRIPTS else "ltr"
    return "rtl" if base in _RTL_LANGUAGES else "ltr"
