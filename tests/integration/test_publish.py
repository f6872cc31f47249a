"""Publishing: what readers of another language get, and what they never get."""

import pytest
from django.db import OperationalError
from wagtail.models import ReferenceIndex

from guidance.catalog.message import Known
from guidance.models import GuidancePage, TranslationOrigin
from guidance.translation.extract import sync_messages
from guidance.translation.memory import Memory, write_translations
from guidance.translation.publish import Order, Outcome, publish_translations
from guidance.translation.uses import ensure_messages
from tests.guidance_site import (
    NOW,
    make_choice,
    make_page,
    page_in,
    prose,
    shown_paragraphs,
)

pytestmark = pytest.mark.django_db


def translate(language: str, translations: dict[tuple[str, str], Known]) -> None:
    sync_messages(NOW)
    write_translations(
        Memory(language, translations),
        ensure_messages(translations),
        NOW,
        TranslationOrigin.UPLOAD,
    )


def publish(language: str = "en", threshold: int = 0, **options: bool) -> list[Outcome]:
    order = Order(language=language, threshold=threshold, **options)
    return [row.outcome for row in publish_translations(order, now=NOW)]


def test_an_error_of_an_index_task_is_an_error_of_the_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", refuse)

    with pytest.raises(OperationalError, match="disk"):
        make_page(make_choice(10, 2, tr="Toplanıyoruz."), prose("Her ay."))


CHOICE = ("choice", "Düzenli toplanıyoruz.")


def test_a_page_is_made_from_its_source_and_the_translations() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    source = make_page(choice, prose("Her ay toplanırız.", "Tutanak tutarız."))
    translate(
        "en",
        {
            CHOICE: Known("We meet regularly."),
            ("", "Her ay toplanırız."): Known("We meet every month."),
            ("", "Tutanak tutarız."): Known("We keep minutes."),
        },
    )

    outcomes = publish()

    page = page_in("en", choice)
    assert outcomes == [Outcome.CREATED]
    assert page is not None
    assert shown_paragraphs(page) == ["We meet every month.", "We keep minutes."]
    assert page.title == "We meet regularly."
    assert page.slug == "10-2-we-meet-regularly"
    assert page.live
    assert page.untranslated_leaves == []
    assert page.source_digest == source.content_digest
    assert page.content_digest == page.digest_of(page.leaves())
    assert page.translation_key == source.translation_key


def test_a_fuzzy_translation_is_never_published() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(choice, prose("Her ay toplanırız."))
    translate(
        "en",
        {
            CHOICE: Known("We meet regularly."),
            ("", "Her ay toplanırız."): Known("We meet weekly.", fuzzy=True),
        },
    )

    publish()

    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page) == ["Her ay toplanırız."]
    assert page.untranslated_leaves == ["body/b1#k1"]


def test_a_leaf_can_be_left_out() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(choice, prose("Örnek olarak:", "verilebilir."))
    translate(
        "en",
        {
            CHOICE: Known("We meet regularly."),
            ("q10.c2", "Örnek olarak:"): Known("For example:"),
            ("q10.c2", "verilebilir."): Known("<empty/>"),
        },
    )

    publish()

    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page) == ["For example:"]
    assert page.untranslated_leaves == []


def test_without_its_heading_there_is_no_page() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(choice, prose("Her ay toplanırız."))
    translate("en", {("", "Her ay toplanırız."): Known("We meet every month.")})

    assert publish() == [Outcome.NO_HEADING]
    assert page_in("en", choice) is None


def test_the_threshold_decides_about_creating_a_page() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutarız."))
    translate(
        "en",
        {
            CHOICE: Known("We meet regularly."),
            ("", "Her ay toplanırız."): Known("We meet every month."),
        },
    )

    assert publish(threshold=51) == [Outcome.BELOW_THRESHOLD]
    assert publish(threshold=50) == [Outcome.CREATED]


def test_publishing_again_changes_nothing() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(choice, prose("Her ay toplanırız."))
    translate("en", {CHOICE: Known("We meet regularly.")})
    publish()
    revisions = page_in("en", choice).revisions.count()  # type: ignore[union-attr]

    assert publish() == [Outcome.UNCHANGED]
    assert page_in("en", choice).revisions.count() == revisions  # type: ignore[union-attr]


def test_a_link_between_pages_leads_to_the_page_in_the_language() -> None:
    one, two = make_choice(1, 1, tr="Bir."), make_choice(1, 2, tr="İki.")
    target = make_page(two, prose("Sonraki adım burada."))
    make_page(one, prose(f'Bkz. <a linktype="page" id="{target.pk}">ikinci</a> adım.'))
    translate(
        "en",
        {
            ("choice", "Bir."): Known("One."),
            ("choice", "İki."): Known("Two."),
            ("", "Bkz. <a1>ikinci</a1> adım."): Known("See step <a1>two</a1>."),
        },
    )

    outcomes = publish()

    page, other = page_in("en", one), page_in("en", two)
    assert outcomes == [Outcome.CREATED, Outcome.CREATED]
    assert page is not None
    assert other is not None
    assert shown_paragraphs(page) == [
        f'See step <a linktype="page" id="{other.pk}">two</a>.'
    ]


def test_a_changed_source_leaves_the_live_translation_as_it_is() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(choice, prose("Her ay toplanırız."))
    translate(
        "en",
        {
            CHOICE: Known("We meet regularly."),
            ("", "Her ay toplanırız."): Known("We meet every month."),
        },
    )
    publish()
    make_page(choice, prose("Her hafta toplanırız."))

    assert publish() == [Outcome.STALE]

    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page) == ["We meet every month."]
    assert publish(show_source=True) == [Outcome.UPDATED]
    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page) == ["Her hafta toplanırız."]
    assert page.untranslated_leaves == ["body/b1#k1"]


def test_a_draft_of_an_editor_is_not_overwritten() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(choice, prose("Her ay toplanırız."))
    translate("en", {CHOICE: Known("We meet regularly.")})
    publish()
    page = page_in("en", choice)
    assert page is not None
    page.body = GuidancePage.body.field.to_python(prose("We meet when we can."))
    page.save_revision()
    translate("en", {("", "Her ay toplanırız."): Known("We meet every month.")})

    assert publish() == [Outcome.EDITED]
    latest = page_in("en", choice).get_latest_revision_as_object()  # type: ignore[union-attr]
    assert shown_paragraphs(latest) == ["We meet when we can."]


def test_a_changed_address_is_used_and_an_unsafe_one_is_not() -> None:
    choice = make_choice(10, 2, tr=CHOICE[1])
    make_page(
        choice,
        prose(
            'Bkz. <a href="https://ornek.org/tr">rehber</a> ve <a href="https://ornek.org/b">belge</a>.'
        ),
    )
    translate(
        "en",
        {
            CHOICE: Known("We meet regularly."),
            ("", "Bkz. <a1>rehber</a1> ve <a2>belge</a2>."): Known(
                "See the <a2>document</a2> and the <a1>guide</a1>."
            ),
            ("link", "https://ornek.org/tr"): Known("https://ornek.org/en"),
            ("link", "https://ornek.org/b"): Known("javascript:alert(1)"),
        },
    )

    publish()

    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page) == [
        (
            'See the <a href="https://ornek.org/b">document</a> and the '
            '<a href="https://ornek.org/en">guide</a>.'
        )
    ]
