"""What is known already of a text that is new: exact repeats, and near ones.

gettext's ``msgmerge`` compares each new text with all old ones. Here only texts that no
old one of their document explains come this far, and each is compared with the few that
share its rarest words.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from rapidfuzz import fuzz, process

from guidance.catalog.checks import check, has_error
from guidance.catalog.context import LINK, is_fragment
from guidance.catalog.entry import Entry, Key
from guidance.catalog.message import Known
from guidance.segments.segment import EMPTY
from guidance.text.words import words

# Across documents less is noise: translators complain of matches that have nothing to
# do with the text.
_NEAR = 80
_RAREST = 6
# A word in more texts than that says little about any of them.
_COMMON = 200
_MOST_COMPARED = 60


def near_texts(
    fresh: Iterable[Key], others: Iterable[Key]
) -> dict[Key, tuple[Key, ...]]:
    """Return the messages that say nearly the same as a new one, the nearest first.

    The same for every language. Fragments and addresses have none.

    >>> old = ("", "Yönetim kurulu her ay düzenli olarak toplanır.")
    >>> new = ("", "Yönetim kurulu her hafta düzenli olarak toplanır.")
    >>> near_texts([new], [old])[new] == (old,)
    True
    """
    known = [key for key in others if key[0] != LINK]
    if not known:
        return {}
    wanted = [key for key in fresh if key[0] != LINK and not is_fragment(key[1])]
    if not wanted:
        return {}
    # Of all other words nobody will ask.
    asked = {word for key in wanted for word in words(key[1])}
    by_word = _by_word(known, asked)
    found = {}
    for key in wanted:
        candidates = [known[place] for place in _candidates(key[1], by_word)]
        texts = [candidate[1] for candidate in candidates]
        near = process.extract(
            key[1], texts, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None
        )
        if near:
            found[key] = tuple(candidates[place] for _, _, place in near)
    return found


def repeated(
    fresh: Collection[Key],
    near: Mapping[Key, Sequence[Key]],
    known: Mapping[Key, Known],
    language: str,
) -> dict[Key, Known]:
    """Return what new messages can be filled with, from translations that are valid.

    The same text in another context is filled in as translated where all its
    translations agree; a fragment depends on its place, so that it is fuzzy, as near
    texts always are.

    >>> known = {("", "Her yıl yeni bir plan yaparız."): Known("We plan every year."), ("q1.c1", "veya"): Known("or")}
    >>> new = [("heading", "Her yıl yeni bir plan yaparız."), ("q2.c1", "veya")]
    >>> for key, value in repeated(new, {}, known, "en").items():
    ...     print(key[0], value.msgstr, value.fuzzy, [value.previous_msgctxt])
    heading We plan every year. False ['']
    q2.c1 or True ['q1.c1']
    """
    if not fresh:
        return {}
    valid = {key: value for key, value in known.items() if _is_valid(key, value)}
    by_text: dict[str, list[Key]] = defaultdict(list)
    for key in valid:
        by_text[key[1]].append(key)
    filled = {}
    for key in fresh:
        if key[0] == LINK or (key in known and known[key].msgstr):
            continue
        same = [other for other in by_text.get(key[1], ()) if other != key]
        close = next((other for other in near.get(key, ()) if other in valid), None)
        if same:
            filled[key] = _exact(key, same, valid, language)
        elif close is not None:
            filled[key] = _fuzzy(close, valid)
    return filled


def _exact(
    key: Key, same: Sequence[Key], valid: Mapping[Key, Known], language: str
) -> Known:
    agreed = len({valid[other].msgstr for other in same}) == 1
    text = valid[same[0]].msgstr
    entry = Entry(msgctxt=key[0], msgid=key[1], msgstr=text)
    if agreed and not is_fragment(key[1]) and not has_error(check(entry, language)):
        return Known(text)
    return _fuzzy(same[0], valid)


def _fuzzy(origin: Key, valid: Mapping[Key, Known]) -> Known:
    return Known(
        valid[origin].msgstr,
        fuzzy=True,
        previous_msgctxt=origin[0],
        previous_msgid=origin[1],
    )


def _is_valid(key: Key, value: Known) -> bool:
    # That a text is left out in one place says nothing about another.
    is_text = bool(value.msgstr) and value.msgstr.strip() != EMPTY
    return is_text and not value.fuzzy and key[0] != LINK


def _by_word(known: Sequence[Key], asked: AbstractSet[str]) -> dict[str, list[int]]:
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(known):
        for word in asked & set(words(key[1])):
            by_word[word].append(place)
    return by_word


def _candidates(text: str, by_word: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the places of the texts that share most of the rarest words of ``text``."""
    shared = [by_word[word] for word in set(words(text)) if word in by_word]
    rarest = sorted(shared, key=len)[:_RAREST]
    counts: Counter[int] = Counter()
    for places in rarest:
        if len(places) <= _COMMON or not counts:
            counts.update(places[:_COMMON])
    return sorted(counts, key=lambda place: (-counts[place], place))[:_MOST_COMPARED]
