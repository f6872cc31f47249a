"""Taking an upload back: what was there before is there again, unless changed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.findings import gettext_noop as _
from guidance.models import (
    CatalogUpload,
    MessageUse,
    ProposalState,
    TranslationChange,
    TranslationOrigin,
    TranslationState,
)
from guidance.translation.columns import Withdrawal, write_columns
from guidance.translation.memory import Change, Memory, load_memory, write_changes
from guidance.translation.refused import RefusedError


class UndoRefusedError(RefusedError):
    """An upload that cannot be undone; one line that says why."""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did: ``restored`` translations, and those that changed since.

    ``owners`` are the documents that the restored ones stand in (q10.c2).
    """

    upload: int
    name: str
    language: str
    restored: tuple[Key, ...]
    kept: tuple[Key, ...]
    owners: frozenset[str]


class _Last(NamedTuple):
    """The last change of a message."""

    pk: int
    origin: str
    msgstr: str
    state: str


@transaction.atomic
def undo_upload(
    pk: int, *, now: datetime, user: Any = None, dry_run: bool = False
) -> UndoReport:
    """Bring back what the translations were before an upload.

    What somebody changed after it stays, what was taken from its proposals too, and
    published pages stay as they are until they are published again; texts of questions
    and choices change at once. Raises UndoRefusedError when there is no such upload, or
    when it was undone already.
    """
    upload = CatalogUpload.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if upload is None:
        raise UndoRefusedError(_("There is no upload %(number)d."), number=pk)
    if upload.undone_at is not None:
        raise UndoRefusedError(
            _("Upload %(number)d was undone on %(day)s already."),
            number=pk,
            day=f"{upload.undone_at:%Y-%m-%d %H:%M}",
        )
    changes = _changes(upload)
    latest = _latest_changes(upload)
    undoable = [each for each in changes if _stands(each, latest[each.message_id])]
    kept = [each for each in changes if not _stands(each, latest[each.message_id])]
    report = UndoReport(
        upload=upload.pk,
        name=upload.name,
        language=upload.locale,
        restored=tuple(_key(each) for each in undoable),
        kept=tuple(_key(each) for each in kept),
        owners=frozenset(
            MessageUse.objects.filter(message__changes__upload=upload).values_list(
                "owner", flat=True
            )
        ),
    )
    write_changes(
        Memory(upload.locale, {_key(each): _before(each) for each in undoable}),
        load_memory(upload.locale),
        {_key(each): each.message_id for each in undoable},
        Change(
            now,
            TranslationOrigin.UNDO,
            user=user,
            origins={_key(each): each.old_origin for each in undoable},
        ),
    )
    upload.proposals.filter(state=ProposalState.OPEN).delete()
    upload.undone_at, upload.undone_by = now, user
    upload.save(update_fields=["undone_at", "undone_by"])
    write_columns(upload.locale, Withdrawal(messages=report.restored))
    if dry_run:
        transaction.set_rollback(True)
    return report


def _changes(upload: CatalogUpload) -> list[TranslationChange]:
    """Return what the upload itself changed, without what was taken from it later."""
    changes = upload.changes.filter(created_at=upload.created_at)
    return list(changes.select_related("message").order_by("pk"))


def _latest_changes(upload: CatalogUpload) -> dict[int, _Last]:
    """Return {message pk: its last change} of what the upload touched."""
    touched = upload.changes.values("message_id")
    changes = TranslationChange.objects.filter(
        locale=upload.locale, message_id__in=touched
    ).order_by("pk")
    rows = changes.values_list("message_id", "pk", "origin", "new_msgstr", "new_state")
    return {
        message: _Last(pk, origin, msgstr, state)
        for message, pk, origin, msgstr, state in rows.iterator(chunk_size=2000)
    }


def _stands(change: TranslationChange, last: _Last) -> bool:
    """Whether what an upload brought is what is stored.

    Also when a later upload replaced it that was undone: uploads can be undone one after
    the other, the newest first.
    """
    if last.pk == change.pk:
        return True
    is_back = (last.msgstr, last.state) == (change.new_msgstr, change.new_state)
    return last.origin == TranslationOrigin.UNDO and is_back


def _before(change: TranslationChange) -> Known:
    return Known(
        msgstr=change.old_msgstr,
        fuzzy=change.old_state == TranslationState.FUZZY,
        previous_msgctxt=change.old_previous_msgctxt,
        previous_msgid=change.old_previous_msgid,
        comment=change.old_comment,
    )


def _key(change: TranslationChange) -> Key:
    return (change.message.msgctxt, change.message.msgid)
