"""Writing pages and pictures as a site of Wagtail usually does: one after the other.

The reference for the batch writer, and the loop that the benchmark compares it with.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.images import get_image_model

from guidance.models import GuidanceIndexPage, GuidancePage
from guidance.publication.pages import PageWrite
from guidance.publication.tree import ensure_index
from importers.picture_file import PictureFile


def write_pages(writes: Sequence[PageWrite], *, user: Any = None) -> dict[int, int]:
    """Do what ``guidance.publication.pages.write_pages`` does, by Wagtail's own means."""
    return {write.choice.pk: _write(write, user) for write in writes}


def unpublish_pages(pks: Iterable[int], *, user: Any = None) -> int:
    """Do what ``guidance.publication.pages.unpublish_pages`` does."""
    pages = GuidancePage.objects.filter(pk__in=list(pks), live=True)
    for page in pages:
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    return len(pages)


def put_images(
    pictures: Mapping[str, PictureFile],
    titles: Mapping[str, str],
    *,
    user: Any = None,
    beat: Callable[[], None] | None = None,  # noqa: ARG001 - as the original takes it
) -> dict[str, int]:
    """Do what ``importers.library.put_images`` does."""
    model = get_image_model()
    found = dict(
        model.objects.filter(file_hash__in=pictures).values_list("file_hash", "pk")
    )
    for key in sorted(pictures.keys() - found.keys()):
        file = ContentFile(pictures[key].read(), name=f"{key}.png")
        image = model(title=titles[key], file=file, uploaded_by_user=user)
        image.save()
        image.get_file_size()
        image.get_file_hash()
        found[key] = image.pk
    return found


def _write(write: PageWrite, user: Any) -> int:
    index = ensure_index(write.language)
    page = GuidancePage.objects.filter(choice=write.choice, locale=index.locale).first()
    if page is None:
        page = _add(write, index)
        log_draft = False
    else:
        page = page.get_latest_revision_as_object()
        _fill(page, write)
        log_draft = not write.publish
    revision = page.save_revision(user=user, log_action=log_draft, repair_ids=False)
    if write.publish:
        revision.publish(user=user, skip_permission_checks=True)
    return int(page.pk)


def _add(write: PageWrite, index: GuidanceIndexPage) -> GuidancePage:
    page = GuidancePage(
        choice=write.choice,
        locale=index.locale,
        live=write.publish,
        has_unpublished_changes=not write.publish,
    )
    _fill(page, write)
    if write.key is not None:
        _let_the_next_key_be(write.key)
    index.add_child(instance=page)
    return page


def _let_the_next_key_be(key: int) -> None:
    """Wagtail takes a page that has a key already for one that is stored."""
    statement = (
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)"
        if connection.vendor == "postgresql"
        else "UPDATE sqlite_sequence SET seq = %s - 1 WHERE name = %s"
    )
    values: list[Any] = ["wagtailcore_page", key]
    if connection.vendor == "sqlite":
        values.reverse()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _fill(page: GuidancePage, write: PageWrite) -> None:
    page.body = GuidancePage.body.field.to_python(list(write.stream))
    for name in ("heading", "seo_title", "search_description"):
        if getattr(write, name) is not None:
            setattr(page, name, getattr(write, name))
    page.untranslated_leaves = list(write.untranslated)
    page.source_digest = write.source_digest
    page.filled = dict(write.filled)
    page.is_adapted = write.is_adapted
    page.set_identity()
    page.filled_digest = page.content_digest
