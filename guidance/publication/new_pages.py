"""Many new pages at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Page

from guidance.bulk_rows import JsonText
from guidance.models import GuidancePage
from guidance.publication.children import add_below
from guidance.publication.going_live import set_live, tell_published
from guidance.publication.indexes import index_for_search, index_new_references
from guidance.publication.log import Deed, log
from guidance.publication.revisions import add_revisions, point_to_latest
from guidance.publication.rows import insert_pages


def add_pages(
    pages: Sequence[GuidancePage],
    bodies: Sequence[JsonText],
    *,
    parent: Page,
    now: datetime,
    user: Any,
) -> None:
    """Store new, filled pages below ``parent``; those that are ``live`` are published.

    ``bodies`` are those of the pages as JSON. The pages know afterwards all that the
    database knows.
    """
    if not pages:
        return
    add_below(parent, pages)
    for page in pages:
        page.draft_title = page.title
    # The first revision says what ``add_child`` has stored: nothing of a publication.
    insert_pages(pages, bodies)
    add_revisions(pages, bodies, now=now, user=user)
    live = [page for page in pages if page.live]
    for page in live:
        set_live(page, now=now)
    point_to_latest(pages)
    index_new_references(pages)
    index_for_search(pages)
    log(_deeds(pages), now=now, user=user)
    tell_published(live, user=user)


def _deeds(pages: Sequence[GuidancePage]) -> Iterator[Deed]:
    for page in pages:
        yield Deed(page, "wagtail.create", content_changed=True)
        if page.live:
            yield Deed(
                page, "wagtail.publish", page.latest_revision, content_changed=True
            )
