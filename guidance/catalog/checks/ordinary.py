"""Translations that no check has anything to say about, told at a look or two.

By far most are: sentences of letters and plain punctuation, with the tags of the source
in their order, that end as it does and are about as long. Such an entry costs a quarter
of what all checks take; ``tests/unit/catalog/checks/test_ordinary.py`` compares the two.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from operator import eq

from guidance.catalog.checks import length, markup, punctuation, script, turkish
from guidance.catalog.entry import Entry

# Letters that are one letter in small and in capitals. Not the Turkish İ and ı, which
# have a check of their own.
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00de\u00e0-\u00f6\u00f8-\u012f\u0132-\u0148\u014a-\u017e"
_ARABIC = "\u0621-\u063a\u0641-\u064a"
# No digit, no colon within, nothing invisible, nothing that a program or a reader of HTML
# could take for more.
_MARKS = ".,;!?()'\"“”‘’«»…–،؛؟-"
_SOURCE = re.compile(f"(?! )[{_LATIN}İı {_MARKS}]++:?")
# By the scripts that a language is written in.
_TARGETS: Mapping[tuple[str, ...], re.Pattern[str]] = {
    (name,): re.compile(f"[{letters}][ {letters}{_MARKS}]*+:?")
    for name, letters in (("LATIN", _LATIN), ("ARABIC", _ARABIC))
}
_LONGEST = 1000
_MARK = re.compile(f"[:{_MARKS}]")
# What a text with this end may end with as well.
_SAME_END: Mapping[str, str] = {".": ".", "?": "?؟", ":": ":"}
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
    if "<" in source or "<" in target:
        if not _is_marked_alike(source, target):
            return False
        source, target = _TAG.sub("", source), _TAG.sub("", target)
    text = (
        None if length.is_dense(language) else _TARGETS.get(script.expected(language))
    )
    return (
        len(target) <= _LONGEST
        and text is not None
        and text.fullmatch(target) is not None
        and _SOURCE.fullmatch(source) is not None
        and _ends_alike(source, target)
        and not ("www." in source or "www." in target)
        and _says_other_words(source, target)
    )


def _ends_alike(source: str, target: str) -> bool:
    last = source[-1]
    if last.isalpha():
        # Part of a sentence, whose end may be here in another language.
        return not target.endswith(" ")
    is_end = target[-1] in _SAME_END.get(last, "")
    return is_end and not (last == "." and punctuation.is_abbreviated(target))


def _says_other_words(source: str, target: str) -> bool:
    """Whether both have as many letters as usual, in words that are surely no slips.

    A copy has as many letters as its source; slips are Turkish words, and words that
    stand there twice running.
    """
    theirs, ours = _MARK.sub(" ", source), _MARK.sub(" ", target)
    words = ours.lower().split()
    letters, our_letters = len(theirs) - theirs.count(" "), len(ours) - ours.count(" ")
    return (
        length.is_usual(letters, our_letters)
        and (letters != our_letters or not turkish.is_same(source, target))
        and turkish.TELLING.isdisjoint(words)
        and not any(map(eq, words, words[1:]))
    )


def _is_marked_alike(source: str, target: str) -> bool:
    """Whether both have the same tags, and all of them in order."""
    tags = _TAG.findall(target)
    return (
        tags == _TAG.findall(source)
        and len(tags) <= _MOST_TAGS
        and _are_well_formed("x".join(["", *tags, ""]))
        and _EMPTY_LINK.search(target) is None
        and _JOINED.search(target) is None
    )


@lru_cache(maxsize=1024)
def _are_well_formed(segment: str) -> bool:
    return not any(markup.check(Entry(msgid=segment, msgstr=segment), ""))
