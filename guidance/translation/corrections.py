"""What an editor corrected on a published translated page flows back to its messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from guidance.catalog.checks import check, has_error
from guidance.catalog.entry import Entry, Key
from guidance.catalog.message import Known, digest
from guidance.conf import guidance_settings
from guidance.models import (
    GuidancePage,
    Message,
    MessageUse,
    TranslationOrigin,
)
from guidance.segments.filled import (
    Filled,
    FilledLeaf,
    filled_from_json,
    leaf_digest,
    refilled,
    segment_of,
    structure_digest,
)
from guidance.segments.leaf import Leaf
from guidance.translation.memory import Memory, load_memory, write_translations
from guidance.translation.source_texts import sync_owners
from guidance.translation.status import refresh_status
from guidance.translation.uses import ensure_messages


@dataclass(frozen=True, slots=True)
class Changed:
    """A leaf that says something else than what was written there."""

    leaf: Leaf
    filled: FilledLeaf


def take_corrections(
    page: GuidancePage, *, now: datetime, user: Any = None
) -> tuple[Key, ...]:
    """Store what an editor published as translations; return the messages that changed.

    A message that stands elsewhere too stays, and the page gets one of its own. When
    all that the editor changed flowed back, the page is again what translations write;
    otherwise it is *adapted*. Runs in the caller's transaction.
    """
    if page.language == guidance_settings().source:
        return ()
    if page.content_digest == page.filled_digest and not (
        page.filled and _is_rebuilt(page)
    ):
        return ()
    leaves = page.leaves()
    filled = filled_from_json(page.filled)
    changed = changed_leaves(filled, leaves)
    corrections = _corrections(page, changed)
    keys = _store(page, corrections, now, user)
    taken = {each.leaf.id for each in changed if _is_stored(each, corrections)}
    marks = refilled(filled, leaves, taken)
    is_adapted = (
        _is_rebuilt(page)
        or [leaf.id for leaf in leaves] != [leaf.id for leaf in filled.leaves]
        or bool(changed_leaves(marks, leaves))
    )
    _mark(page, marks, is_adapted=is_adapted)
    return keys


def changed_leaves(filled: Filled, leaves: Iterable[Leaf]) -> tuple[Changed, ...]:
    """Return the leaves of a page that were written and say something else now. Pure."""
    before = filled.by_id()
    return tuple(
        Changed(leaf, before[leaf.id])
        for leaf in leaves
        if leaf.id in before and before[leaf.id].text != leaf_digest(leaf)
    )


def use_everywhere(
    owner: str, shared: Key, language: str, *, now: datetime, user: Any = None
) -> frozenset[str]:
    """Give the translation that one page has of its own to all pages with that text.

    ``shared`` is the message of the others; the page's own one is withdrawn. Returns the
    documents (q10.c2) that have the text, none when the page has no translation of its
    own. Runs in the caller's transaction.
    """
    own = (owner, shared[1])
    known = load_memory(language, [own, shared]).known
    value = known.get(own)
    if own == shared or value is None or not value.msgstr:
        return frozenset()
    comment = known[shared].comment if shared in known else ""
    write_translations(
        Memory(
            language, {shared: Known(value.msgstr, comment=comment), own: Known("")}
        ),
        ensure_messages([own, shared]),
        now,
        TranslationOrigin.EDITOR,
        user=user,
    )
    sync_owners([owner], now)
    uses = MessageUse.objects.filter(message__digest=digest(*shared))
    return frozenset(uses.values_list("owner", flat=True))


@transaction.atomic
def take_note(page: GuidancePage) -> None:
    """Say that a page is right for the present source, as it stands."""
    sources = GuidancePage.objects.live().filter(
        choice=page.choice_id, locale__language_code=guidance_settings().source
    )
    present = sources.values_list("content_digest", flat=True).first()
    if present is not None:
        _remember(page, source_digest=present)


@transaction.atomic
def take_back(page: GuidancePage) -> None:
    """Let translations write over a page again that an editor adapted."""
    _remember(page, is_adapted=False, filled_digest=page.content_digest)


def _is_rebuilt(page: GuidancePage) -> bool:
    structure = filled_from_json(page.filled).structure
    return structure != structure_digest(page.stream())


def _corrections(
    page: GuidancePage, changed: Iterable[Changed]
) -> Mapping[str, tuple[Key, str]]:
    """Return {digest of the message: (message, what the editor says it means)}."""
    wanted = {each.filled.message: each for each in changed}
    rows = Message.objects.filter(digest__in=wanted)
    found = {}
    for row in rows:
        each = wanted[row.digest]
        text = segment_of(each.leaf, each.filled)
        if text is not None and _is_translation(row, text, page.language):
            found[row.digest] = ((row.msgctxt, row.msgid), text)
    return found


def _is_stored(each: Changed, corrections: Mapping[str, tuple[Key, str]]) -> bool:
    """Whether it is this text that was stored: the same message may stand here twice."""
    stored = corrections.get(each.filled.message)
    return stored is not None and stored[1] == segment_of(each.leaf, each.filled)


def _is_translation(message: Message, text: str, language: str) -> bool:
    """Whether a text may be stored: never the source text, nor what an upload may not."""
    if not text.strip() or text.split() == message.msgid.split():
        return False
    entry = Entry(msgctxt=message.msgctxt, msgid=message.msgid, msgstr=text)
    return not has_error(check(entry, language))


def _store(
    page: GuidancePage,
    corrections: Mapping[str, tuple[Key, str]],
    now: datetime,
    user: Any,
) -> tuple[Key, ...]:
    if not corrections:
        return ()
    owner = page.choice.key
    elsewhere = set(
        MessageUse.objects.filter(message__digest__in=corrections)
        .exclude(owner=owner)
        .values_list("message__digest", flat=True)
    )
    own = load_memory(
        page.language, [(owner, key[1]) for key, _ in corrections.values()]
    ).published()
    texts = {
        _target(key, owner, own, is_shared=digest in elsewhere): text
        for digest, (key, text) in corrections.items()
    }
    known = load_memory(page.language, texts.keys()).known
    values = {
        key: Known(text, comment=known[key].comment if key in known else "")
        for key, text in texts.items()
    }
    write_translations(
        Memory(page.language, values),
        ensure_messages(values),
        now,
        TranslationOrigin.EDITOR,
        user=user,
    )
    sync_owners([owner], now)
    return tuple(values)


def _target(key: Key, owner: str, own: Mapping[Key, str], *, is_shared: bool) -> Key:
    """Return the message that a correction is stored with."""
    mine = (owner, key[1])
    return mine if is_shared or mine in own else key


def _mark(page: GuidancePage, filled: Filled, *, is_adapted: bool) -> None:
    """Remember what is written there now."""
    _remember(
        page,
        filled=filled.as_json(),
        is_adapted=is_adapted,
        filled_digest="" if is_adapted else page.content_digest,
    )


def _remember(page: GuidancePage, **marks: Any) -> None:
    """Set marks on the row and in its live revision, which the next edit begins with.

    Without a save, which would be a second publication.
    """
    for name, value in marks.items():
        setattr(page, name, value)
    GuidancePage.objects.filter(pk=page.pk).update(**marks)
    live = page.live_revision
    if live is not None:
        live.content |= marks
        live.save(update_fields=["content"])
    refresh_status([page.choice.key], [page.language])
