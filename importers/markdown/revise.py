"""A body changed so that it says what its page says, line by line as it was otherwise.

From the finest to the coarsest: words in a text, attributes of a block, blocks that
come and go; what none of these can do is written anew, with all texts that are known
as their author wrote them. Each step is read again before the next one.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from guidance.segments.inline import plain_text
from importers.markdown.block_edit import edit_block
from importers.markdown.document import Block, Item, Paragraph, Prose, prose_of
from importers.markdown.likeness import without_lines
from importers.markdown.prose_edit import edit_prose
from importers.markdown.render import Manner, Read, render
from importers.markdown.source import Source
from importers.markdown.structure_edit import edit_structure
from importers.markdown.units import Unit, units_of

# Below that, two texts are not one that was changed.
_LIKENESS = 0.4
# A longer row of changed blocks is paired by its order.
_MOST_PAIRS = 40


def revise(text: str, wanted: Sequence[Block], read: Read) -> str:
    r"""Return ``text`` changed so that it is read as ``wanted``.

    ``text`` has plain line ends and no control characters, ``read`` says how it is
    understood. When nothing is read as wanted, the result is the best there is: the
    caller compares.

    >>> from importers.markdown.render import read_blocks
    >>> revise("* _bir_\n* iki\n", read_blocks("- *bir*\n- üç"), read_blocks)
    '* _bir_\n* üç\n'
    """
    goal = without_lines(wanted)
    source = _with_changed_values(Source(text, read), goal)
    if source.bare == goal:
        return source.text
    manner = Manner(Source(text, read).known(), read)
    written = ""
    for written in _rewritten(source, wanted, manner):
        if without_lines(read(written)) == goal:
            break
    return written


def _rewritten(
    source: Source, wanted: Sequence[Block], manner: Manner
) -> Iterator[str]:
    for text in edit_structure(source, wanted):
        # Without its heading of level 1, a source has all others one level up.
        yield _with_changed_values(source.changed(text), wanted).text
    yield render(wanted, manner)
    yield render(wanted, manner.bare())


# ---- what is there before and after, and says something else


def _with_changed_values(source: Source, wanted: Sequence[Block]) -> Source:
    """Return the source with all changes that leave every block and item in place."""
    if source.bare == without_lines(wanted):
        return source
    new = units_of(wanted)
    for here, there in _pairs(units_of(source.blocks), new):
        source = _with_changed_texts(source, here, new[there])
    # The texts are other ones now, the units are as many as before.
    for here, there in _pairs(units_of(source.blocks), new):
        block, number = new[there].what, units_of(source.blocks)[here].block
        if not isinstance(block, Item):
            source = edit_block(source, number, block) or source
    return source


def _with_changed_texts(source: Source, here: int, new: Unit) -> Source:
    """Return the source in which the texts of the unit ``here`` are those of ``new``."""
    before, after = _texts(units_of(source.blocks)[here]), _texts(new)
    if len(before) != len(after):
        return source
    for place, (one, other) in enumerate(zip(before, after, strict=True)):
        if one != other:
            units = units_of(source.blocks)
            number = sum(len(_texts(unit)) for unit in units[:here]) + place
            edited = edit_prose(source, number, other, units[here].what.line)
            source = edited or source
    return source


def _texts(unit: Unit) -> list[Prose]:
    if isinstance(unit.what, Item):
        return list(unit.what.paragraphs)
    return [prose for prose, _ in prose_of(unit.what)]


def _pairs(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Yield the places of units that are one, before and after, and differ."""
    matcher = SequenceMatcher(
        None, [unit.key for unit in old], [unit.key for unit in new], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "replace":
            for here, there in _alike(old[i1:i2], new[j1:j2]):
                yield i1 + here, j1 + there


def _alike(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    if len(old) == len(new) and all(map(_fit, old, new)):
        yield from ((place, place) for place in range(len(old)))
        return
    if len(old) * len(new) > _MOST_PAIRS**2:
        return
    # The best row of pairs that keeps the order.
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [
        [(0.0, ())] * (len(new) + 1) for _ in range(len(old) + 1)
    ]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            likeness = _likeness(one, other)
            score, pairs = best[i][j]
            paired = (score + likeness, (*pairs, (i, j))) if likeness else (0.0, ())
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], paired)
    yield from best[-1][-1][1]


def _fit(old: Unit, new: Unit) -> bool:
    """Whether two units differ only in what they say."""
    if isinstance(old.what, Item) or isinstance(new.what, Item):
        return (
            isinstance(old.what, Item)
            and isinstance(new.what, Item)
            and (old.what.level, old.what.ordered) == (new.what.level, new.what.ordered)
        )
    return type(old.what) is type(new.what)


def _likeness(old: Unit, new: Unit) -> float:
    if not _fit(old, new):
        return 0.0
    if not isinstance(old.what, Item | Paragraph) and not _texts(old):
        return 0.5
    one, other = (" ".join(map(plain_text, _texts(unit))) for unit in (old, new))
    likeness = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return likeness if likeness >= _LIKENESS else 0.0
