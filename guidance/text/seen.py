"""Whether a text has anything that a reader sees."""

import unicodedata

# Letters and symbols that are drawn as nothing: Hangul fillers, the blank Braille cell.
_DRAWN_AS_NOTHING = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Letters, numbers, punctuation and symbols; not spaces, controls and marks alone.
_SEEN = frozenset("LNPS")


def is_seen(text: str) -> bool:
    r"""Tell whether anything of a text can be seen.

    >>> [is_seen(text) for text in ("a", "…", "", " \u00a0", "\u200b\u200e", "\u2800")]
    [True, True, False, False, False, False]
    """
    return any(
        unicodedata.category(character)[0] in _SEEN
        and character not in _DRAWN_AS_NOTHING
        for character in text
    )
