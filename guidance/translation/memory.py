"""What the database knows of the translations of a language, read and written in bulk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from guidance.bulk_rows import PARAMETERS, chunks, distinct_values, insert_rows
from guidance.catalog.context import is_owner
from guidance.catalog.entry import Key
from guidance.catalog.message import Known, digest
from guidance.conf import guidance_settings
from guidance.models import (
    CatalogUpload,
    Message,
    MessageUse,
    Translation,
    TranslationChange,
    TranslationOrigin,
    TranslationState,
)
from guidance.translation.status import refresh_status

# The fields of the history, in the order in which they are written.
_HISTORY = (
    "message",
    "locale",
    "old_msgstr",
    "old_state",
    "old_previous_msgctxt",
    "old_previous_msgid",
    "old_comment",
    "old_origin",
    "new_msgstr",
    "new_state",
    "origin",
    "upload",
    "user",
    "created_at",
)
_CHUNK = 2000
_NOTHING = Known("")
_FUZZY = TranslationState.FUZZY.value
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
        """Return what a reader may see: nothing fuzzy, ever.

        What one document alone says and is fuzzy is ``""``: the document does not go
        back to what the others say.
        """
        return {
            key: "" if value.fuzzy else value.msgstr
            for key, value in self.known.items()
            if value.msgstr and (not value.fuzzy or is_owner(key[0]))
        }


def load_memory(language: str, keys: Collection[Key] | None = None) -> Memory:
    """Return what is known in one language, of all messages or of a few; one query."""
    digests = None if keys is None else [digest(*key) for key in keys]
    return Memory(language, _known(language, digests))


def load_memories(keys: Collection[Key]) -> dict[str, Memory]:
    """Return what is known of some messages, in every language of the site but the source's."""
    digests = [digest(*key) for key in keys]
    return {
        code: Memory(code, _known(code, digests))
        for code in guidance_settings().targets
    }


def translated_messages() -> list[Key]:
    """Return the messages that have a translation in any language; one query."""
    translated = Translation.objects.filter(locale__in=guidance_settings().targets)
    # Not Exists(): that would look at every message of a site where none is translated.
    rows = Message.objects.filter(pk__in=translated.values("message"))
    return list(rows.order_by("pk").values_list("msgctxt", "msgid"))


def _known(language: str, digests: Sequence[str] | None) -> dict[Key, Known]:
    translations = Translation.objects.filter(locale=language)
    if digests is None:
        return _read(translations)
    known: dict[Key, Known] = {}
    for part in chunks(digests, PARAMETERS):
        known |= _read(translations.filter(message__digest__in=part))
    return known


def _read(translations: QuerySet[Translation]) -> dict[Key, Known]:
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
            msgstr, state == _FUZZY, previous_msgctxt, previous_msgid, comment
        )
        for msgctxt, msgid, msgstr, state, previous_msgctxt, previous_msgid, comment in (
            rows.iterator(chunk_size=_CHUNK)
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

    ``messages`` maps each key to the row of its message. ``Known("")`` takes a
    translation away. Returns how many changed. Runs in the caller's transaction.
    """
    if not memory.known:
        return 0
    return write_changes(
        memory,
        load_memory(memory.language),
        messages,
        Change(now, origin, upload, user),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """When, from where and by whom translations are changed.

    ``origins`` names the origin of single translations, where it is not ``origin``.
    """

    now: datetime
    origin: TranslationOrigin
    upload: CatalogUpload | None = None
    user: Any = None
    origins: Mapping[Key, str] = field(default_factory=dict)


def write_changes(
    memory: Memory, stored: Memory, messages: Mapping[Key, int], change: Change
) -> int:
    """Store what ``memory`` says otherwise than ``stored``, with its history.

    The status of the documents that say it follows.
    """
    old = stored.known
    changed = {
        key: value
        for key, value in memory.known.items()
        if _is_other(value, old.get(key))
    }
    if not changed:
        return 0
    _write_history(changed, memory.language, old, messages, change)
    gone = [messages[key] for key, value in changed.items() if value.is_nothing]
    for part in chunks(gone):
        Translation.objects.filter(locale=memory.language, message_id__in=part).delete()
    insert_rows(
        Translation,
        ("message", "locale", *_FIELDS),
        [
            (
                messages[key],
                memory.language,
                value.msgstr,
                _state(value),
                value.previous_msgctxt,
                value.previous_msgid,
                value.comment,
                change.origins.get(key) or change.origin.value,
                change.now,
            )
            for key, value in changed.items()
            if not value.is_nothing
        ],
        unique=("message", "locale"),
        update=_FIELDS,
    )
    pks = [messages[key] for key in changed]
    owners = distinct_values(MessageUse, "owner", "message", pks)
    refresh_status(owners, [memory.language])
    return len(changed)


def _is_other(value: Known, stored: Known | None) -> bool:
    return not value.is_nothing if stored is None else value != stored


def _write_history(
    changed: Mapping[Key, Known],
    language: str,
    old: Mapping[Key, Known],
    messages: Mapping[Key, int],
    change: Change,
) -> None:
    origins = _origins(language, [messages[key] for key in changed if key in old])
    upload = change.upload.pk if change.upload else None
    user = change.user.pk if change.user else None
    rows = []
    for key, value in changed.items():
        before = old.get(key, _NOTHING)
        rows.append(
            (
                messages[key],
                language,
                before.msgstr,
                _state(before),
                before.previous_msgctxt,
                before.previous_msgid,
                before.comment,
                origins.get(messages[key], ""),
                value.msgstr,
                _state(value),
                change.origin.value,
                upload,
                user,
                change.now,
            )
        )
    insert_rows(TranslationChange, _HISTORY, rows)


def _origins(language: str, messages: Sequence[int]) -> dict[int, str]:
    """Return {message pk: origin of its translation}."""
    return {
        message: origin
        for part in chunks(messages)
        for message, origin in Translation.objects.filter(
            locale=language, message_id__in=part
        ).values_list("message_id", "origin")
    }


def _state(value: Known) -> str:
    if not value.msgstr:
        return ""
    state = TranslationState.FUZZY if value.fuzzy else TranslationState.TRANSLATED
    return state.value
