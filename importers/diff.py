"""What changes on a page, word by word: two bodies in, changed places out.

For people who look at a plan. Merging has its own, stricter comparison
(``importers.merge``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from guidance.block_names import BlockName
from guidance.segments.inline import Break, Inline, Link, Text
from guidance.segments.stream import Stream, extract
from guidance.text.word_diff import Op, Run, word_diff


class Fate(StrEnum):
    """What happens to a place of a page."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    # The words are the same; what is bold, or a heading's level, is not.
    FORMAT = "format"


@dataclass(frozen=True, slots=True)
class Change:
    """A place that changes: a paragraph, a heading, a cell, a picture, a piece of code.

    ``kind`` is that of a leaf, or ``title``, ``picture`` or ``code``; ``skipped`` says
    how many places before it stay as they are.
    """

    kind: str
    fate: Fate
    runs: tuple[Run, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """A page before, or after: the text of its choice and its body."""

    title: str
    stream: Stream


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    kind: str
    text: str
    form: object


def changes(before: Side, after: Side) -> tuple[Change, ...]:
    """Return the places that differ, in reading order.

    >>> def page(text):
    ...     html = f'<p data-block-key="a">{text}</p>'
    ...     return Side("Başlık", [{"type": "text", "id": "x", "value": html}])
    >>> change, = changes(page("Yılda bir toplanırız."), page("Yılda iki toplanırız."))
    >>> [(run.op.value, run.text) for run in change.runs]
    [('same', 'Yılda '), ('deleted', 'bir'), ('inserted', 'iki'), ('same', ' toplanırız.')]
    """
    return tuple(_compared(list(_places(before)), list(_places(after))))


# ---- places


def _places(side: Side) -> Iterator[_Place]:
    if side.title:
        yield _Place("title", "title", side.title, "")
    for block in side.stream:
        yield from _places_of(block)


def _places_of(block: dict[str, object]) -> Iterator[_Place]:
    kind, value, name = block["type"], block["value"], f"body/{block.get('id')}"
    match kind, value:
        case BlockName.CODE, {"code": str(code)}:
            yield _Place(name, "code", code, "")
        case BlockName.IMAGE, {"source": source, "image": dict(picture)}:
            yield _Place(name, "picture", str(source or "•"), picture.get("image"))
    form = value.get("level") if isinstance(value, dict) else kind
    for leaf in extract([block]):
        text = "".join(_shown(leaf.inline))
        yield _Place(leaf.id, leaf.kind.value, text, (form, leaf.inline))


def _shown(inline: Iterable[Inline]) -> Iterator[str]:
    """Yield what a reader of the plan sees: the words, and where links lead."""
    for node in inline:
        match node:
            case Text(text):
                yield text
            case Break():
                yield "\n"
            case Link(_, children):
                yield from _shown(children)
                if node.href:
                    yield f" ({node.href})"


# ---- comparing


def _compared(old: Sequence[_Place], new: Sequence[_Place]) -> Iterator[Change]:
    skipped = 0
    for before, after in _paired(old, new):
        change = _change(before, after, skipped)
        if change is None:
            skipped += 1
        else:
            yield change
            skipped = 0


def _paired(
    old: Sequence[_Place], new: Sequence[_Place]
) -> Iterator[tuple[_Place | None, _Place | None]]:
    """Yield what belongs together: by id, or by the same words under another id."""
    known = {place.id for place in old} & {place.id for place in new}
    keys = [
        [place.id if place.id in known else (place.kind, place.text) for place in side]
        for side in (old, new)
    ]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        gone, came = old[old_start:old_end], new[new_start:new_end]
        if tag == "equal":
            yield from zip(gone, came, strict=True)
        else:
            yield from ((place, None) for place in gone)
            yield from ((None, place) for place in came)


def _change(before: _Place | None, after: _Place | None, skipped: int) -> Change | None:
    match before, after:
        case _Place() as gone, None:
            return Change(gone.kind, Fate.GONE, (Run(Op.DELETED, gone.text),), skipped)
        case None, _Place() as came:
            return Change(came.kind, Fate.NEW, (Run(Op.INSERTED, came.text),), skipped)
        case _Place() as old, _Place() as new if old.text != new.text:
            return Change(
                new.kind, Fate.CHANGED, word_diff(old.text, new.text), skipped
            )
        case _Place() as old, _Place() as new if old.form != new.form:
            return Change(new.kind, Fate.FORMAT, (Run(Op.SAME, new.text),), skipped)
    return None
