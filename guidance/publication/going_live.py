"""What publishing means for the rows of a page, and who is told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, Site, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    published,
    unpublished,
)

from guidance.models import GuidancePage


def set_live(page: GuidancePage, *, now: datetime) -> None:
    """Set what a publication sets, in memory; the latest revision becomes the live one."""
    page.live = True
    page.has_unpublished_changes = False
    page.expired = False
    page.live_revision = page.latest_revision
    page.last_published_at = now
    if page.first_published_at is None:
        page.first_published_at = now


def set_off(page: GuidancePage) -> None:
    """Set what taking a page off the site sets, in memory."""
    page.live = False
    page.has_unpublished_changes = True
    page.live_revision = None


def tell_published(pages: Sequence[GuidancePage], *, user: Any) -> None:
    """Send the signals of Wagtail's publish action, and end moderation as it does."""
    for page in pages:
        revision: Revision = page.latest_revision
        page_published.send(sender=type(page), instance=page, revision=revision)
        published.send(sender=type(page), instance=page, revision=revision)
    _cancel_moderation([page.pk for page in pages], user=user)
    _forget_site_roots(pages)


def tell_unpublished(pages: Sequence[GuidancePage]) -> None:
    """Send the signals of Wagtail's unpublish action."""
    for page in pages:
        page_unpublished.send(sender=type(page), instance=page)
        unpublished.send(sender=type(page), instance=page)
    _forget_site_roots(pages)


def _cancel_moderation(pages: Collection[int], *, user: Any) -> None:
    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return
    if not getattr(settings, "WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH", True):
        return
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(pk) for pk in pages],
    )
    for state in states.select_related("current_task_state__task"):
        state.cancel(user=user)


def _forget_site_roots(pages: Sequence[GuidancePage]) -> None:
    keys = {page.translation_key for page in pages}
    if Site.objects.filter(root_page__translation_key__in=keys).exists():
        Site.clear_site_root_paths_cache()
