"""New content that keeps the ids of the places which it has in common with the old.

Ids get lost or wander: an import counts anew, a paste brings new keys or the same keys
twice, Enter at the start of a paragraph leaves its key on an empty one. Translations and
the merge of a re-import follow ids, so every new version adopts them by content.
"""

import re
import uuid
from collections import Counter, defaultdict, deque
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import count

from guidance.segments.align import align
from guidance.segments.ids import KEY, Slot, map_ids
from guidance.segments.inline import plain_text
from guidance.segments.leaf import Leaf
from guidance.segments.stream import Stream, extract

_FRESH = uuid.UUID("8b8f0c0e-6f3f-5d0b-9a55-0d3f3f0c4a11")
_NUMBER = re.compile(r"(?<=[/#])[0-9]+(?=[/#]|\Z)")


def adopt_ids(old: Stream, new: Stream, *, counted: bool = False) -> Stream:
    """Return the content of ``new`` with the ids of ``old`` where both say the same.

    A paragraph that is in another block now takes its key along. Whatever has no
    partner keeps the id that it has, unless that is missing or taken; then it gets a
    fresh one, the same one each time. Within their parent all ids are unique. ``adopt_ids(old, adopt_ids(old, new)) == adopt_ids(old, new)``, and
    ``adopt_ids(adopted, new) == adopted``: an open form may send its ids again.

    ``counted`` says that the ids of ``new`` only count its places, as those of an
    import do: what has no partner does not get an id that is one of ``old`` by chance.

    ``counted`` says that the ids of ``new`` only count its places, as those of an
    import do: what has no partner gets a fresh id that nothing in ``old`` has.

    >>> def text(*paragraphs):
    ...     html = "".join(f'<p data-block-key="{k}">{t}</p>' for k, t in paragraphs)
    ...     return [{"type": "text", "id": "5f", "value": html}]
    >>> entered_at_the_start = text(("k1", ""), ("xyz", "Derneğin amacı"))
    >>> adopt_ids(text(("k1", "Derneğin amacı")), entered_at_the_start)[0]["value"]
    '<p data-block-key="n1"></p><p data-block-key="k1">Derneğin amacı</p>'
    """
    before, after = _Numbered(old), _Numbered(new)
    pairing = _Pairing(before, after)
    pairing.pair_children(None, None)
    adopted = {
        new: before.slots[old].id
        for known in (pairing.partner, pairing.wandered())
        for new, old in sorted(known.items())
    }
    used = frozenset(slot.id for slot in before.slots) if counted else frozenset()
    names = iter(_names(after.slots, adopted, used))
    return map_ids(new, lambda _: next(names))


class _Numbered:
    """A body whose ids are the numbers of its slots."""

    def __init__(self, stream: Stream) -> None:
        self.slots: list[Slot] = []
        # Numbers of the slots in a slot; in None those of the blocks.
        self.children: defaultdict[int | None, list[int]] = defaultdict(list)
        self.leaves = extract(map_ids(stream, self._number))
        # Per leaf the slots around it, from the block inwards.
        self.chains = [_chain(leaf) for leaf in self.leaves]
        self.with_leaves = {number for chain in self.chains for number in chain}

    def _number(self, slot: Slot) -> str:
        number = len(self.slots)
        self.slots.append(slot)
        self.children[slot.parent].append(number)
        return str(number)


def _chain(leaf: Leaf) -> list[int]:
    return [int(number) for number in _NUMBER.findall(leaf.id)]


# ---- which slot is which


class _Pairing:
    """Pairs slots from the outside inwards: what is in them only if they are a pair."""

    def __init__(self, before: _Numbered, after: _Numbered) -> None:
        self.partner: dict[int, int] = {}
        self._before = before
        self._after = after
        self._paired: set[int] = set()
        # Per new slot how much text it has in common with old ones.
        self._shared: defaultdict[int, Counter[int]] = defaultdict(Counter)
        # The innermost slots of leaves that are the same, new and old.
        self._innermost: list[tuple[int, int]] = []
        for match in align(before.leaves, after.leaves):
            if match.keeps_id:
                self._innermost.append(
                    (after.chains[match.new][-1], before.chains[match.old][-1])
                )
                weight = len(plain_text(after.leaves[match.new].inline))
                pairs = zip(
                    before.chains[match.old], after.chains[match.new], strict=False
                )
                for old, new in pairs:
                    self._shared[new][old] += weight

    def pair_children(self, old_parent: int | None, new_parent: int | None) -> None:
        old = self._before.children[old_parent]
        new = self._after.children[new_parent]
        self._pair_by_leaves(set(old), new)
        self._pair_equal(old, new)
        self._pair_single(old, new)
        for number in new:
            if number in self.partner:
                self.pair_children(self.partner[number], number)

    def wandered(self) -> dict[int, int]:
        """Return the old slot of each paragraph that is in another block now."""
        return {
            new: old
            for new, old in self._innermost
            if new not in self.partner
            and old not in self._paired
            and self._before.slots[old].sort == self._after.slots[new].sort == KEY
        }

    def _pair_by_leaves(self, old: set[int], new: list[int]) -> None:
        shared = [
            (-weight, mine, theirs)
            for mine in new
            for theirs, weight in self._shared[mine].items()
            if theirs in old
        ]
        for _, mine, theirs in sorted(shared):
            self._pair(theirs, mine)

    def _pair_equal(self, old: list[int], new: list[int]) -> None:
        """Pair equal contents in their order, such as code or empty cells."""
        waiting: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
        for number in self._left(old, self._paired):
            slot = self._before.slots[number]
            waiting[slot.sort, slot.content()].append(number)
        for number in self._left(new, self.partner):
            slot = self._after.slots[number]
            equal = waiting[slot.sort, slot.content()]
            if equal:
                self._pair(equal.popleft(), number)

    def _pair_single(self, old: list[int], new: list[int]) -> None:
        """Pair what has no texts to tell by, when there is one of its sort on each side."""
        sorts = {self._after.slots[number].sort for number in new}
        for sort in sorted(sorts):
            old_left = [
                number
                for number in self._left(old, self._paired)
                if self._before.slots[number].sort == sort
            ]
            new_left = [
                number
                for number in self._left(new, self.partner)
                if self._after.slots[number].sort == sort
            ]
            if len(old_left) == len(new_left) == 1 and not (
                old_left[0] in self._before.with_leaves
                or new_left[0] in self._after.with_leaves
            ):
                self._pair(old_left[0], new_left[0])

    @staticmethod
    def _left(numbers: list[int], paired: Container[int]) -> list[int]:
        return [number for number in numbers if number not in paired]

    def _pair(self, old: int, new: int) -> None:
        is_free = old not in self._paired and new not in self.partner
        if is_free and self._before.slots[old].sort == self._after.slots[new].sort:
            self.partner[new] = old
            self._paired.add(old)


# ---- which id it has in the end


def _names(
    new: Sequence[Slot], adopted: Mapping[int, str], used: Container[str]
) -> list[str]:
    """Return the id of each new slot: the adopted one, else its own, else a fresh one.

    ``used`` are ids that only an adoption may give.
    """
    names: dict[int, str] = {}
    taken: defaultdict[int | None, set[str]] = defaultdict(set)
    own = [(number, slot.id) for number, slot in enumerate(new) if slot.id not in used]
    for number, name in [*adopted.items(), *own]:
        siblings = taken[new[number].parent]
        if name and number not in names and name not in siblings:
            names[number] = name
            siblings.add(name)
    for number, slot in enumerate(new):
        if number not in names:
            siblings = taken[slot.parent]
            names[number] = next(
                name
                for name in _fresh_names(slot)
                if name not in siblings and name not in used
            )
            siblings.add(names[number])
    return [names[number] for number in range(len(new))]


def _fresh_names(slot: Slot) -> Iterator[str]:
    for number in count(1):
        if slot.sort == KEY:
            yield f"n{number}"
        else:
            yield str(uuid.uuid5(_FRESH, f"{slot.id} {slot.content()} {number}"))
