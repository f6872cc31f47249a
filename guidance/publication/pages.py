"""Writing guidance pages: the one place that does, for imports and for translations.

The caller decides what a page says and whether it goes live; this module makes the
rows, in the caller's transaction, at most ``BATCH`` pages at a time. They are the rows
that ``add_child`` and ``save_revision().publish()`` would make, in a constant number of
statements: see ``docs/decisions/0009-batch-writing.md``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Page

from guidance.bulk_rows import JsonText
from guidance.models import Choice, GuidanceIndexPage, GuidancePage
from guidance.publication.changed_pages import Change, refusals, write_changes
from guidance.publication.contents import encode
from guidance.publication.going_live import set_off, tell_unpublished
from guidance.publication.index_tasks import index_errors_raised
from guidance.publication.indexes import index_for_search
from guidance.publication.log import Deed, log
from guidance.publication.new_pages import add_pages
from guidance.publication.revisions import cancel_schedules
from guidance.publication.tree import ensure_index
from guidance.publication.unusual import unpublish_one, unusual
from guidance.publication.valid import PagesRefusedError, new_refusals
from guidance.rich_text import prove
from guidance.segments.leaf import Leaf
from guidance.segments.stream import Stream

# One transaction holds the write lock of SQLite; a hundred pages take half a second.
BATCH = 100

# Sent once for each call of ``write_pages``, with the primary keys of the ``choices``.
# Django's ``post_save`` is not: its receivers would ask the database for each page.
pages_written = Signal()


Item = TypeVar("Item")


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield ``items`` in lists of at most ``BATCH``, one for each transaction."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch


@dataclass(frozen=True, slots=True)
class PageWrite:
    """What one page shall say.

    ``publish`` False leaves the live page as it is and writes a draft. A text that is
    None stays as the draft has it. ``untranslated`` are the leaf ids that show the
    source text; ``source_digest`` is the content digest of the source page that a
    translation was made from; ``filled`` is what it wrote (``segments.filled``).
    ``is_adapted`` says that the page stays an editor's own. ``key`` is the reserved
    primary key that the page gets if it is new; ``encoded`` is the stream as JSON
    (``contents.encode``) and ``leaves`` are its own, for a caller who needs them too.
    """

    choice: Choice
    language: str
    stream: Stream
    publish: bool
    heading: str | None = None
    seo_title: str | None = None
    search_description: str | None = None
    untranslated: tuple[str, ...] = ()
    source_digest: str = ""
    filled: Mapping[str, Any] = field(default_factory=dict)
    is_adapted: bool = False
    key: int | None = None
    encoded: JsonText | None = None
    leaves: tuple[Leaf, ...] | None = None


def lock_pages(pages: QuerySet[GuidancePage]) -> None:
    """Let nobody else write these pages until the transaction ends.

    Call it first in the transaction, before looking at what the pages say: what was
    decided would otherwise be about an older text than the one that is replaced.
    """
    rows = Page.objects.select_for_update().filter(pk__in=pages.values("page_ptr"))
    list(rows.order_by("pk").values_list("pk", flat=True))


@index_errors_raised()
def write_pages(writes: Sequence[PageWrite], *, user: Any = None) -> dict[int, int]:
    """Make or update the pages and return {choice pk: page pk}.

    All writes are of one language. Pages are fetched again here, inside the caller's
    transaction: an instance from before it may have been moved or edited meanwhile.
    Raises UnsafeContentError and PagesRefusedError before anything is written.
    """
    if not writes:
        return {}
    for write in writes:
        prove(write.stream)
    with transaction.atomic(savepoint=False):
        return _write(writes, now=timezone.now(), user=user)


def find_refusals(writes: Sequence[PageWrite]) -> dict[int, ValidationError]:
    """Return {choice pk: what is wrong} of the pages there are that cannot be stored.

    ``write_pages`` would raise PagesRefusedError with these; nothing is written here. A
    new page has only what the writes say, and that has been proved.
    """
    if not writes:
        return {}
    (language,) = {write.language for write in writes}
    changes = _changes(writes, _stored(writes, language))
    return refusals(changes, now=timezone.now())


@index_errors_raised()
@transaction.atomic(savepoint=False)
def unpublish_pages(pks: Iterable[int], *, user: Any = None) -> int:
    """Take pages off the site; nothing is deleted. Return how many were live."""
    rows = GuidancePage.objects.filter(pk__in=list(pks), live=True)
    lock_pages(rows)
    live = list(rows.select_related("locale", "choice__question"))
    if not live:
        return 0
    by_wagtail = unusual(live)
    for page in live:
        if page.pk in by_wagtail:
            unpublish_one(page, user=user)
    _unpublish(
        [page for page in live if page.pk not in by_wagtail],
        now=timezone.now(),
        user=user,
    )
    return len(live)


def _write(writes: Sequence[PageWrite], *, now: datetime, user: Any) -> dict[int, int]:
    (language,) = {write.language for write in writes}
    index = ensure_index(language)
    stored = _stored(writes, language)
    added = [write for write in writes if write.choice.pk not in stored]
    new = [_new(write, parent=index) for write in added]
    bodies = [write.encoded or encode(write.stream) for write in added]
    changes = _changes(writes, stored)
    refused = new_refusals(new) | refusals(changes, now=now)
    if refused:
        raise PagesRefusedError(refused)
    add_pages(new, bodies, parent=index, now=now, user=user)
    write_changes(changes, now=now, user=user)
    written = {page.choice_id: page.pk for page in (*new, *stored.values())}
    pages_written.send(sender=GuidancePage, choices=frozenset(written))
    return written


def _unpublish(pages: Sequence[GuidancePage], *, now: datetime, user: Any) -> None:
    for page in pages:
        set_off(page)
    GuidancePage.objects.bulk_update(
        pages, ["live", "has_unpublished_changes", "live_revision"]
    )
    index_for_search(pages)
    log((Deed(page, "wagtail.unpublish") for page in pages), now=now, user=user)
    cancel_schedules([page.pk for page in pages])
    tell_unpublished(pages)


def in_language(pages: QuerySet[GuidancePage], language: str) -> QuerySet[GuidancePage]:
    """Return those of a few pages that are in a language, in any order.

    Asked for both at once, SQLite would look at all pages of the language, and asked
    for an order at all there are.
    """
    rows = pages.order_by().values_list("pk", "locale__language_code")
    keys = [pk for pk, code in rows if code == language]
    found: QuerySet[GuidancePage] = GuidancePage.objects.filter(pk__in=keys)
    return found.order_by()


def _stored(writes: Sequence[PageWrite], language: str) -> dict[int, GuidancePage]:
    """Return {choice pk: page} of what is there."""
    choices = [write.choice.pk for write in writes]
    pages = in_language(GuidancePage.objects.filter(choice__in=choices), language)
    return {
        page.choice_id: page
        for page in pages.select_related("locale", "choice__question")
    }


def _new(write: PageWrite, *, parent: GuidanceIndexPage) -> GuidancePage:
    page = GuidancePage(choice=write.choice, locale=parent.locale, live=write.publish)
    page.id = page.page_ptr_id = write.key
    page.has_unpublished_changes = not write.publish
    _fill(page, write)
    return page


def _changes(
    writes: Sequence[PageWrite], stored: Mapping[int, GuidancePage]
) -> list[Change]:
    """Return the pages that are there already, filled with what they shall say."""
    by_wagtail = unusual(list(stored.values())) if stored else set()
    return [
        _change(write, page, by_wagtail=page.pk in by_wagtail)
        for write in writes
        if (page := stored.get(write.choice.pk)) is not None
    ]


def _change(write: PageWrite, stored: GuidancePage, *, by_wagtail: bool) -> Change:
    title, slug = stored.title, stored.slug
    page = _latest(stored)
    _fill(page, write)
    return Change(page, write.publish, title, slug, by_wagtail=by_wagtail)


def _latest(page: GuidancePage) -> GuidancePage:
    """Return the page with the content of its latest revision, as the editor has it."""
    if not page.has_unpublished_changes:
        return page
    draft: GuidancePage = page.get_latest_revision_as_object()
    draft.choice, draft.locale = page.choice, page.locale
    return draft


def _fill(page: GuidancePage, write: PageWrite) -> None:
    page.body = GuidancePage.body.field.to_python(list(write.stream))
    for name in ("heading", "seo_title", "search_description"):
        text = getattr(write, name)
        if text is not None:
            setattr(page, name, text)
    page.untranslated_leaves = list(write.untranslated)
    page.source_digest = write.source_digest
    page.filled = dict(write.filled)
    page.is_adapted = write.is_adapted
    page.set_identity(write.leaves)
    page.filled_digest = page.content_digest
