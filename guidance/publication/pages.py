"""Writing guidance pages: the one place that does, for imports and for translations.

The caller decides what a page says and whether it goes live; this module makes the
rows, in the caller's transaction, at most ``BATCH`` pages at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale

from guidance.models import Choice, GuidancePage
from guidance.publication.index_tasks import index_errors_raised
from guidance.publication.tree import ensure_index
from guidance.rich_text import prove
from guidance.segments.stream import Stream

# One transaction holds the write lock of SQLite; a hundred pages take seconds.
BATCH = 100


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
    ``is_adapted`` says that the page stays an editor's own.
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


@index_errors_raised()
def write_pages(writes: Sequence[PageWrite], *, user: Any = None) -> dict[int, int]:
    """Make or update the pages and return {choice pk: page pk}.

    All writes are of one language. Pages are fetched again here, inside the caller's
    transaction: an instance from before it may have been moved or edited meanwhile.
    Raises UnsafeContentError before anything is written.
    """
    if not writes:
        return {}
    for write in writes:
        prove(write.stream)
    (language,) = {write.language for write in writes}
    index = ensure_index(language)
    existing = {
        page.choice_id: page
        for page in GuidancePage.objects.filter(
            locale=index.locale, choice__in=[write.choice for write in writes]
        ).select_related("locale", "choice__question")
    }
    written = {}
    for write in writes:
        page = existing.get(write.choice.pk)
        if page is None:
            page = _create(write, parent=index, locale=index.locale)
        else:
            page = _latest(page)
            _fill(page, write)
        revision = page.save_revision(
            user=user, changed=True, log_action=True, repair_ids=False
        )
        if write.publish:
            # Whoever gives the order was asked for the right to give it.
            revision.publish(user=user, skip_permission_checks=True)
        written[write.choice.pk] = page.pk
    return written


@index_errors_raised()
def unpublish_pages(pks: Iterable[int], *, user: Any = None) -> int:
    """Take pages off the site; nothing is deleted. Return how many were live."""
    pages = GuidancePage.objects.filter(pk__in=list(pks), live=True)
    for page in pages:
        action = UnpublishPageAction(page, user=user)
        action.execute(skip_permission_checks=True)
    return len(pages)


def _create(write: PageWrite, *, parent: Any, locale: Locale) -> GuidancePage:
    page = GuidancePage(choice=write.choice, locale=locale, live=False)
    _fill(page, write)
    page.live = write.publish
    page.has_unpublished_changes = not write.publish
    parent.add_child(instance=page)
    return page


def _latest(page: GuidancePage) -> GuidancePage:
    """Return the page with the content of its latest revision, as the editor has it."""
    if page.has_unpublished_changes:
        draft: GuidancePage = page.get_latest_revision_as_object()
        return draft
    return page


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
    page.set_identity()
    page.filled_digest = page.content_digest
