"""Many pages that are there already and shall say something else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from guidance.models import GuidancePage
from guidance.publication.contents import encode
from guidance.publication.going_live import set_live, tell_published
from guidance.publication.indexes import index_for_search, index_references
from guidance.publication.log import Deed, log
from guidance.publication.revisions import add_revisions, cancel_schedules
from guidance.publication.unusual import is_unusual, keep_slug, write_one
from guidance.publication.valid import field_refusals

# Who the page is, where it stands, and who holds it: no text changes these.
_KEPT = frozenset(
    {"path", "depth", "numchild", "slug", "url_path", "content_type", "alias_of"}
    | {"translation_key", "locale", "choice", "owner", "locked", "locked_at"}
    | {"locked_by"}
)
_PUBLISHED = [
    field.name
    for field in GuidancePage._meta.concrete_fields  # noqa: SLF001 -- public API
    if not field.primary_key and field.name not in _KEPT
]
_DRAFTED = [
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
]


@dataclass(frozen=True, slots=True)
class Change:
    """A page that is filled with what it shall say, and what the live one is called.

    ``publish`` False makes it a draft. ``by_wagtail`` when it is one of the few that
    Wagtail itself has to write.
    """

    page: GuidancePage
    publish: bool
    old_title: str
    old_slug: str
    by_wagtail: bool = False


def refusals(changes: Iterable[Change], *, now: datetime) -> dict[int, ValidationError]:
    """Return {choice pk: what is wrong} of the pages that cannot be stored."""
    usual, unusual = _divided(changes, now=now)
    found = field_refusals(change.page for change in usual)
    for change in unusual:
        keep_slug(change.page, change.old_slug)
        try:
            change.page.full_clean()
        except ValidationError as error:
            found[change.page.choice_id] = error
    return found


def write_changes(changes: Iterable[Change], *, now: datetime, user: Any) -> None:
    """Store the pages, of which none may be refused."""
    usual, unusual = _divided(changes, now=now)
    for change in unusual:
        # Again: a new page of the same batch may have got the slug just now.
        keep_slug(change.page, change.old_slug)
        write_one(change.page, publish=change.publish, user=user)
    _publish([change for change in usual if change.publish], now=now, user=user)
    _draft([change for change in usual if not change.publish], now=now, user=user)


def _divided(
    changes: Iterable[Change], *, now: datetime
) -> tuple[list[Change], list[Change]]:
    """Return those that are written together, and those that Wagtail has to write."""
    usual: list[Change] = []
    unusual: list[Change] = []
    for change in changes:
        left_to_wagtail = change.by_wagtail or (
            change.publish and is_unusual(change.page, slug=change.old_slug, now=now)
        )
        (unusual if left_to_wagtail else usual).append(change)
    return usual, unusual


def _publish(changes: Sequence[Change], *, now: datetime, user: Any) -> None:
    if not changes:
        return
    pages = [change.page for change in changes]
    had_revisions = {page.pk for page in pages if page.latest_revision_id}
    add_revisions(pages, [encode(page.stream()) for page in pages], now=now, user=user)
    for page in pages:
        set_live(page, now=now)
    GuidancePage.objects.bulk_update(pages, _PUBLISHED)
    cancel_schedules([page.pk for page in pages])
    index_references(pages)
    index_for_search(pages)
    deeds = (
        deed
        for change in changes
        for deed in _deeds(change, renames=change.page.pk in had_revisions)
    )
    log(deeds, now=now, user=user)
    tell_published(pages, user=user)


def _deeds(change: Change, *, renames: bool) -> Iterator[Deed]:
    page, data = change.page, {}
    if renames and page.title != change.old_title:
        data = {"title": {"old": change.old_title, "new": page.title}}
        yield Deed(page, "wagtail.rename", page.latest_revision, data)
    yield Deed(
        page, "wagtail.publish", page.latest_revision, data, content_changed=True
    )


def _draft(changes: Sequence[Change], *, now: datetime, user: Any) -> None:
    if not changes:
        return
    pages = [change.page for change in changes]
    add_revisions(pages, [encode(page.stream()) for page in pages], now=now, user=user)
    for page in pages:
        page.has_unpublished_changes = True
    GuidancePage.objects.bulk_update(pages, _DRAFTED)
    # Readers and searches have the live page, as it is in the database.
    indexed = GuidancePage.get_indexed_objects()
    index_for_search(list(indexed.filter(pk__in=[page.pk for page in pages])))
    deeds = (
        Deed(page, "wagtail.edit", page.latest_revision, content_changed=True)
        for page in pages
    )
    log(deeds, now=now, user=user)
