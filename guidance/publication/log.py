"""Entries in the history of pages, as Wagtail's own actions leave them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import PageLogEntry, Revision

from guidance.models import GuidancePage


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a page: a registered action of Wagtail's log."""

    page: GuidancePage
    action: str
    revision: Revision | None = None
    data: dict[str, Any] = field(default_factory=dict)
    content_changed: bool = False


def log(deeds: Iterable[Deed], *, now: datetime, user: Any) -> None:
    """Write the history; who and which request come from Wagtail's context, if any."""
    context = get_active_log_context()
    actor = user or context.user
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=deed.page.pk,
            content_type_id=deed.page.content_type_id,
            label=deed.page.get_admin_display_title(),
            action=deed.action,
            timestamp=now,
            user=actor,
            uuid=context.uuid,
            data=deed.data,
            revision_id=deed.revision.pk if deed.revision else None,
            content_changed=deed.content_changed,
        )
        for deed in deeds
    )
