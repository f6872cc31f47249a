"""Wagtail's two indexes, references and search, for many objects at once.

Wagtail keeps both by a ``post_save`` receiver that fetches each object again and asks
the database about ten times. Nothing here asks more than a constant number of times.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import F
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends_with_name
from wagtail.search.index import AutocompleteField, RelatedFields, SearchField
from wagtail.signal_handlers import reference_index_auto_update_disabled

from guidance.bulk_rows import insert_rows
from guidance.models import GuidancePage
from guidance.publication.search_entries import mean_title, titled, write_entries
from guidance.segments.references import Target, references

# (content type, key, path in the model, path in the content) of what is pointed at.
_Reference = tuple[int, str, str, str]

logger = logging.getLogger(__name__)


def index_new_references(objects: Sequence[models.Model]) -> None:
    """Insert the references of objects of one class that were never indexed."""
    if not _wants_references(objects):
        return
    _insert_references(type(objects[0]), _references(objects))


def index_references(objects: Sequence[models.Model]) -> None:
    """Bring the references of objects of one class up to date."""
    if not _wants_references(objects):
        return
    model = type(objects[0])
    known = _known_references(model, [str(each.pk) for each in objects])
    found = _references(objects)
    new = {key: own - known.get(key, {}).keys() for key, own in found.items()}
    gone = [
        row
        for key, stored in known.items()
        for reference, row in stored.items()
        if reference not in found[key]
    ]
    _insert_references(model, new)
    if gone:
        ReferenceIndex.objects.filter(pk__in=gone).delete()


def index_for_search(objects: Sequence[Any]) -> None:
    """Put objects of one class into every search index that is updated on save."""
    if not objects or not getattr(type(objects[0]), "search_auto_update", True):
        return
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        try:
            _add(backend, type(objects[0]), objects)
        except Exception:
            # As Wagtail does: a search server that is down must not undo an import.
            logger.exception("Nothing was added to the search backend %s", name)
            if not backend.catch_indexing_errors:
                raise


# ---- search


def _add(backend: Any, model: type[models.Model], objects: Sequence[Any]) -> None:
    """Do what ``add_bulk`` does, at the same cost however large the site is.

    Wagtail's search in the database looks at the titles of all entries after each call,
    for their mean length; here those of the last thousand stand for all.
    """
    index = backend.get_index_for_model(model)
    if not hasattr(index, "_refresh_title_norms"):
        index.add_items(model, objects)
    elif connection.vendor == "sqlite":
        # Its full-text index would read every text again after that update.
        write_entries(backend, index.entries, objects)
    else:
        _wait_for_other_writers(index.entries.model)
        keys = [str(each.pk) for each in objects]
        index._refresh_title_norms = partial(_set_title_norms, index, model, keys)  # noqa: SLF001
        index.add_items(model, _read_once(model, objects))


def _wait_for_other_writers(entries: type[models.Model]) -> None:
    """Let nobody else write the index until the transaction ends, where others could.

    Wagtail's search updates all entries after each save. On PostgreSQL an editor who
    does so would wait for a row of ours while we wait for one of theirs.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        table = connection.ops.quote_name(entries._meta.db_table)  # noqa: SLF001 -- public API
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


class _ReadOnce:
    """An object whose texts are read once; the search in the database asks five times."""

    def __init__(
        self, found: Any, fields: Sequence[Any], readers: Sequence[Any]
    ) -> None:
        self.pk = found.pk
        self.values = [field.get_value(found) for field in fields]
        self._readers = readers

    def get_search_fields(self) -> Sequence[Any]:
        return self._readers


def _read_once(model: Any, objects: Iterable[Any]) -> list[_ReadOnce]:
    """Return the objects with what a search in the database stores of them."""
    kinds = (SearchField, AutocompleteField, RelatedFields)
    fields = [each for each in model.get_search_fields() if isinstance(each, kinds)]
    readers = [_reader(field, place) for place, field in enumerate(fields)]
    return [_ReadOnce(each, fields, readers) for each in objects]


def _reader(field: Any, place: int) -> Any:
    """Return a field that takes its value from what was read of an object."""
    copied = copy(field)
    copied.get_value = lambda read: read.values[place]
    return copied


def _set_title_norms(
    index: Any, model: type[models.Model], keys: Collection[str]
) -> None:
    mean = mean_title(index.entries)
    if mean is not None:
        kind = ContentType.objects.get_for_model(model)
        written = index.entries.filter(content_type=kind, object_id__in=keys)
        titled(written).update(title_norm=mean / F("length"))


# ---- references


def _wants_references(objects: Sequence[models.Model]) -> bool:
    return bool(
        objects
        and ReferenceIndex.is_indexed(type(objects[0]))
        and not getattr(reference_index_auto_update_disabled, "value", False)
    )


def _references(objects: Sequence[models.Model]) -> dict[str, set[_Reference]]:
    """Return what each object points at, by its key."""
    streams = {
        each.pk: references(each.stream())
        for each in objects
        if isinstance(each, GuidancePage)
    }
    images = _existing_images(streams.values())
    types = {
        Target.IMAGE: _base_type(get_image_model()),
        Target.PAGE: _base_type(Page),
        Target.DOCUMENT: _base_type(get_document_model()),
    }
    fields = _reference_fields(type(objects[0]))
    return {
        str(each.pk): {
            *_of_fields(each, fields),
            *(
                (
                    types[one.target],
                    one.key,
                    f"body.{one.model_path}",
                    f"body.{one.path}",
                )
                for one in streams.get(each.pk, ())
                if one.target is not Target.IMAGE or one.key in images
            ),
        }
        for each in objects
    }


def _existing_images(streams: Iterable[Iterable[Any]]) -> set[str]:
    """Return the keys of the images that are there; a chooser shows no other."""
    wanted = {
        one.key for stream in streams for one in stream if one.target is Target.IMAGE
    }
    if not wanted:
        return set()
    rows = get_image_model().objects.filter(pk__in=wanted)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _of_fields(
    each: models.Model, fields: Iterable[tuple[Any, int]]
) -> Iterator[_Reference]:
    """Yield the references of a row's foreign keys, as Wagtail counts them."""
    for field, base_type in fields:
        value = getattr(each, field.attname)
        if value is not None:
            yield base_type, str(value), field.name, field.name


def _reference_fields(model: type[models.Model]) -> list[tuple[Any, int]]:
    """Return the foreign keys that count, with the type of what they point at."""
    fields: list[Any] = model._meta.get_fields()  # noqa: SLF001 -- public API
    return [
        (field, _base_type(field.related_model))
        for field in fields
        if field.is_relation
        and field.many_to_one
        and not isinstance(field, GenericForeignKey)
        and not getattr(field, "wagtail_reference_index_ignore", False)
        and not getattr(field.related_model, "wagtail_reference_index_ignore", False)
    ]


def _base_type(model: Any) -> int:
    content_type = ReferenceIndex._get_base_content_type(model)  # noqa: SLF001
    return int(content_type.pk)


def _known_references(
    model: type[models.Model], keys: Collection[str]
) -> Mapping[str, dict[_Reference, int]]:
    """Return {key: {reference: row}} of what the index says now."""
    rows = ReferenceIndex.objects.filter(
        base_content_type=_base_type(model), object_id__in=keys
    ).values_list(
        "object_id",
        "to_content_type",
        "to_object_id",
        "model_path",
        "content_path",
        "pk",
    )
    known: dict[str, dict[_Reference, int]] = {}
    for key, to_type, to_key, model_path, path, pk in rows:
        known.setdefault(key, {})[to_type, to_key, model_path, path] = pk
    return known


def _insert_references(
    model: type[models.Model], found: Mapping[str, Iterable[_Reference]]
) -> None:
    own = ContentType.objects.get_for_model(model, for_concrete_model=False).pk
    base = _base_type(model)
    insert_rows(
        ReferenceIndex,
        _REFERENCE_FIELDS,
        [
            (own, base, key, to_type, to_key, model_path, path, _path_hash(path))
            for key, references_of_one in found.items()
            for to_type, to_key, model_path, path in references_of_one
        ],
    )


_REFERENCE_FIELDS = (
    "content_type",
    "base_content_type",
    "object_id",
    "to_content_type",
    "to_object_id",
    "model_path",
    "content_path",
    "content_path_hash",
)


@lru_cache(maxsize=64)  # the names of foreign keys, mostly
def _path_hash(path: str) -> UUID:
    digest: UUID = ReferenceIndex._get_content_path_hash(path)  # noqa: SLF001
    return digest
