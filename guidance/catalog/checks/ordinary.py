"""Translations that no check has anything to say about, told at a look or two.

By far most are: sentences of letters, plain punctuation and the numbers of the source,
with its tags, that end as it does and are about as long. Such an entry costs a quarter
of what all checks take; ``tests/unit/catalog/checks/test_ordinary.py`` compares the two.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from operator import eq

from guidance.catalog.checks import (
    length,
    markup,
    numbers,
    punctuation,
    script,
    turkish,
)
from guidance.catalog.entry import Entry

# Letters that are one letter in small and in capitals. Not the Turkish İ and ı, which
# have a check of their own.
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00de\u00e0-\u00f6\u00f8-\u012f\u0132-\u0148\u014a-\u017e"
_ARABIC = "\u0621-\u063a\u0641-\u064a"
# The vowels of Arabic, which are no letters.
_VOWELS = "\u064b-\u0652"
# No colon within, nothing invisible, nothing that a program or a reader of HTML could
# take for more.
_MARKS = ".,;!?()'\"“”‘’«»…–،؛؟-"
_BEFORE = '["“‘«(]?'
# The group is there when there are digits.
_SOURCE = re.compile(
    f"(?! )[{_LATIN}İı {_MARKS}]*+([0-9][0-9{_LATIN}İı {_MARKS}]*+)?:?"
)
# By the scripts that a language is written in.
_TARGETS: Mapping[tuple[str, ...], re.Pattern[str]] = {
    (name,): re.compile(f"{_BEFORE}[{letters}][{inside}]*+([0-9][0-9{inside}]*+)?:?")
    for name, letters, inside in (
        ("LATIN", _LATIN, f"{_LATIN} {_MARKS}"),
        ("ARABIC", _ARABIC, f"{_ARABIC}{_VOWELS} {_MARKS}"),
    )
}
_LATIN_ONLY = ("LATIN",)
_LONGEST = 1000
_NO_LETTER = re.compile(f"[:0-9{_VOWELS}{_MARKS}]")
_DIGITS = re.compile("[0-9]+")
# A number that is read alike in every language: alone, or with a Turkish suffix. Not
# "10 000", "2 bin", "5 pm", "2020-2021".
_NUMBER = re.compile(
    rf"(?<![^ (])[0-9]{{1,4}}(?=\Z|[.,;:!?)»”،؛؟]+(?: |\Z)|[’'][{_LATIN}]"
    rf"| (?![0-9p\u0645]|{'|'.join(sorted(numbers.SCALE_WORDS))}))",
    re.IGNORECASE,
)
# What a text with this end may end with as well; with a comma it goes on somehow.
_PAUSES = ":;,؛،"
_FITTING_ENDS: Mapping[str, str] = {
    ".": ".!…",
    "?": "?؟",
    ":": _PAUSES,
    ";": _PAUSES,
}
_TAG = re.compile(r"</?(?:a[1-9][0-9]{0,3}|b|code|i|s|sub|sup)>")
_EMPTY_LINK = re.compile(r"<a[0-9]+>(?![^\W\d_])")
# The check of Turkish words leaves out what may be a name, and may see one beside it.
_JOINED = re.compile(r"[\w>]<(?:a[0-9]+|i|code)>|</(?:a[0-9]+|i|code)>[\w<]")
_MOST_TAGS = 20


def is_ordinary(entry: Entry, language: str) -> bool:
    """Tell whether surely no check has a finding; False says nothing.

    >>> is_ordinary(Entry(msgid="<b>Üye</b> olun.", msgstr="<b>Become</b> a member."), "en")
    True
    >>> is_ordinary(Entry(msgid="Üye olun.", msgstr="Become a member"), "en")
    False
    """
    source, target = entry.msgid, entry.msgstr
    scripts = script.expected(language)
    if "<" in source or "<" in target:
        if not _is_marked_alike(source, target, scripts):
            return False
        source, target = _TAG.sub("", source), _TAG.sub("", target)
    if ":" in source or ":" in target:
        # One within is as good as none, unless something stands right behind it.
        source, target = source.replace(": ", " "), target.replace(": ", " ")
    text = _target(language)
    # As it stands there: tags and colons count for the check of its length.
    if not source or len(entry.msgstr) > _LONGEST or text is None:
        return False
    theirs, ours = _SOURCE.fullmatch(source), text.fullmatch(target)
    if theirs is None or ours is None:
        return False
    has_numbers = theirs[1] is not None or ours[1] is not None
    return (
        _ends_alike(source, target)
        and not ("www." in source or "www." in target)
        and not (has_numbers and not _counts_alike(source, target))
        and _says_other_words(source, target)
    )


@lru_cache(maxsize=256)
def _target(language: str) -> re.Pattern[str] | None:
    """Return what an ordinary text of a language is like.

    None for a language that counts its letters, or ends its sentences, as few others do.
    """
    if length.is_dense(language) or punctuation.asks_with_semicolon(language):
        return None
    return _TARGETS.get(script.expected(language))


def _ends_alike(source: str, target: str) -> bool:
    last, end = source[-1], target[-1]
    if last.isalnum() or last == ",":
        # Part of a sentence, whose end may be here in another language.
        return end != " "
    if last == ";" and end.isalnum():
        return True
    is_end = end in _FITTING_ENDS.get(last, "")
    return is_end and not (end == "." and punctuation.is_abbreviated(target))


def _counts_alike(source: str, target: str) -> bool:
    """Whether both have the same numbers, and none that may be read as another."""
    theirs, ours = _DIGITS.findall(source), _DIGITS.findall(target)
    return (
        sorted(theirs) == sorted(ours)
        and len(_NUMBER.findall(source)) == len(theirs)
        and len(_NUMBER.findall(target)) == len(ours)
    )


def _says_other_words(source: str, target: str) -> bool:
    """Whether both have as many letters as usual, in words that are surely no slips.

    A copy has as many letters as its source; slips are Turkish words, and words that
    stand there twice running.
    """
    theirs, ours = _NO_LETTER.sub(" ", source), _NO_LETTER.sub(" ", target)
    words = ours.lower().split()
    letters, our_letters = len(theirs) - theirs.count(" "), len(ours) - ours.count(" ")
    return (
        length.is_usual(letters, our_letters)
        and (letters != our_letters or not turkish.is_same(source, target))
        and turkish.TELLING.isdisjoint(words)
        and not any(map(eq, words, words[1:]))
    )


def _is_marked_alike(source: str, target: str, scripts: tuple[str, ...]) -> bool:
    """Whether both have the same tags, in an order that is possible."""
    tags = _TAG.findall(target)
    return (
        len(tags) <= _MOST_TAGS
        and _fit(tuple(_TAG.findall(source)), tuple(tags))
        and _EMPTY_LINK.search(target) is None
        # A text in another script has no Turkish words.
        and (scripts != _LATIN_ONLY or _JOINED.search(target) is None)
    )


@lru_cache(maxsize=1024)
def _fit(theirs: tuple[str, ...], ours: tuple[str, ...]) -> bool:
    source, target = "x".join(["", *theirs, ""]), "x".join(["", *ours, ""])
    return sorted(theirs) == sorted(ours) and not any(
        markup.check(Entry(msgid=source, msgstr=target), "")
    )
