"""What an editor writes into the texts of questions and choices, as translations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from guidance.catalog.context import context
from guidance.catalog.entry import Key
from guidance.catalog.message import Known, digest
from guidance.conf import guidance_settings
from guidance.models import Choice, MessageUse, Question, TranslationOrigin
from guidance.segments.inline import Text
from guidance.segments.segment import to_segment
from guidance.translation.columns import text_leaf
from guidance.translation.memory import Memory, load_memory, write_translations
from guidance.translation.source_texts import sync_owners
from guidance.translation.uses import ensure_messages


def record_edit(
    row: Question | Choice, languages: Iterable[str], *, now: datetime, user: Any
) -> None:
    """Store what an editor wrote into the columns as translations of their own origin.

    An emptied column withdraws the translation: it becomes fuzzy, so that nobody reads
    it and no translator loses it. Where another question or choice has the same source
    text, its translation stays, and this one gets a message of its own. Runs in the
    caller's transaction.
    """
    leaf = text_leaf(row)
    if leaf is None:
        return
    msgid = to_segment(leaf.inline)
    shared, own = (context(leaf, row.key), msgid), (row.key, msgid)
    for language in languages:
        if language == guidance_settings().source:
            continue
        known = load_memory(language, [shared, own]).known
        key = own if own in known or _is_elsewhere(shared, row.key) else shared
        value = _edited(row.text_in(language), known.get(own) or known.get(shared))
        if value is None or value == (known.get(own) or known.get(shared)):
            continue
        write_translations(
            Memory(language, {key: value}),
            ensure_messages([key]),
            now,
            TranslationOrigin.EDITOR,
            user=user,
        )
        if key == own:
            sync_owners([row.key], now)


def _is_elsewhere(key: Key, owner: str) -> bool:
    uses = MessageUse.objects.filter(message__digest=digest(*key))
    return uses.exclude(owner=owner).exists()


def _edited(text: str | None, stored: Known | None) -> Known | None:
    if text:
        return Known(to_segment((Text(text),)))
    if stored is not None and stored.msgstr:
        return Known(stored.msgstr, fuzzy=True, comment=stored.comment)
    return None
