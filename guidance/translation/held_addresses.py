"""Addresses that wait for a look: on a host that the source does not have.

An upload stores such an address as fuzzy, so that no page shows it. Somebody who may
publish the language takes it, and pages show it from then on, or refuses it, and they
keep the address of the source.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from guidance.catalog.checks import check, has_error
from guidance.catalog.context import LINK
from guidance.catalog.entry import Entry, Key
from guidance.catalog.message import Known
from guidance.findings import Severity
from guidance.findings import gettext_noop as _
from guidance.models import (
    MessageUse,
    Translation,
    TranslationOrigin,
    TranslationState,
)
from guidance.translation.memory import Change, Memory, write_changes
from guidance.translation.provenance import Provenance, load_provenances
from guidance.translation.refused import RefusedError


class AddressRefusedError(RefusedError):
    """An address that cannot be decided about; one line that says why."""


@dataclass(frozen=True, slots=True)
class HeldAddress:
    """An address beside that of the source; ``owners`` are the pages with that link."""

    pk: int
    source: str
    address: str
    owners: tuple[str, ...]
    provenance: Provenance | None


def held_addresses(
    language: str, *, owner: str | None = None, limit: int | None = None
) -> list[HeldAddress]:
    """Return what waits in a language, or on one page; a fixed number of statements."""
    rows = list(_waiting(language, owner).select_related("message")[:limit])
    if not rows:
        return []
    messages = [row.message_id for row in rows]
    pasts = load_provenances(messages, language)
    owners: dict[int, set[str]] = {}
    for message, each in MessageUse.objects.filter(message__in=messages).values_list(
        "message_id", "owner"
    ):
        owners.setdefault(message, set()).add(each)
    return [
        HeldAddress(
            pk=row.pk,
            source=row.message.msgid,
            address=row.msgstr,
            owners=tuple(sorted(owners.get(row.message_id, ()))),
            provenance=pasts.get(row.message_id),
        )
        for row in rows
    ]


def count_held(language: str) -> int:
    """Return how many addresses wait in a language."""
    return int(_waiting(language, None).count())


@transaction.atomic
def take_address(
    pk: int, language: str, shown: str, *, now: datetime, user: Any = None
) -> frozenset[str]:
    """Make a held address the valid one; return the documents that have the link.

    ``shown`` is the address that the person saw. Raises AddressRefusedError when another
    one waits by now, or none, or when it is no address.
    """
    row = _locked(pk, language, shown)
    findings = check(
        Entry(msgctxt=LINK, msgid=row.message.msgid, msgstr=shown), language
    )
    if has_error(findings):
        reason = next(each for each in findings if each.severity is Severity.ERROR)
        raise AddressRefusedError.of(reason)
    return _write(row, Known(shown, comment=row.comment), now, user)


@transaction.atomic
def refuse_address(
    pk: int, language: str, shown: str, *, now: datetime, user: Any = None
) -> frozenset[str]:
    """Drop a held address: pages go on with that of the source; the history keeps it.

    Returns and raises the same as ``take_address``.
    """
    row = _locked(pk, language, shown)
    return _write(row, Known("", comment=row.comment), now, user)


def _waiting(language: str, owner: str | None) -> Any:
    uses = MessageUse.objects.filter(message__msgctxt=LINK)
    if owner is not None:
        uses = uses.filter(owner=owner)
    return (
        Translation.objects.filter(
            locale=language,
            state=TranslationState.FUZZY,
            message__msgctxt=LINK,
            message__in=uses.values("message"),
        )
        .exclude(msgstr="")
        .order_by("pk")
    )


def _locked(pk: int, language: str, shown: str) -> Translation:
    row = (
        Translation.objects.select_for_update(of=("self",))
        .select_related("message")
        .filter(
            pk=pk,
            locale=language,
            state=TranslationState.FUZZY,
            message__msgctxt=LINK,
        )
        .first()
    )
    if row is None or not row.msgstr:
        raise AddressRefusedError(_("Somebody has decided about this address already."))
    if row.msgstr != shown:
        raise AddressRefusedError(
            _("Another address was uploaded meanwhile. Look at that one.")
        )
    return row


def _write(row: Translation, value: Known, now: datetime, user: Any) -> frozenset[str]:
    key: Key = (LINK, row.message.msgid)
    before = Known(
        row.msgstr,
        fuzzy=True,
        previous_msgctxt=row.previous_msgctxt,
        previous_msgid=row.previous_msgid,
        comment=row.comment,
    )
    write_changes(
        Memory(row.locale, {key: value}),
        Memory(row.locale, {key: before}),
        {key: row.message_id},
        Change(now, TranslationOrigin.EDITOR, user=user),
    )
    uses = MessageUse.objects.filter(message=row.message_id)
    return frozenset(uses.values_list("owner", flat=True))
