"""The ids of places survive what an editor's form does to them."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import nested_form_data, streamfield

from guidance.block_names import BLOCK_FEATURES
from guidance.models import GuidancePage
from guidance.segments.stream import Stream
from tests.guidance_site import make_choice, make_page, prose

pytestmark = pytest.mark.django_db

AIM = "Derneğin amacı komşuluk ilişkilerini güçlendirmektir."
MEETING = "Üyeler her ayın ilk pazartesi günü bir araya gelir."
MONEY = "Gelirler aidatlardan ve bağışlardan oluşur."


@pytest.fixture
def page() -> GuidancePage:
    return make_page(make_choice(10, 2, tr="Amaç"), prose(AIM, MEETING, MONEY))


def text(*paragraphs: tuple[str, str], name: str = "b1") -> dict[str, Any]:
    html = "".join(
        f'<p data-block-key="{key}">{said}</p>' if key else f"<p>{said}</p>"
        for key, said in paragraphs
    )
    return {"type": "text", "id": name, "value": html}


def saved(page: GuidancePage, stream: Stream) -> Stream:
    """Return the body of the revision that saving ``stream`` makes."""
    page.body = GuidancePage.body.field.to_python(stream)
    return revised(page.save_revision())


def revised(revision: Any) -> Stream:
    stream: Stream = json.loads(revision.content["body"])
    return stream


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param(
            [text(("x", AIM), ("y", MEETING), ("z", MONEY), name="other")],
            prose(AIM, MEETING, MONEY),
            id="other ids for the same texts",
        ),
        pytest.param(
            [text(("k2", AIM), ("k3", MEETING), ("k1", MONEY))],
            prose(AIM, MEETING, MONEY),
            id="ids that have wandered",
        ),
        pytest.param(
            [text(("", AIM), ("", MEETING), ("", MONEY))],
            prose(AIM, MEETING, MONEY),
            id="no ids",
        ),
        pytest.param(
            [text(("k1", AIM), ("k2", MEETING), ("k3", MONEY), ("k1", "Yeni."))],
            [text(("k1", AIM), ("k2", MEETING), ("k3", MONEY), ("n1", "Yeni."))],
            id="an id twice",
        ),
        pytest.param(
            [text(("k1", ""), ("x", AIM), ("k2", MEETING), ("k3", MONEY))],
            [text(("n1", ""), ("k1", AIM), ("k2", MEETING), ("k3", MONEY))],
            id="Enter at the start of a paragraph",
        ),
    ],
)
def test_saving_repairs_ids(page: GuidancePage, sent: Stream, expected: Stream) -> None:
    first = saved(page, sent)
    again = saved(page, sent)

    assert first == expected
    assert again == first


def test_a_first_version_gets_ids(page: GuidancePage) -> None:
    fresh = GuidancePage(choice=make_choice(10, 3, tr="Yeni"), locale=page.locale)
    fresh.body = GuidancePage.body.field.to_python([text(("k1", AIM), ("k1", MONEY))])
    page.get_parent().add_child(instance=fresh)

    (block,) = revised(fresh.save_revision())

    assert block["value"] == text(("k1", AIM), ("n1", MONEY))["value"]


def test_a_draft_repairs_by_the_draft_not_by_the_live_page(page: GuidancePage) -> None:
    saved(page, [text(("k1", AIM), ("k2", MEETING), ("k3", MONEY), ("k4", "Yeni."))])

    again = saved(
        page, [text(("x", "Yeni."), ("k1", AIM), ("k2", MEETING), ("k3", MONEY))]
    )

    assert again == [text(("k4", "Yeni."), ("k1", AIM), ("k2", MEETING), ("k3", MONEY))]


def test_who_knows_the_ids_pays_nothing_for_the_repair(page: GuidancePage) -> None:
    page = GuidancePage.objects.get(pk=page.pk)
    page.body = GuidancePage.body.field.to_python([text(("x", AIM), name="y")])

    with CaptureQueriesContext(connection) as queries:
        revision = page.save_revision(repair_ids=False, clean=False)

    assert revised(revision) == [text(("x", AIM), name="y")]
    assert not [
        query
        for query in queries
        if query["sql"].startswith("SELECT") and "wagtailcore_revision" in query["sql"]
    ]


# ---- the editor's form


def form_data(page: GuidancePage, stream: Stream) -> dict[str, Any]:
    """Return what the form of the editor sends for these text blocks."""
    converter = ContentstateConverter(features=BLOCK_FEATURES)
    blocks = [
        ("text", converter.from_database_format(block["value"])) for block in stream
    ]
    data: dict[str, Any] = nested_form_data(
        {
            "choice": page.choice_id,
            "heading": "",
            "slug": page.slug,
            "seo_title": "",
            "search_description": "",
            "body": streamfield(blocks),
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": 1000,
            },
            "comment_notifications": "",
        }
    )
    return data | {
        f"body-{number}-id": block["id"] for number, block in enumerate(stream)
    }


def post(page: GuidancePage, stream: Stream) -> Stream:
    """Save through the editor's form; return the body of the new revision."""
    client = Client()
    client.force_login(User.objects.create_superuser("editor", "e@ornek.org", "x"))
    before = page.latest_revision_id
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(url, form_data(page, stream)).status_code == 302
    page.refresh_from_db()
    assert page.latest_revision_id != before
    return revised(page.latest_revision)


def test_S04_saving_the_form_without_an_edit_changes_nothing(
    page: GuidancePage,
) -> None:
    assert post(page, page.stream()) == page.stream()


def test_the_form_with_lost_and_wandered_ids_is_repaired(page: GuidancePage) -> None:
    sent = [text(("new1", MEETING), ("k1", AIM), ("k1", "Eklendi."), ("k2", MONEY))]

    (block,) = post(page, [{**sent[0], "id": ""}])

    assert block["id"] == "b1"
    assert (
        block["value"]
        == (
            text(("k2", MEETING), ("k1", AIM), ("n1", "Eklendi."), ("k3", MONEY))[
                "value"
            ]
        )
    )
