"""Questions and choices in the admin: each language's own column, and its history."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from guidance.catalog.message import Known
from guidance.models import Choice, Translation, TranslationChange, TranslationOrigin
from guidance.translation.columns import write_columns
from guidance.translation.extract import sync_messages
from guidance.translation.memory import Memory, write_translations
from guidance.translation.status import status_differences
from guidance.translation.uses import ensure_messages
from tests.guidance_site import NOW, make_choice, make_page, prose

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "e@ornek.org", "x"))
    return client


def edit_url(choice: Choice) -> str:
    return reverse("wagtailsnippets_guidance_choice:edit", args=[choice.pk])


def post(client: Client, choice: Choice, **texts: str) -> None:
    data = {
        "question": choice.question_id,
        "number": choice.number,
        **{f"text_{code}": choice.text_in(code) or "" for code in ("tr", "en", "ar")},
        **{f"text_{code}": text for code, text in texts.items()},
    }
    response = client.post(edit_url(choice), data)
    assert response.status_code == 302, response.content.decode()


def test_the_form_has_a_field_for_each_language_in_its_direction(
    editor: Client,
) -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.", ar="نجتمع.")

    html = editor.get(edit_url(choice)).content.decode()

    for name in ("text_tr", "text_en", "text_ar"):
        assert f'name="{name}"' in html
    assert 'name="text"' not in html
    assert 'lang="ar" dir="rtl"' in html


def test_an_edit_of_one_language_leaves_the_others(editor: Client) -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.", en="We meet.")

    post(editor, choice, ar="نجتمع.")

    choice.refresh_from_db()
    texts = [choice.text_in(code) for code in ("tr", "en", "ar")]
    assert texts == ["Toplanıyoruz.", "We meet.", "نجتمع."]


def test_an_edit_is_a_translation_with_a_history(editor: Client) -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.")

    post(editor, choice, en="We meet & talk.")

    translation = Translation.objects.get()
    assert (translation.locale, translation.msgstr) == ("en", "We meet &amp; talk.")
    assert translation.origin == "editor"
    assert TranslationChange.objects.get().user == User.objects.get()


def test_an_emptied_text_is_not_translated_and_not_lost(editor: Client) -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.")
    post(editor, choice, en="We meet.")
    choice.refresh_from_db()

    post(editor, choice, en="")

    choice.refresh_from_db()
    assert choice.text_in("en") is None
    assert Translation.objects.get().state == "fuzzy"
    assert Translation.objects.get().msgstr == "We meet."


def test_the_titles_of_pages_follow_the_choice(editor: Client) -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.")
    page = make_page(choice, prose("Her ay."))

    post(editor, choice, tr="Düzenli toplanıyoruz.")

    page.refresh_from_db()
    assert page.title == page.draft_title == "Düzenli toplanıyoruz."


def test_the_identity_of_a_choice_stays_whatever_is_sent(editor: Client) -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.")
    other = make_choice(11, 1).question

    editor.post(
        edit_url(choice),
        {"question": other.pk, "number": 7, "text_tr": "Yeni", "text_en": ""},
    )

    choice.refresh_from_db()
    assert (choice.key, choice.text_in("tr")) == ("q10.c2", "Yeni")


def test_the_number_of_a_question_stays_whatever_is_sent(editor: Client) -> None:
    question = make_choice(10, 2).question
    url = reverse("wagtailsnippets_guidance_question:edit", args=[question.pk])

    editor.post(url, {"number": 11, "text_tr": "Soru", "text_en": ""})

    question.refresh_from_db()
    assert (question.number, question.text_in("tr")) == (10, "Soru")


def test_a_new_choice_gets_its_number_in_the_form(editor: Client) -> None:
    question = make_choice(10, 2).question

    editor.post(
        reverse("wagtailsnippets_guidance_choice:add"),
        {"question": question.pk, "number": 3, "text_tr": "Yeni", "text_en": ""},
    )

    assert Choice.objects.get(number=3).key == "q10.c3"


def test_a_row_that_is_there_refuses_another_identity_in_its_own_words() -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.")
    other = make_choice(11, 1).question
    choice.full_clean()

    choice.number, choice.question = 3, other

    with pytest.raises(ValidationError) as refused:
        choice.full_clean()
    assert set(refused.value.message_dict) == {"question", "number"}


def test_a_question_with_choices_is_not_deleted(editor: Client) -> None:
    choice = make_choice(10, 2, tr="Toplanıyoruz.")
    url = reverse("wagtailsnippets_guidance_question:delete", args=[choice.question_id])

    response = editor.post(url, follow=True)

    assert response.status_code == 200
    assert Choice.objects.filter(pk=choice.pk).exists()


def test_guidance_is_not_copied(editor: Client) -> None:
    page = make_page(make_choice(10, 2, tr="Toplanıyoruz."), prose("Her ay."))
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])

    response = editor.get(url, follow=True)

    assert "Guidance is not copied" in response.content.decode() or (
        "kopyalanmaz" in response.content.decode()
    )


# ---- the same text elsewhere


@pytest.fixture
def twins() -> tuple[Choice, Choice]:
    """Return two choices with one text; its translation is one message for both."""
    one, two = (make_choice(number, 1, tr="Hayır, hiç yok.") for number in (10, 11))
    sync_messages(NOW)
    key = ("choice", "Hayır, hiç yok.")
    write_translations(
        Memory("en", {key: Known("No, none.")}),
        ensure_messages([key]),
        NOW,
        TranslationOrigin.UPLOAD,
    )
    write_columns("en")
    for row in (one, two):
        row.refresh_from_db()
        assert row.text_in("en") == "No, none."
    return one, two


def english(*rows: Choice) -> list[str | None]:
    """Return what the choices say after the next publication or import."""
    write_columns("en")
    for row in rows:
        row.refresh_from_db()
    return [row.text_in("en") for row in rows]


def test_a_corrected_text_is_for_this_choice_alone(
    editor: Client, twins: tuple[Choice, Choice]
) -> None:
    post(editor, twins[0], en="No, there are none.")

    assert english(*twins) == ["No, there are none.", "No, none."]
    stored = {
        (each.message.msgctxt, each.msgstr)
        for each in Translation.objects.select_related("message")
    }
    assert stored == {("choice", "No, none."), ("q10.c1", "No, there are none.")}
    assert status_differences() == []


def test_a_second_correction_changes_the_same_message(
    editor: Client, twins: tuple[Choice, Choice]
) -> None:
    post(editor, twins[0], en="No, there are none.")
    twins[0].refresh_from_db()
    post(editor, twins[0], en="None at all.")

    assert english(*twins) == ["None at all.", "No, none."]
    assert Translation.objects.count() == 2


def test_an_emptied_text_is_withdrawn_from_this_choice_alone(
    editor: Client, twins: tuple[Choice, Choice]
) -> None:
    post(editor, twins[0], en="")

    assert english(*twins) == [None, "No, none."]
    own = Translation.objects.get(message__msgctxt="q10.c1")
    assert (own.msgstr, own.state) == ("No, none.", "fuzzy")
    assert status_differences() == []
