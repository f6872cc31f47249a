"""Words, letters and sentences, as far as one can tell them without a dictionary."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

_SENTENCE_ENDS = frozenset(".!?…؟۔。")
_SPACES = re.compile(r"(\s+)")


# The checks of a translation ask for the words of the same few texts again and again.
@lru_cache(maxsize=64)
def words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` without the punctuation around them.

    A word is what stands between two spaces and has a letter or a digit, so that a
    Turkish suffix belongs to its word.

    >>> words("“STÖ’ler” – %80 hazır.")
    ('STÖ’ler', '80', 'hazır')
    """
    # Most tokens are words as they are.
    found = [
        token if token.isalnum() else _without_edges(token) for token in text.split()
    ]
    return tuple(filter(None, found))


def pieces(text: str) -> tuple[str, ...]:
    """Return ``text`` cut into its words and what stands between them.

    Joined, the pieces are ``text`` again; those with a letter or a digit are ``words``.

    >>> pieces("“STÖ’ler” – %80 hazır.")
    ('“', 'STÖ’ler', '” – %', '80', ' ', 'hazır', '.')
    """
    found: list[str] = []
    between = ""
    for before, word, after in _cut(text):
        between += before
        if word:
            found += [between, word] if between else [word]
            between = after
    return tuple([*found, between] if between else found)


def has_at_least(text: str, count: int) -> bool:
    """Tell whether ``text`` has ``count`` words; a long one is mostly not read to its end.

    >>> has_at_least("Görüş – alın.", 2), has_at_least("Görüş – alın.", 3)
    (True, False)
    """
    # What stands behind the last cut may be the rest of a long text.
    *first, _rest = text.split(None, 2 * count) or [""]
    # Most of them are letters alone.
    if sum(map(str.isalnum, first)) >= count:
        return True
    return _reaches(first, count) or _reaches(text.split(), count)


def count_words(text: str) -> int:
    """Return how many words ``text`` has, as ``words`` counts them.

    >>> count_words("“STÖ’ler” – %80 hazır.")
    3
    """
    return _count(text.split())


def count_letters(text: str) -> int:
    """Return how many letters ``text`` has, in any script."""
    return sum(map(str.isalpha, text))


def has_words(text: str) -> bool:
    """Tell whether ``text`` has any letter or digit, so that there is something to say."""
    return any(map(str.isalnum, text))


def starts_with_capital(text: str) -> bool:
    """Tell whether the first letter of ``text`` can begin a sentence.

    Quotation marks and brackets before it do not count; a digit is no capital. A letter
    of a script without capitals, such as Arabic, can always begin one.

    >>> starts_with_capital("“İlk adım"), starts_with_capital("veya"), starts_with_capital("3 üye")
    (True, False, False)
    """
    first = next(filter(str.isalnum, text), "")
    return first.isalpha() and not first.islower()


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` ends as a sentence does; closing quotes and brackets may follow.

    >>> ends_sentence("Hazırız.”"), ends_sentence("هل أنتم مستعدون؟"), ends_sentence("bir,")
    (True, True, False)
    """
    for character in reversed(text):
        if character in _SENTENCE_ENDS:
            return True
        if not (_closes(character) or character.isspace()):
            return False
    return False


def _reaches(tokens: Iterable[str], count: int) -> bool:
    return sum(1 for _ in islice(filter(has_words, tokens), count)) == count


def _count(tokens: Iterable[str]) -> int:
    # Nearly all begin or end with a letter, and are told at once.
    return len(
        [
            token
            for token in tokens
            if token[0].isalnum() or token[-1].isalnum() or any(map(str.isalnum, token))
        ]
    )


def _closes(character: str) -> bool:
    return character in "\"'" or unicodedata.category(character) in {"Pe", "Pf", "Cf"}


def _cut(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (what stands before it, word, what stands after it) of every token."""
    for token in _SPACES.split(text):
        start, end = _word_in(token)
        if start < end:
            yield token[:start], token[start:end], token[end:]
        else:
            yield token, "", ""


def _without_edges(token: str) -> str:
    start, end = _word_in(token)
    return token[start:end]


def _word_in(token: str) -> tuple[int, int]:
    if token and token[0].isalnum() and token[-1].isalnum():
        return 0, len(token)
    start, end = 0, len(token)
    while start < end and not token[start].isalnum():
        start += 1
    while end > start and not _ends_word(token[end - 1]):
        end -= 1
    return start, end


def _ends_word(character: str) -> bool:
    # Vowel signs of Arabic, Hebrew and Devanagari are marks behind their letter.
    return character.isalnum() or unicodedata.category(character).startswith("M")
