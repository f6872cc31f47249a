"""Uploaded translations that met a changed one: take them, or keep what is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from guidance.bulk_rows import chunks
from guidance.catalog.checks import check, has_error
from guidance.catalog.entry import Entry, Key
from guidance.catalog.message import Known
from guidance.catalog.plan import Decision, Outcome
from guidance.findings import Severity
from guidance.findings import gettext_noop as _
from guidance.models import (
    CatalogUpload,
    Message,
    MessageUse,
    ProposalState,
    TranslationOrigin,
    TranslationProposal,
)
from guidance.translation.columns import write_columns
from guidance.translation.memory import (
    Change,
    Memory,
    load_memory,
    write_changes,
)
from guidance.translation.refused import RefusedError


class ProposalRefusedError(RefusedError):
    """A proposal that cannot be taken; one line that says why."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal beside what is stored now."""

    pk: int
    language: str
    key: Key
    msgstr: str
    stored: Known
    created_at: datetime
    upload: int | None


def open_proposals(language: str) -> list[Proposal]:
    """Return what waits for a decision in a language; only messages that pages have."""
    rows = TranslationProposal.objects.filter(
        locale=language,
        state=ProposalState.OPEN,
        pk__in=TranslationProposal.objects.filter(message__uses__isnull=False),
    ).select_related("message")
    known = load_memory(language).known if rows else {}
    return [_proposal(row, known) for row in rows]


def record_conflicts(
    decisions: Iterable[Decision],
    known: Mapping[Key, Known],
    messages: Mapping[Key, int],
    upload: CatalogUpload,
) -> None:
    """Store what an upload proposes; the same proposal is stored once."""
    conflicts = [each for each in decisions if each.outcome is Outcome.CONFLICT]
    if not conflicts:
        return
    there = waiting_texts(upload.locale)
    TranslationProposal.objects.bulk_create(
        [
            TranslationProposal(
                message_id=messages[each.key],
                locale=upload.locale,
                msgstr=each.entry.msgstr,
                fuzzy=each.entry.fuzzy,
                comment=each.entry.comment,
                stored_msgstr=known[each.key].msgstr,
                upload=upload,
                created_at=upload.created_at,
            )
            for each in conflicts
            if each.key is not None and (each.key, each.entry.msgstr) not in there
        ],
        batch_size=2000,
    )


def waiting_texts(language: str) -> set[tuple[Key, str]]:
    """Return the (message, text) that are open proposals in a language."""
    rows = TranslationProposal.objects.filter(locale=language, state=ProposalState.OPEN)
    return {
        ((msgctxt, msgid), msgstr)
        for msgctxt, msgid, msgstr in rows.values_list(
            "message__msgctxt", "message__msgid", "msgstr"
        )
    }


def settle_proposals(language: str, now: datetime) -> None:
    """Close the proposals that say what is stored by now."""
    rows = TranslationProposal.objects.filter(
        locale=language, state=ProposalState.OPEN
    ).select_related("message")
    if not rows:
        return
    known = load_memory(language).known
    agreed = [
        row.pk
        for row in rows
        if known.get(_key(row.message), Known("")).msgstr == row.msgstr
    ]
    for part in chunks(agreed):
        TranslationProposal.objects.filter(pk__in=part).update(
            state=ProposalState.TAKEN, decided_at=now
        )


@transaction.atomic
def take_proposal(pk: int, *, now: datetime, user: Any = None) -> frozenset[str]:
    """Make a proposal the translation; return the documents (q10.c2) that have the text.

    Other proposals of the message stay open, and published pages stay as they are until
    they are published again. Raises ProposalRefusedError when it was decided already or when its text has a
    mistake, which a fuzzy entry may have.
    """
    row = _open_row(pk)
    key = _key(row.message)
    entry = Entry(msgctxt=key[0], msgid=key[1], msgstr=row.msgstr)
    findings = check(entry, row.locale)
    if has_error(findings):
        reason = next(each for each in findings if each.severity is Severity.ERROR)
        raise ProposalRefusedError.of(reason)
    memory = load_memory(row.locale)
    comment = row.comment or memory.known.get(key, Known("")).comment
    write_changes(
        Memory(row.locale, {key: Known(row.msgstr, comment=comment)}),
        memory,
        {key: row.message_id},
        Change(now, TranslationOrigin.UPLOAD, row.upload, user),
    )
    _decide(row, ProposalState.TAKEN, now, user)
    write_columns(row.locale)
    uses = MessageUse.objects.filter(message=row.message_id)
    return frozenset(uses.values_list("owner", flat=True))


@transaction.atomic
def keep_stored(pk: int, *, now: datetime, user: Any = None) -> None:
    """Decide for what is stored; the same text uploaded again is a stale copy.

    Raises ProposalRefusedError when it was decided already.
    """
    _decide(_open_row(pk), ProposalState.KEPT, now, user)


def _open_row(pk: int) -> TranslationProposal:
    row = (
        TranslationProposal.objects.select_for_update(of=("self",))
        .select_related("message", "upload")
        .filter(pk=pk, state=ProposalState.OPEN)
        .first()
    )
    if row is None:
        raise ProposalRefusedError(
            _("Somebody has decided about this proposal already.")
        )
    return row


def _decide(
    row: TranslationProposal, state: ProposalState, now: datetime, user: Any
) -> None:
    row.state = state
    row.decided_at = now
    row.decided_by = user
    row.save(update_fields=["state", "decided_at", "decided_by"])


def _proposal(row: TranslationProposal, known: Mapping[Key, Known]) -> Proposal:
    key = _key(row.message)
    return Proposal(
        pk=row.pk,
        language=row.locale,
        key=key,
        msgstr=row.msgstr,
        stored=known.get(key, Known("")),
        created_at=row.created_at,
        upload=row.upload_id,
    )


def _key(message: Message) -> Key:
    return (message.msgctxt, message.msgid)
