"""Writing guidance pages: the one place that does, for imports and for translations.

The caller decides what a page says and whether it goes live; this module makes the
rows, in the caller's transaction, at most ``BATCH`` pages at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale

from guidance.models import Choice, GuidancePage
from guidance.publication.tree import ensure_index
from guidance.segments.stream import Stream

# One transaction holds the write lock of SQLite; a hundred pages take seconds.
BATCH = 100


@dataclass(frozen=True, slots=True)
class PageWrite:
    """What one page shall say.

    ``publish`` False leaves the live page as it is and writes a draft.
    ``untranslated`` are the leaf ids that show the source text; ``source_digest`` is
    the content digest of the source page that a translation was made from.
    """

    choice: Choice
    language: str
    heading: str
    stream: Stream
    publish: bool
    seo_title: str = ""
    search_description: str = ""
    untranslated: tuple[str, ...] = ()
    source_digest: str = ""


def write_pages(writes: Sequence[PageWrite], *, user: Any = None) -> dict[int, int]:
    """Make or update the pages and return {choice pk: page pk}.

    All writes are of one language. Pages are fetched again here, inside the caller's
    transaction: an instance from before it may have been moved or edited meanwhile.
    """
    if not writes:
        return {}
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
        revision = page.save_revision(user=user, changed=True, log_action=True)
        if write.publish:
            revision.publish(user=user)
        written[write.choice.pk] = page.pk
    return written


def _create(write: PageWrite, *, parent: Any, locale: Locale) -> GuidancePage:
    page = GuidancePage(choice=write.choice, locale=locale, live=False)
    _fill(page, write)
    page.live = write.publish
    page.has_unpublished_changes = not write.publish
    return parent.add_child(instance=page)


def _latest(page: GuidancePage) -> GuidancePage:
    """Return the page with the content of its latest revision, as the editor has it."""
    if page.has_unpublished_changes:
        return page.get_latest_revision_as_object()
    return page


def _fill(page: GuidancePage, write: PageWrite) -> None:
    page.heading = write.heading
    page.body = GuidancePage.body.field.to_python(list(write.stream))
    page.seo_title = write.seo_title
    page.search_description = write.search_description
    page.untranslated_leaves = list(write.untranslated)
    page.source_digest = write.source_digest
    page.set_identity()
    page.filled_digest = page.content_digest
