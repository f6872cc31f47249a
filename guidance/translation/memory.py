"""What the database knows of the translations of a language, read and written in bulk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.conf import guidance_settings
from guidance.models import (
    CatalogUpload,
    Translation,
    TranslationChange,
    TranslationOrigin,
    TranslationState,
)

_CHUNK = 2000
_FIELDS = (
    "msgstr",
    "state",
    "previous_msgctxt",
    "previous_msgid",
    "comment",
    "origin",
    "changed_at",
)


@dataclass(frozen=True, slots=True)
class Memory:
    """The translations of one language, by (msgctxt, msgid)."""

    language: str
    known: Mapping[Key, Known]

    def published(self) -> dict[Key, str]:
        """Return what a reader may see: nothing fuzzy, ever."""
        return {
            key: value.msgstr
            for key, value in self.known.items()
            if value.msgstr and not value.fuzzy
        }


def load_memory(language: str) -> Memory:
    """Return all that is known in one language; one query."""
    return Memory(language, _known(language))


def load_memories() -> dict[str, Memory]:
    """Return what is known, for every language that guidance is translated into."""
    return {code: load_memory(code) for code in guidance_settings().targets}


def _known(language: str) -> dict[Key, Known]:
    rows = Translation.objects.filter(locale=language).values_list(
        "message__msgctxt",
        "message__msgid",
        "msgstr",
        "state",
        "previous_msgctxt",
        "previous_msgid",
        "comment",
    )
    return {
        (msgctxt, msgid): Known(
            msgstr=msgstr,
            fuzzy=state == TranslationState.FUZZY,
            previous_msgctxt=previous_msgctxt,
            previous_msgid=previous_msgid,
            comment=comment,
        )
        for msgctxt, msgid, msgstr, state, previous_msgctxt, previous_msgid, comment in (
            rows
        )
    }


def write_translations(
    memory: Memory,
    messages: Mapping[Key, int],
    now: datetime,
    origin: TranslationOrigin,
    *,
    upload: CatalogUpload | None = None,
    user: Any = None,
) -> int:
    """Store what ``memory`` says that is not stored yet, with its history.

    ``messages`` maps each key to the row of its message. Returns how many changed. Runs
    in the caller's transaction.
    """
    old = _known(memory.language)
    changed = {
        key: value
        for key, value in memory.known.items()
        if old.get(key, Known("")) != value
    }
    if not changed:
        return 0
    Translation.objects.bulk_create(
        [
            Translation(
                message_id=messages[key],
                locale=memory.language,
                msgstr=value.msgstr,
                state=_state(value),
                previous_msgctxt=value.previous_msgctxt,
                previous_msgid=value.previous_msgid,
                comment=value.comment,
                origin=origin,
                changed_at=now,
            )
            for key, value in changed.items()
        ],
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=["message", "locale"],
        update_fields=_FIELDS,
    )
    TranslationChange.objects.bulk_create(
        [
            TranslationChange(
                message_id=messages[key],
                locale=memory.language,
                old_msgstr=old[key].msgstr if key in old else "",
                old_state=_state(old[key]) if key in old else "",
                new_msgstr=value.msgstr,
                new_state=_state(value),
                origin=origin,
                upload=upload,
                user=user,
                created_at=now,
            )
            for key, value in changed.items()
        ],
        batch_size=_CHUNK,
    )
    return len(changed)


def _state(value: Known) -> str:
    if not value.msgstr:
        return ""
    state = TranslationState.FUZZY if value.fuzzy else TranslationState.TRANSLATED
    return state.value
