"""Messages of single documents, in line with their source as soon as it is published.

The same as ``extract.sync_messages`` for a few documents; that one goes over all of them
and also puts the catalog in order.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from guidance.catalog.message import Document, document_places
from guidance.conf import guidance_settings
from guidance.models import Choice, Question, choice_key
from guidance.segments.leaf import Leaf, LeafKind
from guidance.translation.extract import owner_document, update_messages
from guidance.translation.live_source import load_live_source
from guidance.translation.source_state import page_specific
from guidance.translation.status import refresh_status
from guidance.translation.uses import changed_owners, load_uses, write_uses

_CHUNK = 500


def sync_owners(
    owners: Collection[str],
    now: datetime,
    *,
    minor: Collection[str] = (),
    begun_at: datetime | None = None,
    known: Mapping[int, tuple[Leaf, ...]] = MappingProxyType({}),
) -> None:
    """Make the messages of some documents (``q10``, ``q10.c2``) what they say now.

    Translations of changed texts become fuzzy, but those of documents in ``minor``, and
    the status of all is right. ``begun_at`` is when a run of several passes began.
    ``known`` are the leaves of public source pages, by their choices (primary keys),
    that need not be read. Runs in the caller's transaction.
    """
    ordered = sorted(owners)
    for start in range(0, len(ordered), _CHUNK):
        _sync(ordered[start : start + _CHUNK], now, minor, begun_at, known)


def _sync(
    owners: Sequence[str],
    now: datetime,
    minor: Collection[str],
    begun_at: datetime | None,
    known: Mapping[int, tuple[Leaf, ...]],
) -> None:
    own = page_specific()
    uses = [
        use
        for document in _documents(owners, known)
        for use in document_places(document, own)
    ]
    old = load_uses(owners)
    if len(old) != len(uses) or changed_owners(old, uses):
        messages = update_messages(old, uses, now, minor, begun_at)
        write_uses(uses, messages, now, owners)
    refresh_status(owners)


def _documents(
    owners: Sequence[str], known: Mapping[int, tuple[Leaf, ...]]
) -> Iterator[Document]:
    wanted = set(owners)
    numbers = {int(owner[1:].partition(".")[0]) for owner in wanted}
    text = Question.text_column(guidance_settings().source)
    questions = Question.objects.filter(number__in=numbers)
    for number, said in questions.values_list("number", text):
        owner = f"q{number}"
        if owner in wanted:
            yield owner_document(owner, said, LeafKind.QUESTION)
    rows = Choice.objects.filter(question__number__in=numbers).values_list(
        "pk", "question__number", "number", text
    )
    choices = [
        (pk, owner, said)
        for pk, question, number, said in rows
        if (owner := choice_key(question, number)) in wanted
    ]
    unknown = [pk for pk, _, _ in choices if pk not in known]
    pages = load_live_source(unknown) if unknown else {}
    for pk, owner, said in choices:
        page = pages.get(pk)
        leaves = page.leaves() if page is not None else known.get(pk, ())
        yield owner_document(owner, said, LeafKind.CHOICE, leaves)
