"""What revisions and rows say of a page is what Wagtail and Django would make of it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone as django_time
from hypothesis import given
from hypothesis import strategies as st
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision

from guidance.bulk_rows import JsonText, insert_at_once
from guidance.models import GuidancePage
from guidance.publication.contents import contents, encode

_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_TIMES = st.none() | st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 -- the zone is drawn
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))]),
)
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": _TEXTS,
        "heading": _TEXTS,
        "seo_title": _TEXTS,
        "go_live_at": _TIMES,
        "expire_at": _TIMES,
        "first_published_at": _TIMES,
        "locked": st.booleans(),
        "untranslated_leaves": st.lists(_TEXTS, max_size=2),
        "filled": st.dictionaries(_TEXTS, _TEXTS, max_size=2),
        "withdrawn_revision": st.none() | st.integers(1, 9),
        "is_adapted": st.booleans(),
    },
)


@given(values=_VALUES, code=_TEXTS)
def test_a_page_is_serialized_byte_for_byte_as_wagtail_does_it(
    values: dict[str, Any], code: str
) -> None:
    page = GuidancePage(id=7, page_ptr_id=7, content_type_id=1, **values)
    page.wagtail_admin_comments = []
    block = {"type": "code", "value": {"language": "", "code": code}, "id": "5f"}
    page.body = GuidancePage.body.field.to_python([block])

    (content,) = contents([page], [encode(page.stream())])

    assert as_json(content) == as_json(page.serializable_data())


def test_children_that_a_site_gave_its_pages_are_part_of_a_revision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = GuidancePage(id=7, page_ptr_id=7, content_type_id=1, title="Üyelik")
    page.body = GuidancePage.body.field.to_python([])
    relations = [*get_all_child_relations(GuidancePage), _Links()]
    monkeypatch.setattr(
        "guidance.publication.contents.get_all_child_relations", lambda _: relations
    )
    monkeypatch.setattr(
        GuidancePage,
        "serializable_data",
        lambda _: {"pk": 7, "body": "", "related_links": [1]},
    )

    (content,) = contents([page], [encode([{"type": "text"}])])

    assert content["related_links"] == [1]
    assert content["body"] == '[{"type": "text"}]'


class _Links:
    """A relation to children of a page."""

    def get_accessor_name(self) -> str:
        return "related_links"


@pytest.mark.django_db
def test_json_that_is_text_already_is_stored_as_it_is() -> None:
    kind = ContentType.objects.get_for_model(GuidancePage).pk
    names = ("content_type", "base_content_type", "object_id", "created_at", "content")
    said = [{"n": number, "ş": ["'", '"', "%s", None]} for number in range(3)]

    keys = insert_at_once(
        Revision,
        (*names, "object_str"),
        [
            (
                kind,
                kind,
                str(each["n"]),
                django_time.now(),
                JsonText(json.dumps(each)),
                "",
            )
            for each in said
        ],
        by="object_id",
    )

    stored = Revision.objects.in_bulk(keys.values())
    assert [stored[keys[str(each["n"])]].content for each in said] == said


def as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder)
