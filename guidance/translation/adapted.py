"""Pages that an editor made his own: what new translations would change there. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from guidance.segments.filled import Filled, FilledLeaf, leaf_digest
from guidance.segments.inline import Inline, plain_text
from guidance.segments.leaf import Leaf
from guidance.segments.stream import Stream, fill
from guidance.translation.page_text import PageText, filled_leaves


@dataclass(frozen=True, slots=True)
class Draft:
    """An adapted page as its editor has it now, and what translations wrote there."""

    fields: Mapping[str, str]
    stream: Stream
    leaves: tuple[Leaf, ...]
    filled: Filled
    untranslated: tuple[str, ...]
    source_digest: str


@dataclass(frozen=True, slots=True)
class Source:
    """The source page, and what it says in the language."""

    leaves: tuple[Leaf, ...]
    text: PageText
    digest: str


def review(draft: Draft, source: Source) -> Draft | None:
    """Return the draft with the new translations of the texts that it still has.

    What the editor wrote stays, and so does a translation whose source has changed and
    is not translated. None when there is nothing new.
    """
    shown = set(source.text.untranslated)
    behind = [
        leaf
        for leaf in draft.leaves
        if leaf.id in shown and leaf.id not in draft.untranslated
    ]
    kept = {leaf.id for leaf in behind}
    fresh = {
        leaf.id: (value, mark)
        for leaf, value, mark in _fresh(draft, source)
        if leaf.id not in kept
    }
    if not fresh:
        return None
    values = {name: value for name, (value, _) in fresh.items()}
    return Draft(
        fields={
            name: plain_text(values[name]) if name in values else text
            for name, text in draft.fields.items()
        },
        stream=fill(draft.stream, values),
        leaves=tuple(
            replace(leaf, inline=values.get(leaf.id, leaf.inline))
            for leaf in draft.leaves
        ),
        filled=replace(
            draft.filled,
            leaves=tuple(
                fresh[leaf.id][1] if leaf.id in fresh else leaf
                for leaf in draft.filled.leaves
            ),
        ),
        untranslated=tuple(
            leaf.id
            for leaf in draft.leaves
            if leaf.id in shown and (leaf.id in fresh or leaf.id in draft.untranslated)
        ),
        source_digest=draft.source_digest if behind else source.digest,
    )


def _fresh(
    draft: Draft, source: Source
) -> Iterator[tuple[Leaf, tuple[Inline, ...], FilledLeaf]]:
    """Yield the leaves that still say what was written there, and would say another thing."""
    before = draft.filled.by_id()
    for leaf in draft.leaves:
        mark = before.get(leaf.id)
        value = source.text.values.get(leaf.id)
        if mark is None or value is None or mark.text != leaf_digest(leaf):
            continue
        new = _mark(replace(leaf, inline=value), source)
        if new.text != mark.text:
            yield leaf, value, new


def _mark(leaf: Leaf, source: Source) -> FilledLeaf:
    (mark,) = filled_leaves([leaf], source.text)
    return mark
