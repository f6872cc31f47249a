"""What a page says, as its row and its revisions store it: many pages at once."""

import json
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.models import get_all_child_relations, get_field_value
from wagtail.models import COMMENTS_RELATION_NAME

from guidance.bulk_rows import JsonText
from guidance.models import GuidancePage
from guidance.segments.stream import Stream


def encode(stream: Stream) -> JsonText:
    """Return a body as JSON: the row of its page and its revision have the same text."""
    return JsonText(json.dumps(stream, cls=DjangoJSONEncoder))


def contents(
    pages: Sequence[GuidancePage], bodies: Sequence[JsonText]
) -> Iterator[dict[str, Any]]:
    """Yield ``serializable_data()`` of each page, which has no comments.

    ``bodies`` are those of the pages as JSON. Few fields have another value there than
    the page itself has, so that only these are asked.
    """
    if _has_children():
        yield from map(_asked_for_all, pages, bodies)
        return
    for page, body in zip(pages, bodies, strict=True):
        content = {"pk": page.pk, **dict(zip(_NAMES, _VALUES(page), strict=True))}
        for field in _ASKED:
            content[field.name] = get_field_value(field, page)
        content["body"] = str(body)
        content[COMMENTS_RELATION_NAME] = []
        yield content


def _has_children() -> bool:
    """Whether a site gave pages children of its own, which are part of a revision."""
    relations = get_all_child_relations(GuidancePage)
    return {each.get_accessor_name() for each in relations} != {COMMENTS_RELATION_NAME}


def _asked_for_all(page: GuidancePage, body: JsonText) -> dict[str, Any]:
    # Otherwise the page would ask the database for its comments.
    own = page.__dict__.setdefault("_cluster_related_objects", {})
    own[COMMENTS_RELATION_NAME] = []
    return {**page.serializable_data(), "body": str(body)}


_FIELDS: list[Any] = [
    field
    for field in GuidancePage._meta.fields  # noqa: SLF001 -- public API
    if field.serialize
]
_NAMES = [field.name for field in _FIELDS]
_VALUES = attrgetter(*(field.attname for field in _FIELDS))
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.JSONField,
)
_ASKED = [
    field
    for field in _FIELDS
    if field.remote_field is None
    and not isinstance(field, _AS_THEY_ARE)
    and field.name != "body"
]
