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
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=deed.page,
            content_type=deed.page.content_type,
            label=deed.page.get_admin_display_title(),
            action=deed.action,
            timestamp=now,
            user=user or context.user,
            uuid=context.uuid,
            data=deed.data,
            revision=deed.revision,
            content_changed=deed.content_changed,
        )
        for deed in deeds
    )
