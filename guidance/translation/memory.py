"""What the database knows of the translations of a language, read and written in bulk."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guidance.catalog.entry import Key
from guidance.catalog.message import Known, digest
from guidance.conf import guidance_settings
from guidance.models import (
    CatalogUpload,
    MessageUse,
    Translation,
    TranslationChange,
    TranslationOrigin,
    TranslationState,
)
from guidance.translation.status import refresh_status

_CHUNK = 2000
# More are found faster by reading all of them.
_FEW = 500
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


def load_memory(language: str, keys: Collection[Key] | None = None) -> Memory:
    """Return what is known in one language, of all messages or of these; one query."""
    return Memory(language, _known(language, keys))


def load_memories() -> dict[str, Memory]:
    """Return what is known, for every language that guidance is translated into."""
    return {code: load_memory(code) for code in guidance_settings().targets}


def _known(
    language: str, keys: Collection[Key] | None = None
) -> dict[Key, Known]:
    translations = Translation.objects.filter(locale=language)
    if keys is not None and len(keys) <= _FEW:
        digests = [digest(*key) for key in keys]
        translations = translations.filter(message__digest__in=digests)
    rows = translations.values_list(
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

    ``messages`` maps each key to the row of its message. Returns how many changed. The
    status of the documents that say them follows. Runs in the caller's transaction.
    """
    old = _known(memory.language, memory.known.keys())
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
    refresh_status(_owners({messages[key] for key in changed}), [memory.language])
    return len(changed)


def _owners(messages: Collection[int]) -> set[str]:
    """Return the documents that say these messages."""
    return {owner for chunk in _chunks(messages) for owner in _owners_of(chunk)}


def _owners_of(messages: Collection[int]) -> Iterator[str]:
    uses = MessageUse.objects.filter(message__in=messages).order_by()
    return uses.values_list("owner", flat=True).distinct().iterator()


def _chunks(messages: Collection[int]) -> Iterator[list[int]]:
    numbers = sorted(messages)
    for start in range(0, len(numbers), _CHUNK):
        yield numbers[start : start + _CHUNK]


def _state(value: Known) -> str:
    if not value.msgstr:
        return ""
    state = TranslationState.FUZZY if value.fuzzy else TranslationState.TRANSLATED
    return state.value
