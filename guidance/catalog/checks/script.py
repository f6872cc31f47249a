"""Letters of another script than the language is written in."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from guidance.catalog.checks.report import warning
from guidance.catalog.checks.visible import visible, without_addresses
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language, wagtail_code
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.text.words import words

_SCRIPTS: Mapping[str, str] = {
    code: script
    for script, codes in {
        "ARABIC": "ar azb ckb fa ks ps sd ug ur",
        "CYRILLIC": "ab be bg ce kk ky mk mn os ru sr tg tt uk",
        "GREEK": "el",
        "HEBREW": "he yi",
        "DEVANAGARI": "hi mr ne sa",
        "BENGALI": "as bn",
        "ARMENIAN": "hy",
        "GEORGIAN": "ka",
        "ETHIOPIC": "am ti",
        "THAI": "th",
        "KHMER": "km",
        "CJK": "ja yue zh",
        "HANGUL": "ko",
    }.items()
    for code in codes.split()
}
_SUBTAGS = {"latn": "LATIN", "cyrl": "CYRILLIC", "arab": "ARABIC"}
# Japanese is written in three scripts, Korean names sometimes in Chinese ones.
_ALSO = {"CJK": ("HIRAGANA", "KATAKANA"), "HANGUL": ("CJK",)}

_LEAST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = ("LATIN",)
_ALL_LATIN = re.compile(r"[\x00-\xa9\xab-\xb4\xb6-\xb9\xbb-\u02af\u2010-\u2026]*+")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK"})


def check(entry: Entry, language: str) -> Iterator[Finding]:
    text = without_addresses(visible(entry.msgstr))
    scripts = expected(language)
    if scripts == _LATIN and _ALL_LATIN.fullmatch(text):
        return
    found = _scripts(text)
    if found.issubset(scripts):
        return
    foreign = _foreign_words(text, scripts, without_addresses(visible(entry.msgid)))
    # Names stay in their script; a text of mostly new foreign words is no name.
    if len(foreign) >= _LEAST_WORDS and 2 * len(foreign) > len(words(text)):
        yield warning(
            entry,
            "wrong-script",
            _("Mostly not in the script of this language: %(word)s…"),
            word=foreign[0],
        )
    for word in _WORD.findall(text) if len(found & _ALIKE) > 1 else ():
        if len(_scripts(word) & _ALIKE) > 1:
            yield warning(
                entry,
                "mixed-script",
                _("“%(word)s” mixes letters of two alphabets that look alike."),
                word=word,
            )
            return


def _foreign_words(text: str, scripts: tuple[str, ...], source: str) -> list[str]:
    known = set(words(source))
    return [
        word
        for word in words(text)
        if word not in known and (found := _scripts(word)) and found.isdisjoint(scripts)
    ]


@lru_cache(maxsize=256)
def expected(language: str) -> tuple[str, ...]:
    """Return the scripts that a language is written in, the first one mostly."""
    for subtag in wagtail_code(language).split("-")[1:]:
        if subtag in _SUBTAGS:
            return (_SUBTAGS[subtag],)
    script = _SCRIPTS.get(base_language(language), "LATIN")
    return (script, *_ALSO.get(script, ()))


def _scripts(word: str) -> set[str]:
    if word.isascii():
        return {"LATIN"} if any(map(str.isalpha, word)) else set()
    return {_script(letter) for letter in set(word) if letter.isalpha()}


# A text has few different letters, and their names are slow to find.
@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
