"""From the live source to messages in the database: set-based, nothing per message.

Messages come from what visitors can read: live public pages in the source language, and
the texts of questions and choices. Drafts and private pages are never seen.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from guidance.catalog.context import LINK
from guidance.catalog.entry import Key
from guidance.catalog.merge import Predecessor, carry, predecessors
from guidance.catalog.message import Document, Use, document_uses
from guidance.catalog.repeats import near_texts, repeated
from guidance.collector import OF_A_CATALOG, rare_collections
from guidance.conf import guidance_settings
from guidance.models import Choice, GuidancePage, Question, TranslationOrigin
from guidance.publication.pages import in_language
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.translation.live_source import load_live_source
from guidance.translation.memory import (
    Change,
    Memory,
    load_memories,
    translated_messages,
    write_changes,
)
from guidance.translation.source_changes import (
    confirm_carried,
    keys_of_owners,
    record_changes,
)
from guidance.translation.source_state import (
    is_source_known,
    lock_source,
    page_specific,
    remember_source,
    source_state,
)
from guidance.translation.status import refresh_status
from guidance.translation.uses import (
    changed_owners,
    ensure_messages,
    is_same,
    load_uses,
    write_uses,
)


def gather_documents() -> Iterator[Document]:
    """Yield every question and choice of the live source, in the order of the numbers."""
    source = guidance_settings().source
    pages = load_live_source()
    choices = Prefetch("choices", Choice.objects.order_by("number"))
    for question in Question.objects.order_by("number").prefetch_related(choices):
        yield question_document(question, source)
        for choice in question.choices.all():
            choice.question = question
            page = pages.get(choice.pk)
            yield choice_document(choice, page.leaves() if page else (), source)


def source_pages(choices: Collection[int] | None = None) -> dict[int, GuidancePage]:
    """Return {choice pk: page} of the public source pages, as visitors see them.

    Of all choices, or of these (primary keys).
    """
    pages, source = GuidancePage.objects.live().public(), guidance_settings().source
    if choices is None:
        pages = pages.filter(locale__language_code=source)
    else:
        pages = in_language(pages.filter(choice__in=choices), source)
    return {
        page.choice_id: page
        for page in pages.select_related("choice__question", "locale")
    }


def choice_document(choice: Choice, leaves: Iterable[Leaf], source: str) -> Document:
    """Return a choice and the leaves of its guidance as one document."""
    return owner_document(choice.key, choice.text_in(source), LeafKind.CHOICE, leaves)


def question_document(question: Question, source: str) -> Document:
    """Return a question as a document: its text is all that it says."""
    return owner_document(question.key, question.text_in(source), LeafKind.QUESTION)


def owner_document(
    owner: str, text: str | None, kind: LeafKind, leaves: Iterable[Leaf] = ()
) -> Document:
    """Return a question or choice as a document, its own text before the ``leaves``."""
    own = (plain_leaf(kind.value, kind, text),) if text else ()
    return Document(
        owner=owner,
        reference=f"guidance/{owner.replace('.', '-')}",
        title=text or "",
        leaves=(*own, *leaves),
    )


def refresh_messages(now: datetime) -> None:
    """Make the stored messages those of the live source; cheap when nothing changed."""
    if not is_source_known(source_state()):
        sync_messages(now)


def current_uses(now: datetime) -> tuple[Use, ...]:
    """Return the uses of the live source without the hints for translators.

    Cheaper than ``sync_messages`` when nothing changed.
    """
    if is_source_known(source_state()):
        return tuple(load_uses())
    return sync_messages(now)


@rare_collections(OF_A_CATALOG)
def sync_messages(now: datetime, *, minor: Collection[str] = ()) -> tuple[Use, ...]:
    """Make the messages and their uses what the live source says; return the uses.

    Translations of changed texts become fuzzy, nothing is deleted. ``minor`` are the
    documents (``q10.c2``) whose changes leave the meaning as it was: what was translated
    of them stays valid. Writes nothing when nothing changed.
    """
    with transaction.atomic():
        # First: what is read before it may be old by the time it is written.
        lock_source()
        state = source_state()
        own = page_specific()
        uses = tuple(
            use
            for document in gather_documents()
            for use in document_uses(document, own)
        )
        # Also of a known source: whatever is wrong with the stored ones is mended here.
        old = load_uses()
        if not is_same(old, uses):
            messages = update_messages(old, uses, now, minor)
            write_uses(uses, messages, now)
            refresh_status(changed_owners(old, uses))
        remember_source(state)
    return uses


def update_messages(
    old: Sequence[Use],
    uses: Sequence[Use],
    now: datetime,
    minor: Collection[str],
    begun_at: datetime | None = None,
) -> dict[Key, int]:
    """Make the messages of ``uses`` and carry over what was translated of ``old``.

    Both are of the same documents. ``begun_at`` is when the run that changes them began,
    if it may change them twice. Returns the rows of the messages.
    """
    messages = ensure_messages(use.key for use in uses)
    found = predecessors(old, uses)
    before = {use.key for use in old}
    minor_keys = keys_of_owners(uses, minor) - before
    _carry_over(found, _fresh(messages, before, found), messages, now, minor_keys)
    record_changes(found, messages, now, minor_keys, begun_at)
    return messages


def _carry_over(
    found: Mapping[Key, Sequence[Predecessor]],
    fresh: Collection[Key],
    messages: Mapping[Key, int],
    now: datetime,
    minor: Collection[Key],
) -> None:
    """Give messages what is translated of those that they replace, or repeat."""
    elsewhere = _elsewhere(fresh)
    near = near_texts(fresh, elsewhere or ())
    asked = _asked(found, fresh, elsewhere or (), near)
    if elsewhere is not None:
        # The others have no translation; while a site is filled, none has.
        asked.intersection_update(elsewhere)
    for language, memory in load_memories(asked).items():
        if not memory.known:
            continue
        carried = confirm_carried(
            carry(found, memory.known), memory.known, minor, language
        )
        filled = repeated(fresh, near, {**memory.known, **carried}, language)
        for values, origin in (
            (carried, TranslationOrigin.CARRIED),
            (filled, TranslationOrigin.MEMORY),
        ):
            write_changes(
                Memory(language, values), memory, messages, Change(now, origin)
            )


def _fresh(
    messages: Iterable[Key], before: Collection[Key], found: Collection[Key]
) -> list[Key]:
    """Return what no text of its own document explains: it may have stood elsewhere."""
    return [key for key in messages if key not in before and key not in found]


def _elsewhere(fresh: Collection[Key]) -> Sequence[Key] | None:
    """Return all translated messages, which new ones may say again.

    None when nobody has to know: addresses say nothing again.
    """
    if all(key[0] == LINK for key in fresh):
        return None
    return translated_messages()


def _asked(
    found: Mapping[Key, Sequence[Predecessor]],
    fresh: Iterable[Key],
    elsewhere: Iterable[Key],
    near: Mapping[Key, Sequence[Key]],
) -> set[Key]:
    """Return the messages whose translations are asked for: never all of a site."""
    texts = {key[1] for key in fresh}
    asked = {*found, *fresh, *(key for key in elsewhere if key[1] in texts)}
    for candidates in found.values():
        for candidate in candidates:
            asked.update((candidate.key, *candidate.parts))
    return asked.union(*near.values())
