"""Where questions and choices stand in each language: stored, and always right."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from guidance.catalog.message import Known
from guidance.models import (
    Choice,
    GuidancePage,
    Question,
    StatusState,
    TranslationOrigin,
    TranslationStatus,
)
from guidance.translation.columns import write_columns
from guidance.translation.extract import sync_messages
from guidance.translation.memory import Memory, write_translations
from guidance.translation.publish import Order, publish_translations
from guidance.translation.status import (
    refresh_status,
    refreshed_once,
    status_differences,
)
from guidance.translation.uses import ensure_messages
from tests.guidance_site import NOW, make_choice, make_page, page_in, prose

pytestmark = pytest.mark.django_db

TEXT = "Düzenli toplanıyoruz."


def translate(language: str, texts: dict[tuple[str, str], str | Known]) -> None:
    """Store translations as an upload does."""
    sync_messages(NOW)
    known = {
        key: text if isinstance(text, Known) else Known(text)
        for key, text in texts.items()
    }
    write_translations(
        Memory(language, known), ensure_messages(known), NOW, TranslationOrigin.UPLOAD
    )


def publish(language: str = "en", threshold: int = 0, **options: bool) -> None:
    publish_translations(Order(language, threshold, **options), now=NOW)


def status(choice: Choice, language: str = "en") -> TranslationStatus:
    return TranslationStatus.objects.get(owner=choice.key, locale=language)


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=TEXT)
    make_page(row, prose("Her ay toplanırız.", "Tutanak tutarız."))
    return row


ENGLISH: dict[tuple[str, str], str | Known] = {
    ("choice", TEXT): "We meet regularly.",
    ("", "Her ay toplanırız."): "We meet every month.",
    ("", "Tutanak tutarız."): "We keep minutes.",
}


@pytest.mark.usefixtures("choice")
def test_what_is_new_is_missing_in_every_language() -> None:
    rows = TranslationStatus.objects.values_list("owner", "locale", "state", "total")

    assert set(rows) == {
        (owner, language, "missing", total)
        for owner, total in (("q10", 0), ("q10.c2", 2))
        for language in ("en", "ar")
    }


def test_translations_count_before_anything_is_published(choice: Choice) -> None:
    fuzzy = {("", "Tutanak tutarız."): Known("We keep minutes.", fuzzy=True)}

    translate("en", ENGLISH | fuzzy)

    row = status(choice)
    assert (row.state, row.translated, row.fuzzy, row.total) == ("missing", 1, 1, 2)
    assert row.has_heading
    assert row.percent == 50


def test_a_page_is_partial_then_published_then_stale(choice: Choice) -> None:
    translate("en", dict(list(ENGLISH.items())[:2]))
    publish()
    partial = status(choice)

    translate("en", ENGLISH)
    publish()
    published = status(choice)
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutar, saklarız."))
    stale = status(choice)

    assert (partial.state, partial.shown_percent) == ("partial", 50)
    assert (published.state, published.shown_percent) == ("published", 100)
    source = page_in("tr", choice)
    assert source is not None
    assert (stale.state, stale.stale_since) == ("stale", source.last_published_at)
    assert status_differences() == []


def test_a_live_page_stays_as_it_is_when_its_source_changes(choice: Choice) -> None:
    translate("en", ENGLISH)
    publish()
    before = page_in("en", choice)
    make_page(choice, prose("Bambaşka bir metin."))

    publish()

    after = page_in("en", choice)
    assert before is not None
    assert after is not None
    assert after.stream() == before.stream()
    assert status(choice).state == "stale"


def test_stale_source_shows_the_new_text_marked(choice: Choice) -> None:
    translate("en", ENGLISH)
    publish()
    make_page(choice, prose("Her ay toplanırız.", "Bambaşka bir metin."))

    publish(show_source=True)

    page = page_in("en", choice)
    assert page is not None
    assert page.untranslated_leaves == ["body/b1#k2"]
    assert status(choice).state == "partial"
    assert status_differences() == []


def test_a_question_is_published_when_its_text_is(choice: Choice) -> None:
    question = choice.question
    question.set_text("tr", "Toplanıyor musunuz?")
    question.save()
    translate("en", {("question", "Toplanıyor musunuz?"): "Do you meet?"})
    publish()

    row = TranslationStatus.objects.get(owner="q10", locale="en")
    assert row.state == StatusState.PUBLISHED
    question.refresh_from_db()
    question.set_text("tr", "Ne sıklıkla toplanıyorsunuz?")
    question.save()
    row.refresh_from_db()
    assert row.state == StatusState.STALE


def unpublish(page: GuidancePage) -> None:
    page.unpublish()


def delete(page: GuidancePage) -> None:
    page.delete()


def hide(page: GuidancePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("change", [unpublish, delete, hide])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_status_follows_whatever_happens_to_a_page(
    choice: Choice, change: Callable[[GuidancePage], None], language: str
) -> None:
    translate("en", ENGLISH)
    publish()
    page = page_in(language, choice)
    assert page is not None

    change(page)

    assert status_differences() == []


def test_the_status_follows_drafts_texts_and_new_rows(choice: Choice) -> None:
    draft = make_page(choice, prose("Draft."), language="ar", publish=False)
    assert status(choice, "ar").state == "draft"
    draft.delete()
    choice.set_text("tr", "Başka.")
    choice.save()
    Question.objects.create(number=77)

    assert status(choice, "ar").state == "missing"
    assert TranslationStatus.objects.filter(owner="q77").count() == 2
    assert status_differences() == []


def test_a_wrong_row_is_found_and_put_right(choice: Choice) -> None:
    TranslationStatus.objects.filter(owner=choice.key, locale="en").update(
        state="published"
    )
    TranslationStatus.objects.filter(owner=choice.key, locale="ar").delete()

    assert status_differences() == [
        "q10.c2 ar: no row is stored, missing 0/2 is right",
        "q10.c2 en: published 0/2 is stored, missing 0/2 is right",
    ]
    assert refresh_status() == 2
    assert status_differences() == []


def test_the_number_of_statements_does_not_grow_with_the_pages() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            refresh_status()
        return len(captured)

    make_page(make_choice(1, 1, tr="Bir."), prose("Birinci metin budur."))
    few = statements()
    for number in range(2, 12):
        page = make_choice(number, 1, tr=f"Seçenek {number}.")
        make_page(page, prose(f"Bu da {number} numaralı metindir."))

    assert statements() == few


def test_pages_alone_are_followed_without_counting_a_text(choice: Choice) -> None:
    translate("en", ENGLISH)
    write_columns("en")

    with CaptureQueriesContext(connection) as captured:
        publish()

    counting = [
        each["sql"]
        for each in captured
        if "COUNT(" in each["sql"] and "guidance_messageuse" in each["sql"]
    ]
    assert counting == []
    assert status(choice).state == "published"
    assert status_differences() == []


def test_what_is_not_stored_of_a_page_is_counted(choice: Choice) -> None:
    translate("en", ENGLISH)
    TranslationStatus.objects.all().delete()

    publish()

    row = status(choice)
    assert (row.state, row.translated, row.total) == ("published", 2, 2)
    # That of the question is not there either, and no page is its.
    assert [each.split(":")[0] for each in status_differences()] == ["q10 ar", "q10 en"]


def test_the_text_of_a_choice_counts_again_when_its_page_is_gone(
    choice: Choice,
) -> None:
    translate("en", ENGLISH)
    publish()
    page = page_in("tr", choice)
    assert page is not None

    page.unpublish()
    GuidancePage.objects.filter(locale__language_code="en").delete()

    assert status(choice).state == "published"
    assert status_differences() == []


def test_a_block_refreshes_at_its_end_and_once(choice: Choice) -> None:
    with CaptureQueriesContext(connection) as captured, refreshed_once():
        translate("en", ENGLISH)
        refresh_status([choice.key], ["en"])
        with refreshed_once():
            refresh_status(["q10"], ["en"])
        inside = status(choice).translated

    written = [
        each["sql"]
        for each in captured
        if each["sql"].startswith('INSERT INTO "guidance_translationstatus"')
    ]
    assert (inside, status(choice).translated, len(written)) == (0, 2, 1)
    assert status_differences() == []


def test_a_block_may_ask_for_everything(choice: Choice) -> None:
    TranslationStatus.objects.all().delete()

    with refreshed_once():
        refresh_status([choice.key], ["en"])
        refresh_status(None, ["en"])

    rows = TranslationStatus.objects.values_list("owner", "locale")
    assert set(rows) == {("q10", "en"), ("q10.c2", "en")}


def test_nothing_is_refreshed_after_a_failure(choice: Choice) -> None:
    TranslationStatus.objects.all().delete()

    def fail() -> None:
        with refreshed_once():
            refresh_status([choice.key], ["en"])
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()

    assert not TranslationStatus.objects.exists()
    assert refresh_status() == 4
