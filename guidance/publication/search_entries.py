"""Entries of Wagtail's search in an SQLite database, for many objects at once.

``add_items`` asks which are there, updates these one by one, and reads each text three
times; then it looks at the titles of all entries, for their mean length. Here it costs
the same however large the site is: the last thousand titles stand for all.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Avg
from django.db.models.functions import Length
from wagtail.search.index import AutocompleteField, SearchField

from guidance.bulk_rows import insert_rows


def write_entries(backend: Any, entries: Any, objects: Sequence[Any]) -> None:
    """Make or update the entries of objects of one class, which are at least one.

    ``entries`` are all there are. Titles of new ones are weighed as Wagtail weighs them.
    """
    # Its module can only be loaded where the database is SQLite.
    from wagtail.search.backends.database.sqlite.sqlite import (
        ObjectIndexer,
    )

    model = type(objects[0])
    if not model.get_search_fields():
        return
    kind = ContentType.objects.get_for_model(model).pk
    texts = list(_read(ObjectIndexer(objects[0], backend), objects))
    mean = mean_title(entries) or _mean([len(each.title) for each in texts])
    # After each statement the full-text index writes what it has.
    insert_rows(
        entries.model,
        ("content_type", "object_id", "title_norm", *_Texts._fields),
        [
            (
                kind,
                str(each.pk),
                mean / len(found.title) if found.title else 1.0,
                *found,
            )
            for each, found in zip(objects, texts, strict=True)
        ],
        unique=("content_type", "object_id"),
        update=_Texts._fields,
    )


def titled(entries: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Return the entries that have a title, with its ``length``."""
    annotated: models.QuerySet[Any] = entries.annotate(length=Length("title"))
    return annotated.filter(length__gt=0)


def mean_title(entries: models.QuerySet[Any]) -> float | None:
    """Return the mean length of the last titles, None when there is none."""
    last = titled(entries).order_by("-pk").values("length")[:_SAMPLE]
    mean = last.aggregate(mean=Avg("length"))["mean"]
    return None if mean is None else float(mean)


class _Texts(NamedTuple):
    """What a search reads of an object; the names are the columns."""

    title: str
    autocomplete: str
    body: str


def _read(indexer: Any, objects: Sequence[Any]) -> Iterator[_Texts]:
    """Yield what Wagtail's ``indexer`` makes of each object, reading it once."""
    for each in objects:
        title: list[str] = []
        autocomplete: list[str] = []
        body: list[str] = []
        for own in indexer.search_fields:
            for field, text in indexer.prepare_field(each, own):
                if isinstance(field, AutocompleteField):
                    autocomplete.append(text)
                elif isinstance(field, SearchField):
                    (title if field.field_name == "title" else body).append(text)
        yield _Texts(" ".join(title), " ".join(autocomplete), " ".join(body))


def _mean(lengths: Sequence[int]) -> float:
    used = [length for length in lengths if length]
    return sum(used) / max(len(used), 1)


_SAMPLE = 1000
