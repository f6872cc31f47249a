"""How much there is to translate: texts and words. Addresses are not counted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.catalog.checks.visible import visible
from guidance.catalog.context import LINK
from guidance.catalog.entry import Entry
from guidance.text import words


@dataclass(frozen=True, slots=True)
class WordCount:
    """Texts by their state; ``words`` of all of them, ``open_words`` of what is to do."""

    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    words: int = 0
    open_words: int = 0


def count_words(entries: Iterable[Entry]) -> WordCount:
    """Return how much a catalog holds, and how much of it is still to do.

    >>> done = Entry(msgid="Üyelere <a1>mektup</a1> yazın.", msgstr="Write to members.")
    >>> count_words([done, Entry(msgid="Yeni metin.")])
    WordCount(translated=1, fuzzy=0, untranslated=1, words=5, open_words=2)
    """
    texts = [entry for entry in entries if not entry.obsolete and entry.msgctxt != LINK]
    counts = [words.count_words(visible(entry.msgid)) for entry in texts]
    done = [entry.is_translated for entry in texts]
    fuzzy = sum(entry.fuzzy for entry in texts)
    return WordCount(
        translated=sum(done),
        fuzzy=fuzzy,
        untranslated=len(texts) - sum(done) - fuzzy,
        words=sum(counts),
        open_words=sum(
            count for count, is_done in zip(counts, done, strict=True) if not is_done
        ),
    )
