"""What Turkish leaves behind: damaged letters i, untranslated words, whole copies."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from guidance.catalog.checks.report import warning
from guidance.catalog.checks.visible import unnamed, visible, without_addresses
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.text.fold import fold
from guidance.text.words import words

SOURCE = "tr"
COPY = "untranslated"

# Languages that have some of these letters or words themselves.
_RELATED = frozenset(
    {SOURCE, "az", "crh", "gag", "kk", "kmr", "ku", "tk", "tt", "uz", "zza"}
)

_DOT = "\u0307"
_DOTTED = re.compile(f"[iıIİ]{_DOT}")
_TURKISH_I = re.compile("[ıİ]")
_BETWEEN_WORDS = re.compile(r"[^\w'’-]+")
_PLAIN_LETTERS = re.compile("[a-hj-z]+")

# Words of no other large language; such as another may have, but hardly two of them;
# and such as many have, which only count in a text that is the source again.
_SURE_WORDS = """
ayrıca bulunmaktadır böyle değil değildir edilmelidir eğer fakat gerekir gerekmektedir
için nasıl olarak olduğu olduğunu olmalıdır onların örneğin sağlamak şekilde tarafından
üzere vardır veya yapılmalıdır yoktur çünkü
"""
_LIKELY_WORDS = "ancak bir çok daha gibi kadar olan sonra ve"
_COMMON_WORDS = "ama bu her ile"
_SURE = frozenset(_SURE_WORDS.split())
_LIKELY = frozenset(_LIKELY_WORDS.split())
TELLING = _SURE | _LIKELY
_TURKISH = TELLING | frozenset(_COMMON_WORDS.split())
_ENOUGH_LIKELY = 2
_SPACES = 5
# Of a word's end, so that a text of one long word costs no more.
_LONGEST = 30
_SUFFIX = re.compile(
    r"\w{2,}(?:ları|leri|ların|lerin|larına|lerine|ması|mesi|masını|mesini|maktadır"
    r"|mektedir|ıyor|iyor|uyor|üyor|yoruz|yorlar|lığı|liği|luğu|lüğü|ındaki|indeki"
    r"|[aeıiuü]r[ıiuü]z)\Z"
)
_TURKISH_LETTER = re.compile("[çğıöşüâîû]")


def check_letters(entry: Entry, language: str) -> Iterator[Finding]:
    """Find letters i that a program capitalized, or made small, in the wrong language."""
    if base_language(language) in _RELATED:
        return
    if _DOT in entry.msgstr and _DOTTED.search(entry.msgstr):
        yield warning(
            entry,
            "damaged-i",
            _("A letter i with a second dot; type the word again."),
        )
        return
    if not _TURKISH_I.search(entry.msgstr):
        return
    source = visible(entry.msgid)
    for word in _words_with_turkish_i(without_addresses(visible(entry.msgstr))):
        if not _is_name(word, source):
            yield warning(
                entry,
                "damaged-i",
                _("“%(word)s” has a Turkish i and is no word of the source."),
                word=word,
            )
            return


def _words_with_turkish_i(text: str) -> Iterator[str]:
    for token in text.split():
        if "ı" in token or "İ" in token:
            yield from filter(_TURKISH_I.search, words(token))


def check_words(entry: Entry, language: str) -> Iterator[Finding]:
    """Find Turkish words outside of titles, links and quotations, which may stay."""
    if base_language(language) in _RELATED or is_copy(entry):
        return
    if TELLING.isdisjoint(words(unnamed(entry.msgstr))):
        return
    found = [word for word in _small_words(unnamed(entry.msgstr)) if word in TELLING]
    if _SURE.intersection(found) or len(set(found)) >= _ENOUGH_LIKELY:
        yield warning(
            entry,
            "remaining-turkish",
            _("“%(word)s” looks like Turkish; is all of it translated?"),
            word=next((word for word in found if word in _SURE), found[0]),
        )


def check_copy(entry: Entry, language: str) -> Iterator[Finding]:
    """Find translations that are the source again; names and foreign titles may be."""
    if base_language(language) == SOURCE or not is_copy(entry):
        return
    if looks_turkish(visible(entry.msgid)):
        yield warning(
            entry,
            COPY,
            _(
                "The translation is the source again; leave it empty until it is translated."
            ),
        )


def is_copy(entry: Entry) -> bool:
    return is_same(visible(entry.msgid), visible(entry.msgstr))


# Two checks ask it of the same entry.
@lru_cache(maxsize=4)
def is_same(source: str, target: str) -> bool:
    """Tell whether two texts differ in case and spaces only."""
    # Few translations come near; the others need no folding.
    if abs(len(source) - len(target)) > _SPACES:
        return False
    start = source.split(None, 1)[:1]
    if start and not _may_be_in(start[0], target):
        return False
    return fold(source, SOURCE) == fold(target, SOURCE)


def looks_turkish(text: str) -> bool:
    """Tell whether a text has Turkish words, not only names or words of another language.

    >>> [looks_turkish(text) for text in ("Üye ve gönüllü", "TÜSEV, Çankaya", "A Guide to Feedback")]
    [True, False, False]
    """
    return any(
        word in _TURKISH
        or _TURKISH_LETTER.search(word)
        or _SUFFIX.match(word[-_LONGEST:])
        for word in _small_words(text)
    )


def _small_words(text: str) -> list[str]:
    """Return the words that begin small, but for those between two parts of a name."""
    found = words(text)
    around = zip(["", *found], [*found[1:], ""], strict=False)
    return [
        word
        for word, (before, after) in zip(found, around, strict=False)
        if word[0].islower() and not (_is_title(before) and _is_title(after))
    ]


def _is_title(word: str) -> bool:
    return word[:1].isupper()


def _is_name(word: str, source: str) -> bool:
    # A name in the source may have a suffix: "Kırklareli’nde".
    if not _may_be_in(word, source):
        return False
    folded = _BETWEEN_WORDS.sub(" ", fold(word, SOURCE))
    stem = re.split("['’]", folded)[0]
    names = f" {_BETWEEN_WORDS.sub(' ', fold(source, SOURCE))}"
    return f" {folded}" in names or f" {stem}" in names


def _may_be_in(word: str, source: str) -> bool:
    """Whether a word, or its stem, may be in a text, however its letters are written.

    Folding changes no plain letter but i, and is slow.
    """
    if not unicodedata.is_normalized("NFC", word):
        return True
    stem = word.replace("’", "'").partition("'")[0]
    runs = _PLAIN_LETTERS.findall(stem.lower())
    return max(runs, key=len, default="") in source.lower()
