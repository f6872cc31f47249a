"""One text that both sides changed, merged word by word.

A word carries its marks and the link that it is in, so that a merge keeps both. The
address of a link is merged apart from its words: the editor may correct the words
while the source corrects the address.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from guidance.segments.inline import (
    Break,
    Inline,
    Link,
    Mark,
    Text,
    links,
    merge,
    plain_text,
)
from guidance.text.word_diff import hunks
from guidance.text.words import has_words, pieces
from importers.merge.diff3 import diff3

_Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, what is between two words, or a line break.

    ``link`` says in which link it is: its number in the base, or, in a link that is
    new, its attributes.
    """

    text: str
    marks: frozenset[Mark]
    link: Hashable = None
    is_break: bool = False


def merge_text(base: str, ours: str, theirs: str) -> str | None:
    """Return a text without markup that has both changes, None for a conflict.

    >>> merge_text("Her ay toplanırız.", "Her ay buluşuruz.", "Her ay görüşürüz.")
    >>> merge_text("Her ay en az bir kez toplanırız.",
    ...            "Her yıl en az bir kez toplanırız.", "Her ay en az bir kez buluşuruz.")
    'Her yıl en az bir kez buluşuruz.'
    """
    merged = merge_inline((Text(base),), (Text(ours),), (Text(theirs),))
    return None if merged is None else plain_text(merged)


def merge_inline(
    base: tuple[Inline, ...], ours: tuple[Inline, ...], theirs: tuple[Inline, ...]
) -> tuple[Inline, ...] | None:
    """Return a text that has both changes, None for a conflict."""
    before = list(_tokens(base))
    left, right = (_Side(before, base, side) for side in (ours, theirs))
    attributes = _merged_links(links(base), left, right)
    if attributes is None:
        return None
    tokens = diff3(before, left.tokens, right.tokens, _is_word)
    return None if tokens is None else merge(_inline(tokens, attributes))


def _is_word(token: _Token) -> bool:
    return has_words(token.text)


# ---- a text as tokens, and back


def _tokens(inline: Iterable[Inline]) -> Iterator[_Token]:
    """Yield the words, each with the number of its link in this text."""
    number = 0
    for node in inline:
        if isinstance(node, Link):
            for child in node.children:
                yield from _run(child, number)
            number += 1
        else:
            yield from _run(node, None)


def _run(run: Text | Break, link: int | None) -> Iterator[_Token]:
    if isinstance(run, Break):
        yield _Token("\n", run.marks, link, is_break=True)
    else:
        for piece in pieces(run.text):
            yield _Token(piece, run.marks, link)


def _inline(
    tokens: Iterable[_Token], attributes: Mapping[Hashable, _Attributes]
) -> Iterator[Inline]:
    for link, group in groupby(tokens, key=lambda token: token.link):
        runs = tuple(
            Break(token.marks) if token.is_break else Text(token.text, token.marks)
            for token in group
        )
        if link is None:
            yield from runs
        else:
            yield Link(attributes[link], runs)


# ---- links


class _Side:
    """One side's text, its links known by those of the base where they are the same."""

    def __init__(
        self,
        before: Sequence[_Token],
        base: tuple[Inline, ...],
        side: tuple[Inline, ...],
    ) -> None:
        tokens = list(_tokens(side))
        own = [link.attributes for link in links(side)]
        known = _same_links(before, tokens, links(base), links(side))
        self.links: dict[Hashable, _Attributes] = {
            known.get(number, attributes): attributes
            for number, attributes in enumerate(own)
        }
        self.tokens = [
            replace(token, link=known.get(token.link, own[token.link]))
            if isinstance(token.link, int)
            else token
            for token in tokens
        ]


def _same_links(
    before: Sequence[_Token],
    after: Sequence[_Token],
    old: Sequence[Link],
    new: Sequence[Link],
) -> dict[Hashable, int]:
    """Return for links of a side which of the base they are: by words, then address."""
    shared = _shared_words(before, after)
    candidates = sorted(
        (-shared[theirs, mine], link.attributes != other.attributes, theirs, mine)
        for theirs, link in enumerate(old)
        for mine, other in enumerate(new)
        if shared[theirs, mine] or link.attributes == other.attributes
    )
    known: dict[Hashable, int] = {}
    taken: set[int] = set()
    for _, _, theirs, mine in candidates:
        if mine not in known and theirs not in taken:
            known[mine] = theirs
            taken.add(theirs)
    return known


def _shared_words(
    before: Sequence[_Token], after: Sequence[_Token]
) -> Counter[tuple[Hashable, Hashable]]:
    """Return how many unchanged words each link has in common with each old one."""
    shared: Counter[tuple[Hashable, Hashable]] = Counter()
    old, new = ([token.text for token in side] for side in (before, after))
    place = new_place = 0
    ends = [
        *((h.start, h.new_start, h.end, h.new_end) for h in hunks(old, new)),
        (len(old), len(new), 0, 0),
    ]
    for start, new_start, end, new_end in ends:
        pairs = zip(before[place:start], after[new_place:new_start], strict=True)
        shared.update(
            (one.link, other.link)
            for one, other in pairs
            if _is_word(one) and one.link is not None and other.link is not None
        )
        place, new_place = end, new_end
    return shared


def _merged_links(
    base: Sequence[Link], ours: _Side, theirs: _Side
) -> dict[Hashable, _Attributes] | None:
    """Return the attributes of every link by its identity, None for a conflict."""
    merged = {**ours.links, **theirs.links}
    for number, link in enumerate(base):
        # Nothing where a side took the link away.
        changed = {
            attributes
            for side in (ours, theirs)
            if (attributes := side.links.get(number, ())) != link.attributes
        }
        if len(changed) > 1:
            return None
        merged[number] = changed.pop() if changed else link.attributes
    return merged
