"""Pages that Wagtail itself has to write, one by one: the few with something unusual.

Comments go into revisions with their places, a date in the future schedules, another
slug moves an address and leaves a redirect. All of that is Wagtail's to do, and rare.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Comment, Page, Revision

from guidance.models import GuidancePage


def unusual(pages: Sequence[GuidancePage]) -> set[int]:
    """Return the keys of those that have comments or aliases; two queries."""
    keys = [page.pk for page in pages]
    return {
        *Comment.objects.filter(page__in=keys).values_list("page_id", flat=True),
        *Page.objects.filter(alias_of__in=keys).values_list("alias_of_id", flat=True),
    }


def is_unusual(page: GuidancePage, *, slug: str, now: datetime) -> bool:
    """Whether publishing the page would schedule it, or change the ``slug`` it has."""
    later = page.go_live_at is not None and page.go_live_at > now
    return later or page.slug != slug


def keep_slug(page: GuidancePage, old_slug: str) -> None:
    """Give a page its ``old_slug`` back when that of its draft is another page's.

    It was free when an editor chose it, and has gone to another page since.
    """
    siblings = page.get_parent().get_children().exclude(pk=page.pk)
    if page.slug != old_slug and siblings.filter(slug=page.slug).exists():
        page.slug = old_slug


def write_one(page: GuidancePage, *, publish: bool, user: Any) -> None:
    """Write a page that is filled already as Wagtail writes it."""
    revision: Revision = page.save_revision(
        user=user, log_action=not publish, repair_ids=False
    )
    if publish:
        # Whether the user may is the caller's to ask, once and not for each page.
        revision.publish(user=user, skip_permission_checks=True)


def unpublish_one(page: GuidancePage, *, user: Any) -> None:
    """Take a page off the site as Wagtail does."""
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
