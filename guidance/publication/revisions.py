"""Revisions of many pages, and which of them is the latest and the live one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import router
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from guidance.bulk_rows import JsonText, insert_at_once
from guidance.models import GuidancePage
from guidance.publication.contents import contents


def add_revisions(
    pages: Sequence[GuidancePage],
    bodies: Sequence[JsonText],
    *,
    now: datetime,
    user: Any,
) -> None:
    """Store what the pages say as new revisions, and tell the pages, in memory only.

    ``bodies`` are those of the pages as JSON. No page may have comments: they would have
    to go into its revision.
    """
    base = ContentType.objects.get_for_model(Page)
    revisions = [
        Revision(
            content_type_id=page.content_type_id,
            base_content_type=base,
            object_id=str(page.pk),
            created_at=now,
            user=user,
            content=content,
            object_str=str(page),
        )
        for page, content in zip(pages, contents(pages, bodies), strict=True)
    ]
    keys = insert_at_once(Revision, _FIELDS, map(_ROW, revisions), by="object_id")
    database = router.db_for_write(Revision)
    for page, revision in zip(pages, revisions, strict=True):
        revision.pk = keys[revision.object_id]
        revision._state.adding = False  # noqa: SLF001 -- as bulk_create does
        revision._state.db = database  # noqa: SLF001
        page.latest_revision = revision
        page.latest_revision_created_at = revision.created_at
        page.draft_title = page.title


def point_to_latest(pages: Sequence[GuidancePage]) -> None:
    """Store which revision is the latest of new pages, and which is live.

    A new page has one revision, so the database can find it: no value for each page.
    """
    rows = Page.objects.filter(pk__in=[page.pk for page in pages])
    own = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    rows.update(
        latest_revision=Subquery(own.values("pk")[:1]),
        latest_revision_created_at=pages[0].latest_revision_created_at,
    )
    live = [page for page in pages if page.live]
    if live:
        Page.objects.filter(pk__in=[page.pk for page in live]).update(
            live_revision=F("latest_revision"),
            first_published_at=live[0].first_published_at,
            last_published_at=live[0].last_published_at,
        )


def cancel_schedules(pages: Collection[int]) -> None:
    """Take back the approved publication dates of pages that go live, or off, now."""
    base = ContentType.objects.get_for_model(Page)
    Revision.objects.filter(
        base_content_type=base,
        object_id__in=[str(pk) for pk in pages],
        approved_go_live_at__isnull=False,
    ).update(approved_go_live_at=None)


_FIELDS = (
    "content_type",
    "base_content_type",
    "object_id",
    "created_at",
    "user",
    "object_str",
    "content",
    "approved_go_live_at",
)
_ROW = attrgetter(*(Revision._meta.get_field(name).attname for name in _FIELDS))  # noqa: SLF001
