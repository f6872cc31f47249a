"""Entries in the history of pages, as Wagtail's own actions leave them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import PageLogEntry, Revision

from guidance.bulk_rows import insert_rows
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
    insert_rows(
        PageLogEntry,
        _FIELDS,
        [
            (
                deed.page.pk,
                deed.page.content_type_id,
                deed.page.get_admin_display_title(),
                deed.action,
                now,
                actor.pk if actor is not None else None,
                context.uuid,
                deed.data,
                deed.revision.pk if deed.revision else None,
                deed.content_changed,
                False,
            )
            for deed in deeds
        ],
    )


_FIELDS = (
    "page",
    "content_type",
    "label",
    "action",
    "timestamp",
    "user",
    "uuid",
    "data",
    "revision",
    "content_changed",
    "deleted",
)
