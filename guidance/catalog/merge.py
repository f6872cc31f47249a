"""What happens to translations when source texts change.

gettext's ``msgmerge`` compares every new text with all old ones. Here most of the answer
is known, because a leaf keeps its id; only leaves that are new themselves are compared,
and only with what disappeared from the same document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from guidance.catalog.context import LINK
from guidance.catalog.entry import Key
from guidance.catalog.message import Known, Use, is_prefilled
from guidance.catalog.parts import joined_parts, split_parts
from guidance.text.normalize import one_line

# msgmerge's own limit: less is no help to a translator.
_SIMILAR = 60
# A straight quotation mark or a curly one: the same text for whoever translates it.
_QUOTES = str.maketrans("“”„«»‘’", '"""""\'\'')
_LINK_TAG = re.compile(r"(</?a)([1-9][0-9]*)(?=>)")


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An old message that a new one replaces.

    ``is_same_text`` if only its context or its spelling changed. ``parts`` are all old
    messages, in their order, when the new text is several of them in one.
    """

    key: Key
    is_same_text: bool = False
    parts: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """``carried`` are translations that new messages get; ``obsolete`` has no use left."""

    carried: Mapping[Key, Known]
    obsolete: tuple[Key, ...]


def merge(old: Iterable[Use], new: Iterable[Use], known: Mapping[Key, Known]) -> Merged:
    """Return what the translations of one language become when ``old`` becomes ``new``.

    A text that only got another context keeps its translation. A text that changed gets
    the old translation, fuzzy, with the text that it was made from:

    >>> old = [Use("b#k1", "", "Süreçlerimiz var."), Use("b#k2", "", "Hazırız.")]
    >>> new = [Use("b#k1", "", "Süreçlerimiz yazılı."), Use("b#k2", "heading", "Hazırız.")]
    >>> known = {("", "Süreçlerimiz var."): Known("We have processes."),
    ...          ("", "Hazırız."): Known("We are ready.")}
    >>> merged = merge(old, new, known)
    >>> for key, value in merged.carried.items():
    ...     print(key, value.fuzzy, [value.previous_msgid, value.msgstr])
    ('heading', 'Hazırız.') False ['', 'We are ready.']
    ('', 'Süreçlerimiz yazılı.') True ['Süreçlerimiz var.', 'We have processes.']
    >>> merged.obsolete
    (('', 'Süreçlerimiz var.'), ('', 'Hazırız.'))

    Nothing is taken away: what ``known`` says of a message stays as it is, also when the
    message is obsolete or comes back. Merging what did not change carries nothing.
    """
    old, new = tuple(old), tuple(new)
    return Merged(carry(predecessors(old, new), known), obsolete_keys(old, new))


def obsolete_keys(old: Iterable[Use], new: Iterable[Use]) -> tuple[Key, ...]:
    """Return the messages that no document has any more."""
    current = {use.key for use in new}
    return tuple(
        dict.fromkeys(use.key for use in old if use.key not in current),
    )


def predecessors(
    old: Iterable[Use], new: Iterable[Use]
) -> Mapping[Key, tuple[Predecessor, ...]]:
    """Return the old messages that each new message may replace, the best one first.

    The same for every language: whose translation is taken depends on which are there.
    """
    before, after = _by_owner(old), _by_owner(new)
    found: dict[Key, dict[Predecessor, None]] = {}
    for owner, uses in after.items():
        # A document that is new replaces nothing.
        for key, predecessor in _pairs(before[owner], uses) if owner in before else ():
            found.setdefault(key, {})[predecessor] = None
    return {key: tuple(sorted(given, key=_rank)) for key, given in found.items()}


def carry(
    found: Mapping[Key, Sequence[Predecessor]], known: Mapping[Key, Known]
) -> Mapping[Key, Known]:
    """Return the translations that messages without one get from their predecessors."""
    carried = {}
    for key, candidates in found.items():
        if key in known and known[key].msgstr:
            continue
        for candidate in candidates:
            if _says_something(candidate.key, known):
                joined = _join(candidate.parts, known)
                carried[key] = joined or _inherit(candidate, known[candidate.key])
                break
    return carried


def _says_something(key: Key, known: Mapping[Key, Known]) -> bool:
    msgstr = known[key].msgstr if key in known else ""
    return bool(msgstr) and not is_prefilled(key, msgstr)


def _join(parts: Sequence[Key], known: Mapping[Key, Known]) -> Known | None:
    """Return the translations of several texts as one, fuzzy; None unless all are there."""
    if not parts or not all(_says_something(part, known) for part in parts):
        return None
    values = [known[part] for part in parts]
    if any(value.fuzzy for value in values):
        return None
    msgid = _numbered_on(part[1] for part in parts)
    return Known(
        _numbered_on(value.msgstr for value in values),
        fuzzy=True,
        previous_msgctxt=parts[0][0],
        previous_msgid=msgid,
        comment="\n".join(filter(None, (value.comment for value in values))),
    )


def _numbered_on(texts: Iterable[str]) -> str:
    """Return texts as one; the links of each are numbered behind those before it.

    >>> _numbered_on(["<a1>Bir</a1>.", "<a1>İki</a1>."])
    '<a1>Bir</a1>. <a2>İki</a2>.'
    """
    joined, before = [], 0
    for text in texts:
        numbers = [int(number) for _, number in _LINK_TAG.findall(text)]
        shift = before
        joined.append(
            _LINK_TAG.sub(lambda tag: f"{tag[1]}{int(tag[2]) + shift}", text)  # noqa: B023 - used at once
        )
        before += max(numbers, default=0)
    return " ".join(joined)


def _inherit(predecessor: Predecessor, value: Known) -> Known:
    if predecessor.is_same_text or (value.fuzzy and value.previous_msgid):
        # A text that changes twice was still translated from the first one.
        return value
    msgctxt, msgid = predecessor.key
    return replace(value, fuzzy=True, previous_msgctxt=msgctxt, previous_msgid=msgid)


def _by_owner(uses: Iterable[Use]) -> dict[str, list[Use]]:
    grouped: dict[str, list[Use]] = {}
    for use in uses:
        grouped.setdefault(use.owner, []).append(use)
    return grouped


def _rank(predecessor: Predecessor) -> bool:
    return not predecessor.is_same_text


def _pairs(old: Sequence[Use], new: Sequence[Use]) -> Iterator[tuple[Key, Predecessor]]:
    """Yield (new message, what it replaces) for one document, the surest first."""
    old_keys, new_keys = {use.key for use in old}, {use.key for use in new}
    gone = [key for key in dict.fromkeys(use.key for use in old) if key not in new_keys]
    fresh = [use for use in new if use.key not in old_keys]
    places = {use.leaf: use.key for use in old}

    moved = dict(_moved(gone, fresh))
    rest = [use for use in fresh if use.key not in moved]
    # Ids are hints: a text that stands where another was may be a third one, edited.
    edited = dict(_edited(places, gone, rest, at_least=_SIMILAR))
    left = _without(gone, moved, edited)
    similar = dict(_similar(left, [use for use in rest if use.key not in edited]))
    rest = [use for use in rest if use.key not in edited and use.key not in similar]
    rewritten = dict(_edited(places, _without(left, similar), rest))
    others = [use for use in rest if use.key not in rewritten]

    for key, origin in moved.items():
        yield key, Predecessor(origin, is_same_text=True)
    replaced = edited | similar | rewritten
    joined = joined_parts(replaced, _without(gone, moved, replaced))
    for key, origin in replaced.items():
        yield key, Predecessor(origin, parts=joined.get(key, ()))
    split = split_parts(gone, [use.key for use in others])
    for key, origin in split.items():
        yield key, Predecessor(origin)
    for use in others:
        # The old text stands elsewhere too, so that it is not gone.
        if use.key not in split and use.leaf in places:
            yield use.key, Predecessor(places[use.leaf])


def _moved(gone: Sequence[Key], fresh: Iterable[Use]) -> Iterator[tuple[Key, Key]]:
    """Yield the messages whose text reads the same; context or spelling is another."""
    by_text = {_reading(key[1]): key for key in gone if key[0] != LINK}
    by_text |= {key[1]: key for key in gone if key[0] != LINK}
    for use in fresh if by_text else ():
        if use.msgctxt == LINK:
            continue
        origin = by_text.get(use.msgid) or by_text.get(_reading(use.msgid))
        if origin is not None:
            yield use.key, origin


def _reading(text: str) -> str:
    return one_line(text).translate(_QUOTES)


def _without(gone: Iterable[Key], *used: Mapping[Key, Key]) -> list[Key]:
    taken = {origin for pairs in used for origin in pairs.values()}
    return [key for key in gone if key not in taken]


def _edited(
    places: Mapping[str, Key],
    gone: Iterable[Key],
    fresh: Iterable[Use],
    at_least: float = 0,
) -> Iterator[tuple[Key, Key]]:
    """Yield the messages whose text stands where a text was that is gone."""
    disappeared = set(gone)
    for use in fresh:
        origin = places.get(use.leaf)
        if (
            origin is not None
            and origin in disappeared
            and fuzz.ratio(use.msgid, origin[1]) >= at_least
        ):
            yield use.key, origin


def _similar(gone: Sequence[Key], fresh: Iterable[Use]) -> Iterator[tuple[Key, Key]]:
    """Yield the pairs that say nearly the same, the most similar first, each text once."""
    candidates = [key for key in gone if key[0] != LINK]
    texts = dict.fromkeys(use.key for use in fresh if use.msgctxt != LINK)
    scored = [
        (score, key, origin)
        for key in texts
        for origin in candidates
        if (score := fuzz.ratio(key[1], origin[1], score_cutoff=_SIMILAR))
    ]
    used: set[Key] = set()
    # A stable sort: equally similar ones stay in the order of the document.
    for _, key, origin in sorted(scored, key=lambda found: -found[0]):
        if key in texts and origin not in used:
            used.add(origin)
            del texts[key]
            yield key, origin
