"""Revisions: a page and its revisions point at each other and say the same."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from guidance.doctor.check import Check, Problem
from guidance.doctor.names import name_of
from guidance.models import GuidancePage

_CHUNK = 200
_POINTERS = ("latest_revision", "live_revision")
_FIELDS = ("heading", "seo_title", "search_description")


def wrong_pointers() -> Iterator[Problem]:
    """Find pages whose revision is gone or is one of something else."""
    kind = ContentType.objects.get_for_model(Page)
    for pointer in _POINTERS:
        rows = (
            Page.objects.filter(**{f"{pointer}__isnull": False})
            .order_by("pk")
            .values_list(
                "pk",
                f"{pointer}_id",
                f"{pointer}__object_id",
                f"{pointer}__base_content_type",
            )
        )
        for pk, revision, owner, base in rows.iterator():
            if owner is None:
                yield Problem(f"page {pk}", f"its {pointer} {revision} is gone")
            elif (owner, base) != (str(pk), kind.pk):
                yield Problem(
                    f"page {pk}", f"its {pointer} {revision} belongs to another object"
                )


def missing_revisions() -> Iterator[Problem]:
    """Find guidance that has no history, and live pages without the revision shown."""
    rows = GuidancePage.objects.order_by("pk").values_list(
        "pk", "live", "latest_revision", "live_revision"
    )
    for pk, live, latest, shown in rows.iterator():
        if latest is None:
            yield Problem(f"page {pk}", "it has no latest revision")
        elif live and shown is None:
            yield Problem(f"page {pk}", "it is live without a live revision")
        elif not live and shown is not None:
            yield Problem(f"page {pk}", "it is not live and has a live revision")


def hidden_drafts() -> Iterator[Problem]:
    """Find drafts that no editor is told of."""
    rows = GuidancePage.objects.filter(live=True, has_unpublished_changes=False)
    for pk, latest, shown in (
        rows.order_by("pk")
        .values_list("pk", "latest_revision", "live_revision")
        .iterator()
    ):
        if latest != shown and latest is not None and shown is not None:
            yield Problem(
                f"page {pk}",
                f"its latest revision {latest} is not the live one ({shown}), yet the "
                "page says that nothing is unpublished",
            )


def orphans() -> Iterator[Problem]:
    """Find revisions of pages that are gone."""
    kind = ContentType.objects.get_for_model(Page)
    pages = {str(pk) for pk in Page.objects.values_list("pk", flat=True)}
    rows = Revision.objects.filter(base_content_type=kind).order_by("pk")
    for pk, owner in rows.values_list("pk", "object_id").iterator():
        if owner not in pages:
            yield Problem(f"revision {pk}", f"its page {owner} is gone")


def other_texts() -> Iterator[Problem]:
    """Find live pages that do not say what their live revision says."""
    pages = (
        GuidancePage.objects.filter(live=True, live_revision__isnull=False)
        .order_by("pk")
        .select_related("choice__question", "locale", "live_revision")
    )
    for page in pages.iterator(chunk_size=_CHUNK):
        differing = [name for name in _FIELDS if not _is_same(page, name)]
        if _body(page.live_revision.content) != page.stream():
            differing.append("body")
        if differing:
            yield Problem(
                name_of(page),
                f"its live revision {page.live_revision_id} says something else in: "
                f"{', '.join(differing)}",
            )


def _is_same(page: GuidancePage, name: str) -> bool:
    return bool(page.live_revision.content.get(name) == getattr(page, name))


def _body(content: dict[str, Any]) -> Any:
    try:
        return json.loads(content["body"])
    except (KeyError, TypeError, ValueError):
        return None


CHECKS = (
    Check(
        "revision-pointer",
        "Restore the last backup, or open the page in the admin and publish it again.",
        wrong_pointers,
    ),
    Check(
        "revision-missing",
        "Open the page in the admin and publish it (or save it as a draft) again.",
        missing_revisions,
    ),
    Check(
        "draft-hidden",
        "Open the page in the admin: it shows the draft. Publish it, or revert to the "
        "live version in its history.",
        hidden_drafts,
    ),
    Check(
        "revision-orphan",
        "Delete the revision; `manage.py purge_revisions` does not see it.",
        orphans,
    ),
    Check(
        "revision-differs",
        "Compare the two in the page's history, then publish the right one again.",
        other_texts,
    ),
)
