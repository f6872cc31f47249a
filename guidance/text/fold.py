"""The comparison key of a text, with the four Turkish letters i done right."""

import re
import unicodedata

from guidance.text.normalize import one_line

# Texts that are composed and on one line as they are, and whose small letters Unicode
# and Python agree on. Not İ, which is two letters to both of them.
_SIMPLE = re.compile(
    "[!-~çğıöşüâîûÇĞÖŞÜÂÎÛ“”‘’–…]++(?>(?: [!-~çğıöşüâîûÇĞÖŞÜÂÎÛ“”‘’–…]++)*)"
)
# The languages whose capital of i is İ, and whose ı has the capital I.
_DOTTED_CAPITAL = frozenset({"tr", "az", "crh", "gag", "tt"})


def fold(text: str, language: str = "tr") -> str:
    """Return a key that is equal for texts that differ in case or spacing only.

    For comparing and searching, never for showing and never as an identity.

    >>> fold("IŞIK ve  İLGİ") == fold("ışık ve ilgi")
    True
    >>> fold("ISLAK"), fold("ISLAK", "en")
    ('ıslak', 'islak')

    ``fold(fold(text)) == fold(text)`` for every text and language.
    """
    is_dotted = _base(language) in _DOTTED_CAPITAL
    simple = _with_small_i(text) if is_dotted else text
    if _SIMPLE.fullmatch(simple):
        return simple.casefold()
    line = one_line(text)
    if is_dotted:
        line = _with_small_i(line)
    # Unicode's canonical caseless match, so that accents typed in another order, and
    # capitals whose small letter is decomposed, compare equal.
    decomposed = unicodedata.normalize("NFD", line).casefold()
    return one_line(unicodedata.normalize("NFC", decomposed))


def _with_small_i(text: str) -> str:
    return text.replace("İ", "i").replace("I", "ı")


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
