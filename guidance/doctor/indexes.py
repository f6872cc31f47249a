"""Wagtail's two indexes, of references and for the search: no row missing, none too many."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.models import IndexEntry

from guidance.doctor.check import Check, Problem
from guidance.models import GuidanceIndexPage, GuidancePage

_CHUNK = 200
_DATABASE_SEARCH = "modelsearch.backends.database"


def wrong_references() -> Iterator[Problem]:
    """Compare the stored references of each object with those that it has."""
    for model in _indexed():
        if not ReferenceIndex.is_indexed(model):
            continue
        rows = model.objects.order_by("pk")
        if issubclass(model, Page):
            # They have references too; without this there is a query for each page.
            rows = rows.prefetch_related("wagtail_admin_comments")
        chunk: list[Model] = []
        for row in rows.iterator(chunk_size=_CHUNK):
            chunk.append(row)
            if len(chunk) == _CHUNK:
                yield from _compare(model, chunk)
                chunk = []
        yield from _compare(model, chunk)


def orphan_references() -> Iterator[Problem]:
    """Find references from objects that are gone."""
    for model in (Page, get_image_model()):
        kind = ContentType.objects.get_for_model(model)
        there = {str(pk) for pk in model.objects.values_list("pk", flat=True)}
        rows = ReferenceIndex.objects.filter(base_content_type=kind).order_by(
            "object_id"
        )
        for owner in rows.values_list("object_id", flat=True).distinct().iterator():
            if owner not in there:
                yield Problem(f"{kind.model} {owner}", "it is gone and has references")


def wrong_search_entries() -> Iterator[Problem]:
    """Find objects that the search does not know, and entries of objects that are gone.

    A search engine outside of the database cannot be asked that in one go.
    """
    if not any(
        type(each).__module__.startswith(_DATABASE_SEARCH)
        for each in get_search_backends(with_auto_update=True)
    ):
        return
    for model in _indexed():
        yield from _search_entries_of(model)


def _indexed() -> tuple[Any, ...]:
    """Return the models that we write; Wagtail's own first pages are in no index."""
    return (GuidancePage, GuidanceIndexPage, get_image_model())


def _compare(model: Any, chunk: Sequence[Model]) -> Iterator[Problem]:
    kind = ContentType.objects.get_for_model(model)
    base = ReferenceIndex._get_base_content_type(model)  # noqa: SLF001 - no public way
    stored = defaultdict(set)
    rows = ReferenceIndex.objects.filter(
        base_content_type=base, object_id__in=[str(row.pk) for row in chunk]
    )
    for owner, *reference in rows.values_list(
        "object_id", "to_content_type", "to_object_id", "model_path", "content_path"
    ):
        stored[owner].add(tuple(reference))
    for row in chunk:
        expected = set(ReferenceIndex._extract_references_from_object(row))  # noqa: SLF001
        missing, extra = expected - stored[str(row.pk)], stored[str(row.pk)] - expected
        missing = {each for each in missing if _is_there(each[0], each[1])}
        if missing or extra:
            yield Problem(
                f"{kind.model} {row.pk}",
                f"{len(missing)} references are missing, {len(extra)} are too many",
            )


def _is_there(kind: int, pk: str) -> bool:
    """Whether a target exists: Wagtail takes the references to what is deleted away."""
    model = ContentType.objects.get_for_id(kind).model_class()
    return model is not None and model._base_manager.filter(pk=pk).exists()  # noqa: SLF001


def _search_entries_of(model: Any) -> Iterator[Problem]:
    kind = ContentType.objects.get_for_model(model)
    rows = model.get_indexed_objects()
    expected = {str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)}
    stored = set(
        IndexEntry.objects.filter(content_type=kind).values_list("object_id", flat=True)
    )
    for pk in sorted(expected - stored):
        yield Problem(f"{kind.model} {pk}", "the search does not know it")
    for pk in sorted(stored - expected):
        yield Problem(f"{kind.model} {pk}", "the search knows it, and it is gone")


CHECKS = (
    Check(
        "reference-index",
        "Run `manage.py rebuild_references_index`.",
        wrong_references,
    ),
    Check(
        "reference-orphan",
        "Run `manage.py rebuild_references_index`.",
        orphan_references,
    ),
    Check("search-index", "Run `manage.py update_index`.", wrong_search_entries),
)
