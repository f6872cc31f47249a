"""Slugs: the part of a page's address that a person can read."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from guidance.text.normalize import one_line

MAX_LENGTH = 80

# Inside a word they vanish: "STÖ’müz" is one word, and so is "STÖ'müz".
_APOSTROPHES = re.compile("['`´ʹʻʼʽ‘’‛′＇]")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")

# Scripts that write their vowels, so that letters spelled one by one can be read. The
# consonants of an Arabic or Hebrew word cannot ("مرحبا" would be "mrhba").
_ROMANIZED = ("LATIN ", "GREEK ", "CYRILLIC ")


def slugify(heading: str, max_length: int = MAX_LENGTH) -> str:
    """Return the slug of ``heading``, or ``""`` when it has no Latin form.

    >>> slugify("Işık ve İLGİ: STÖ’müz %80 hazır")
    'isik-ve-ilgi-stomuz-80-hazir'
    >>> slugify("دليل المتطوعين")
    ''

    A slug that is too long is cut at a hyphen, so that its last word stays whole.
    """
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", one_line(heading)))
    letters = [character for character in text if character.isalpha()]
    readable = [character for character in letters if _is_romanized(character)]
    if 2 * len(readable) < len(letters):
        return ""
    slug = _NOT_ALPHANUMERIC.sub("-", "".join(map(_latin, text)).lower())
    return _cut(slug.strip("-"), max_length)


def page_slug(question: int, choice: int, heading: str) -> str:
    """Return the slug of a page: its ids, then the heading, in at most 80 characters.

    >>> page_slug(10, 2, "Düzenli toplanıyoruz.")
    '10-2-duzenli-toplaniyoruz'
    >>> page_slug(10, 2, "نجتمع بانتظام.")
    '10-2'
    """
    ids = f"{question}-{choice}"
    slug = slugify(heading, MAX_LENGTH - len(ids) - 1)
    return f"{ids}-{slug}" if slug else ids


@lru_cache(maxsize=1024)
def _is_romanized(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_ROMANIZED)


@lru_cache(maxsize=1024)
def _latin(character: str) -> str:
    """Return the Latin letters of one character; all but letters and digits part words."""
    category = unicodedata.category(character)
    if category.startswith("L"):
        return anyascii(character) if _is_romanized(character) else "-"
    if category.startswith("M"):
        return ""
    return anyascii(character) if category.startswith("N") else "-"


def _cut(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    # One character more tells whether the cut falls between two words.
    head, hyphen, _ = slug[: max_length + 1].rpartition("-")
    return head if hyphen else slug[:max_length]
