"""Messages of single documents, in line with their source as soon as it is published.

The same as ``extract.sync_messages`` for a few documents; that one goes over all of them
and also puts the catalog in order.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Max

from guidance.catalog.entry import Key
from guidance.catalog.merge import Predecessor, carry, predecessors
from guidance.catalog.message import Document, Use, document_uses
from guidance.conf import guidance_settings
from guidance.models import Choice, MessageUse, Question, TranslationOrigin
from guidance.translation.extract import (
    choice_document,
    ensure_messages,
    page_specific,
    question_document,
    source_pages,
)
from guidance.translation.memory import Memory, load_memory, write_translations
from guidance.translation.status import refresh_status

_CHUNK = 500


def sync_owners(owners: Collection[str], now: datetime) -> None:
    """Make the messages of some documents (``q10``, ``q10.c2``) what they say now.

    Translations of changed texts become fuzzy, and the status of the documents is
    right. Runs in the caller's transaction.
    """
    ordered = sorted(owners)
    for start in range(0, len(ordered), _CHUNK):
        _sync(ordered[start : start + _CHUNK], now)


def _sync(owners: Sequence[str], now: datetime) -> None:
    own = page_specific()
    uses = [
        use for document in _documents(owners) for use in document_uses(document, own)
    ]
    stored = list(
        MessageUse.objects.filter(owner__in=owners)
        .select_related("message")
        .order_by("position")
    )
    old = [_use(row) for row in stored]
    if _by_owner(old) != _by_owner(uses):
        messages = ensure_messages({use.key for use in uses})
        _carry(predecessors(old, uses), messages, now)
        MessageUse.objects.filter(owner__in=owners).delete()
        _write(stored, uses, messages, now)
    refresh_status(owners)


def _documents(owners: Sequence[str]) -> Iterator[Document]:
    source = guidance_settings().source
    wanted = set(owners)
    numbers = {int(owner[1:].partition(".")[0]) for owner in wanted}
    for question in Question.objects.filter(number__in=numbers):
        if question.key in wanted:
            yield question_document(question, source)
    choices = [
        choice
        for choice in Choice.objects.filter(
            question__number__in=numbers
        ).select_related("question")
        if choice.key in wanted
    ]
    pages = source_pages([choice.pk for choice in choices])
    for choice in choices:
        yield choice_document(choice, pages.get(choice.pk), source)


def _use(row: MessageUse) -> Use:
    return Use(
        leaf=row.leaf,
        msgctxt=row.message.msgctxt,
        msgid=row.message.msgid,
        owner=row.owner,
        order=row.order,
    )


def _by_owner(uses: Iterable[Use]) -> set[tuple[str, str, int, Key]]:
    return {(use.owner, use.leaf, use.order, use.key) for use in uses}


def _carry(
    found: dict[Key, tuple[Predecessor, ...]], messages: dict[Key, int], now: datetime
) -> None:
    keys = {*found, *(each.key for given in found.values() for each in given)}
    if not keys:
        return
    for language in guidance_settings().targets:
        carried = carry(found, load_memory(language, keys).known)
        write_translations(
            Memory(language, carried), messages, now, TranslationOrigin.CARRIED
        )


def _write(
    stored: Sequence[MessageUse],
    uses: Iterable[Use],
    messages: dict[Key, int],
    now: datetime,
) -> None:
    before = {(row.owner, row.leaf): row for row in stored}
    places: dict[str, int] = {}
    for row in stored:
        places.setdefault(row.owner, row.position)
    last = MessageUse.objects.aggregate(last=Max("position"))["last"] or 0
    MessageUse.objects.bulk_create(
        [
            MessageUse(
                message_id=messages[use.key],
                owner=use.owner,
                leaf=use.leaf,
                order=use.order,
                # Where the document stood; the next export counts anew.
                position=places.get(use.owner, last + 1),
                changed_at=_changed_at(
                    before.get((use.owner, use.leaf)), messages[use.key], now
                ),
            )
            for use in uses
        ],
        batch_size=_CHUNK,
    )


def _changed_at(row: MessageUse | None, message: int, now: datetime) -> datetime:
    if row is not None and row.message_id == message:
        return row.changed_at
    return now
