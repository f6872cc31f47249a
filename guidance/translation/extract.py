"""From the live source to messages in the database: set-based, nothing per message.

Messages come from what visitors can read: live public pages in the source language, and
the texts of questions and choices. Drafts and private pages are never seen.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from guidance.catalog.entry import Key
from guidance.catalog.merge import carry, predecessors
from guidance.catalog.message import Document, Use, digest, document_uses
from guidance.conf import guidance_settings
from guidance.models import (
    Choice,
    GuidancePage,
    Message,
    MessageUse,
    Question,
    Translation,
    TranslationOrigin,
)
from guidance.segments.leaf import LeafKind, plain_leaf
from guidance.translation.memory import Memory, load_memories, write_translations
from guidance.translation.status import refresh_status

# SQLite takes at most 32,766 parameters in a statement.
_CHUNK = 2000


def gather_documents() -> Iterator[Document]:
    """Yield every question and choice of the live source, in the order of the numbers."""
    source = guidance_settings().source
    pages = source_pages()
    choices = Prefetch("choices", Choice.objects.order_by("number"))
    for question in Question.objects.order_by("number").prefetch_related(choices):
        yield question_document(question, source)
        for choice in question.choices.all():
            choice.question = question
            yield choice_document(choice, pages.get(choice.pk), source)


def source_pages(choices: Collection[int] | None = None) -> dict[int, GuidancePage]:
    """Return {choice pk: page} of the public source pages, as visitors see them.

    Of all choices, or of these (primary keys).
    """
    pages = (
        GuidancePage.objects.live()
        .public()
        .filter(locale__language_code=guidance_settings().source)
        .select_related("choice__question", "locale")
    )
    if choices is not None:
        pages = pages.filter(choice__in=choices)
    return {page.choice_id: page for page in pages}


def choice_document(choice: Choice, page: GuidancePage | None, source: str) -> Document:
    """Return a choice and its guidance as one document."""
    text = choice.text_in(source) or ""
    leaves = (plain_leaf("choice", LeafKind.CHOICE, text),) if text else ()
    return Document(
        owner=choice.key,
        reference=f"guidance/{choice.key.replace('.', '-')}",
        title=text,
        leaves=(*leaves, *(page.leaves() if page is not None else ())),
    )


def sync_messages(now: datetime) -> tuple[Use, ...]:
    """Make the messages and their uses what the live source says; return the uses.

    Translations of changed texts become fuzzy, nothing is deleted. Writes nothing when
    nothing changed.
    """
    own = page_specific()
    uses = tuple(
        use for document in gather_documents() for use in document_uses(document, own)
    )
    with transaction.atomic():
        old = load_uses()
        if [_row(use) for use in old] != [_row(use) for use in uses]:
            _write_uses(old, uses, now)
            changed = {_row(use) for use in old} ^ {_row(use) for use in uses}
            refresh_status({owner for owner, *_ in changed})
    return uses


def load_uses() -> list[Use]:
    """Return the uses as they are stored, in the order of the catalog."""
    rows = MessageUse.objects.order_by("position").values_list(
        "owner", "leaf", "order", "message__msgctxt", "message__msgid"
    )
    return [
        Use(leaf=leaf, msgctxt=msgctxt, msgid=msgid, owner=owner, order=order)
        for owner, leaf, order, msgctxt, msgid in rows
    ]


def question_document(question: Question, source: str) -> Document:
    text = question.text_in(source) or ""
    return Document(
        owner=question.key,
        reference=f"guidance/{question.key}",
        title=text,
        leaves=(plain_leaf("question", LeafKind.QUESTION, text),) if text else (),
    )


def page_specific() -> set[Key]:
    """Return the (owner, msgid) that an editor gave a translation of their own.

    By history: a translator may have changed that translation since.
    """
    return set(
        Translation.objects.filter(
            message__msgctxt__regex=r"^q[0-9]",
            message__changes__origin=TranslationOrigin.EDITOR,
        )
        .exclude(msgstr="")
        .values_list("message__msgctxt", "message__msgid")
    )


def _row(use: Use) -> tuple[str, str, int, Key]:
    return (use.owner, use.leaf, use.order, use.key)


def _write_uses(old: list[Use], uses: tuple[Use, ...], now: datetime) -> None:
    messages = ensure_messages(use.key for use in uses)
    found = predecessors(old, uses)
    for language, memory in load_memories().items():
        carried = carry(found, memory.known)
        write_translations(
            Memory(language, carried), messages, now, TranslationOrigin.CARRIED
        )
    before = {(use.owner, use.leaf): use.key for use in old}
    dates = {
        (owner, leaf): changed
        for owner, leaf, changed in MessageUse.objects.values_list(
            "owner", "leaf", "changed_at"
        )
    }
    MessageUse.objects.all().delete()
    MessageUse.objects.bulk_create(
        [
            MessageUse(
                message_id=messages[use.key],
                owner=use.owner,
                leaf=use.leaf,
                order=use.order,
                position=position,
                changed_at=(
                    dates[use.owner, use.leaf]
                    if before.get((use.owner, use.leaf)) == use.key
                    else now
                ),
            )
            for position, use in enumerate(uses)
        ],
        batch_size=_CHUNK,
    )


def ensure_messages(keys: Iterable[Key]) -> dict[Key, int]:
    """Return {(msgctxt, msgid): message pk}, making the rows that are missing."""
    wanted = {digest(*key): key for key in keys}
    known = _message_pks()
    Message.objects.bulk_create(
        [
            Message(msgctxt=key[0], msgid=key[1], digest=value)
            for value, key in wanted.items()
            if value not in known
        ],
        batch_size=_CHUNK,
        ignore_conflicts=True,
    )
    if any(value not in known for value in wanted):
        known = _message_pks()
    return {key: known[value] for value, key in wanted.items()}


def _message_pks() -> dict[str, int]:
    return dict(Message.objects.values_list("digest", "pk"))
