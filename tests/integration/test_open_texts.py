"""The editor's form of a translated page says what is open, and leads to it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from guidance.admin.open_texts import add_panel, open_texts
from guidance.catalog.message import Known
from guidance.models import Choice, GuidancePage
from tests.guidance_site import make_choice, make_page, page_in, prose
from tests.integration.test_translation_status import (
    ENGLISH,
    TEXT,
    publish,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))
    return client


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=TEXT)
    make_page(row, prose("Her ay toplanırız.", "Tutanak tutarız."))
    return row


def english(choice: Choice, language: str = "en") -> GuidancePage:
    page = page_in(language, choice)
    assert page is not None
    return page


def form(client: Client, page: GuidancePage) -> str:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return response.content.decode()


def panels(page: GuidancePage) -> list[Any]:
    found: list[Any] = []
    add_panel(RequestFactory().get("/"), page, found)
    return found


@pytest.mark.parametrize(
    ("language", "untranslated", "changed"),
    [
        ("tr", "1 metin çevrilmedi", "2 metin çeviriden sonra kaynakta değişti"),
        ("en", "1 text is not translated", "2 texts have changed in the source since"),
    ],
)
def test_the_form_says_what_is_not_translated_and_what_has_changed(
    admin: Client, choice: Choice, language: str, untranslated: str, changed: str
) -> None:
    profile = UserProfile.get_for_user(User.objects.get(username="admin"))
    profile.preferred_language = language
    profile.save()
    translate("en", ENGLISH)
    publish()
    make_page(
        choice,
        prose(
            "Her ay toplanırız.", "Tutanak tutar, saklarız.", "Yepyeni bir cümle bu."
        ),
    )

    html = form(admin, english(choice))

    assert untranslated in html
    assert changed in html
    assert "<del>Tutanak tutarız.</del>" in html
    assert 'lang="tr" dir="ltr">Tutanak tutar, saklarız.</a>' in html
    assert 'lang="en" dir="ltr">We keep minutes.</p>' in html


def test_each_open_text_leads_to_its_row_in_the_panel(
    admin: Client, choice: Choice
) -> None:
    translate("en", {("choice", TEXT): "We meet."})
    publish()

    texts = open_texts(english(choice))

    panel = admin.get(
        reverse("guidance_translations:panel", args=[choice.pk, "en"])
    ).content.decode()
    html = form(admin, english(choice))
    assert [text.side.source for text in texts] == [
        "Her ay toplanırız.",
        "Tutanak tutarız.",
    ]
    for text in texts:
        assert f'href="{text.url}"' in html
        assert f'id="text-{text.side.leaf}"' in panel


def test_texts_keep_their_directions(admin: Client, choice: Choice) -> None:
    translate("ar", {("choice", TEXT): "نجتمع."})
    translate("ar", {("", "Tutanak tutarız."): Known("نكتب محضرا.", fuzzy=True)})
    publish("ar")

    html = form(admin, english(choice, "ar"))

    assert 'lang="ar" dir="rtl">نكتب محضرا.</p>' in html
    assert 'lang="tr" dir="ltr">Tutanak tutarız.</a>' in html


def test_a_page_on_which_nothing_is_open_has_no_such_panel(choice: Choice) -> None:
    translate("en", ENGLISH)
    publish()

    assert panels(english(choice)) == []


def test_the_source_page_has_no_such_panel(choice: Choice) -> None:
    assert panels(english(choice, "tr")) == []


def test_markup_in_a_source_text_is_shown_as_text(
    admin: Client, choice: Choice
) -> None:
    """S02: a side panel is part of the page."""
    translate("en", {("choice", TEXT): "We meet."})
    publish()
    evil = "&lt;script&gt;alert(1)&lt;/script&gt; yazarız hep."
    make_page(choice, prose(evil))

    html = form(admin, english(choice))

    assert "<script>alert(1)" not in html
    assert "&amp;lt;script&gt;alert(1)" in html


def test_a_long_page_costs_as_many_statements_as_a_short_one() -> None:
    def statements(choice: Choice) -> int:
        page = english(choice)
        assert page.choice.question.number == 1
        with CaptureQueriesContext(connection) as captured:
            (panel,) = panels(page)
        assert panel.texts
        return len(captured)

    short, long = make_choice(1, 1, tr="Kısa."), make_choice(1, 2, tr="Uzun.")
    make_page(short, prose("Bir paragraf budur."))
    make_page(long, prose(*(f"Paragraf {number} budur." for number in range(80))))
    translate("en", {("choice", "Kısa."): "Short.", ("choice", "Uzun."): "Long."})
    publish()

    assert statements(long) == statements(short) <= 12


def test_of_many_open_texts_the_first_are_listed_and_all_counted(
    admin: Client,
) -> None:
    row = make_choice(1, 2, tr="Uzun.")
    make_page(row, prose(*(f"Paragraf {number} budur." for number in range(80))))
    translate("en", {("choice", "Uzun."): "Long."})
    publish()

    html = form(admin, english(row))

    assert html.count("#text-") == 50
    assert "80 metin çevrilmedi" in html or "80 texts are not translated" in html
