"""What an editor publishes on a translated page: it flows back, or the page is adapted."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from guidance.catalog.message import Known
from guidance.models import (
    Choice,
    GuidancePage,
    Message,
    MessageUse,
    Translation,
    TranslationChange,
)
from guidance.segments.stream import Stream
from guidance.translation.corrections import use_everywhere
from guidance.translation.memory import load_memory
from guidance.translation.publish import Order, Outcome, publish_translations
from guidance.translation.status import status_differences
from tests.guidance_site import (
    NOW,
    make_choice,
    make_page,
    page_in,
    prose,
    shown_paragraphs,
)
from tests.integration.test_translation_status import ENGLISH, TEXT, status, translate

pytestmark = pytest.mark.django_db


def publish(**options: bool) -> list[Outcome]:
    outcomes = publish_translations(Order("en", 0, **options), now=NOW)
    return [row.outcome for row in outcomes]


def page(choice: Choice) -> GuidancePage:
    found = page_in("en", choice)
    assert found is not None
    return found


def edit(choice: Choice, stream: Stream, **fields: str) -> GuidancePage:
    """Write and publish as an editor does, from the latest draft."""
    draft = page(choice).get_latest_revision_as_object()
    draft.body = GuidancePage.body.field.to_python(stream)
    for name, text in fields.items():
        setattr(draft, name, text)
    user, _ = User.objects.get_or_create(username="editor", is_superuser=True)
    draft.save_revision(user=user).publish(user=user)
    return page(choice)


def said(msgctxt: str, msgid: str) -> str | None:
    known = load_memory("en").known.get((msgctxt, msgid))
    return known.msgstr if known else None


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=TEXT)
    make_page(row, prose("Her ay toplanırız.", "Tutanak tutarız."))
    translate("en", ENGLISH)
    publish()
    return row


ENGLISH_BODY = ("We meet every month.", "We keep minutes.")


# ---- texts


def test_a_correction_flows_back_when_it_is_published(choice: Choice) -> None:
    corrected = edit(choice, prose(ENGLISH_BODY[0], "We take minutes."))

    row = Translation.objects.get(message__msgid="Tutanak tutarız.")
    assert (row.msgstr, row.origin) == ("We take minutes.", "editor")
    change = TranslationChange.objects.filter(message=row.message).last()
    assert change is not None
    assert (change.old_msgstr, change.user) == ("We keep minutes.", User.objects.get())
    assert not corrected.is_adapted
    assert publish() == [Outcome.UNCHANGED]
    assert status_differences() == []


def test_a_draft_does_not_flow_back(choice: Choice) -> None:
    draft = page(choice)
    draft.body = GuidancePage.body.field.to_python(prose("We meet.", ENGLISH_BODY[1]))

    draft.save_revision()

    assert said("", "Her ay toplanırız.") == "We meet every month."


def test_only_what_differs_from_what_was_written_flows_back(choice: Choice) -> None:
    """The translation is newer than the page: the editor did not touch that paragraph."""
    translate("en", {("", "Her ay toplanırız."): "We come together monthly."})

    edit(choice, prose(ENGLISH_BODY[0], "We take minutes."))

    assert said("", "Her ay toplanırız.") == "We come together monthly."
    publish()
    assert shown_paragraphs(page(choice)) == [
        "We come together monthly.",
        "We take minutes.",
    ]


def test_the_source_text_never_flows_back(choice: Choice) -> None:
    edited = edit(choice, prose(ENGLISH_BODY[0], "Tutanak tutarız."))

    assert said("", "Tutanak tutarız.") == "We keep minutes."
    assert edited.is_adapted
    publish()
    assert shown_paragraphs(page(choice))[1] == "Tutanak tutarız."


def test_what_was_not_translated_is_when_an_editor_writes_it() -> None:
    choice = make_choice(10, 2, tr=TEXT)
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutarız."))
    translate("en", {("choice", TEXT): "We meet regularly."})
    publish()
    assert page(choice).untranslated_leaves == ["body/b1#k1", "body/b1#k2"]

    edited = edit(choice, prose("We meet every month.", "Tutanak tutarız."))

    assert edited.untranslated_leaves == ["body/b1#k2"]
    assert said("", "Her ay toplanırız.") == "We meet every month."
    assert said("", "Tutanak tutarız.") is None
    assert not edited.is_adapted
    assert status(choice).shown_percent == 50


def test_a_later_upload_changes_a_page_whose_corrections_flowed_back(
    choice: Choice,
) -> None:
    edit(choice, prose(ENGLISH_BODY[0], "We take minutes."))
    translate("en", {("", "Her ay toplanırız."): "We come together monthly."})

    assert publish() == [Outcome.UPDATED]
    assert shown_paragraphs(page(choice)) == [
        "We come together monthly.",
        "We take minutes.",
    ]


def test_links_in_another_order_keep_their_numbers() -> None:
    choice = make_choice(10, 2, tr=TEXT)
    make_page(
        choice,
        prose(
            '<a href="https://a.org">Bir</a> ile <a href="https://b.org">iki</a> burada.'
        ),
    )
    msgid = "<a1>Bir</a1> ile <a2>iki</a2> burada."
    translate(
        "en",
        {
            ("choice", TEXT): "We meet.",
            ("", msgid): "Here <a2>two</a2> with <a1>one</a1>.",
        },
    )
    publish()

    edited = edit(
        choice,
        prose(
            'Here is <a href="https://b.org">two</a> with <a href="https://a.org">one</a>.'
        ),
    )

    assert said("", msgid) == "Here is <a2>two</a2> with <a1>one</a1>."
    assert not edited.is_adapted
    assert publish() == [Outcome.UNCHANGED]


def test_another_link_is_more_than_a_text(choice: Choice) -> None:
    edited = edit(
        choice,
        prose(ENGLISH_BODY[0], 'We keep <a href="https://c.org">minutes</a>.'),
    )

    assert said("", "Tutanak tutarız.") == "We keep minutes."
    assert edited.is_adapted


def test_the_heading_and_the_fields_for_search_engines_flow_back() -> None:
    choice = make_choice(10, 2, tr=TEXT)
    source = make_page(choice, prose("Her ay toplanırız."))
    source.heading, source.seo_title = (
        "Toplantılar nasıl olur?",
        "Toplantı düzeni nedir?",
    )
    source.save_revision().publish()
    translate(
        "en",
        {
            ("heading", "Toplantılar nasıl olur?"): "What are meetings like?",
            ("heading", "Toplantı düzeni nedir?"): "How are meetings held?",
        },
    )
    publish()

    edited = edit(
        choice,
        prose("Her ay toplanırız."),
        heading="How do meetings work?",
        seo_title="How we meet",
    )

    assert said("heading", "Toplantılar nasıl olur?") == "How do meetings work?"
    assert said("heading", "Toplantı düzeni nedir?") == "How we meet"
    assert not edited.is_adapted


# ---- messages that stand on several pages


@pytest.fixture
def other(choice: Choice) -> Choice:  # noqa: ARG001 - for what it does
    row = make_choice(11, 1, tr="Başka bir yol izliyoruz.")
    make_page(row, prose("Tutanak tutarız."))
    translate("en", {("choice", "Başka bir yol izliyoruz."): "We do it otherwise."})
    publish()
    return row


def test_a_shared_message_gets_one_of_its_own_for_the_page(
    choice: Choice, other: Choice
) -> None:
    edit(choice, prose(ENGLISH_BODY[0], "We take minutes."))

    assert said("", "Tutanak tutarız.") == "We keep minutes."
    assert said("q10.c2", "Tutanak tutarız.") == "We take minutes."
    uses = MessageUse.objects.filter(message__msgid="Tutanak tutarız.")
    assert dict(uses.values_list("owner", "message__msgctxt")) == {
        "q10.c2": "q10.c2",
        "q11.c1": "",
    }
    assert publish() == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert shown_paragraphs(page(other)) == ["We keep minutes."]


@pytest.mark.usefixtures("other")
def test_the_own_message_stays_when_a_translator_changes_it(choice: Choice) -> None:
    edit(choice, prose(ENGLISH_BODY[0], "We take minutes."))

    translate("en", {("q10.c2", "Tutanak tutarız."): "We write minutes."})
    publish()

    assert shown_paragraphs(page(choice))[1] == "We write minutes."
    use = MessageUse.objects.get(owner="q10.c2", message__msgid="Tutanak tutarız.")
    assert use.message.msgctxt == "q10.c2"


@pytest.mark.usefixtures("other")
def test_the_own_message_keeps_the_translations_of_other_languages(
    choice: Choice,
) -> None:
    translate("ar", {("", "Tutanak tutarız."): "نكتب المحاضر."})

    edit(choice, prose(ENGLISH_BODY[0], "We take minutes."))

    arabic = load_memory("ar").known
    assert arabic["q10.c2", "Tutanak tutarız."] == Known("نكتب المحاضر.")


def test_a_correction_can_be_used_on_all_pages(choice: Choice, other: Choice) -> None:
    translate("ar", {("", "Tutanak tutarız."): "نكتب المحاضر."})
    edit(choice, prose(ENGLISH_BODY[0], "We take minutes."))

    done = use_everywhere("q10.c2", ("", "Tutanak tutarız."), "en", now=NOW)

    publish()
    assert done
    assert said("", "Tutanak tutarız.") == "We take minutes."
    assert said("q10.c2", "Tutanak tutarız.") is None
    assert shown_paragraphs(page(other)) == ["We take minutes."]
    assert shown_paragraphs(page(choice))[1] == "We take minutes."
    contexts = MessageUse.objects.filter(message__msgid="Tutanak tutarız.")
    assert set(contexts.values_list("message__msgctxt", flat=True)) == {""}
    assert not use_everywhere("q10.c2", ("", "Tutanak tutarız."), "en", now=NOW)
    assert status_differences() == []


# ---- structure

REBUILT = {
    "a paragraph more": prose(*ENGLISH_BODY, "Only in English."),
    "a paragraph less": prose(ENGLISH_BODY[0]),
    "another order": [
        {
            "type": "text",
            "id": "b1",
            "value": '<p data-block-key="k2">We keep minutes.</p>'
            '<p data-block-key="k1">We meet every month.</p>',
        }
    ],
    "a block of code": [
        *prose(*ENGLISH_BODY),
        {"type": "code", "id": "c1", "value": {"code": "x = 1", "language": ""}},
    ],
    "a list": [
        {
            "type": "text",
            "id": "b1",
            "value": '<p data-block-key="k1">We meet every month.</p>'
            '<ul><li data-block-key="k2">We keep minutes.</li></ul>',
        }
    ],
}


@pytest.mark.parametrize("stream", REBUILT.values(), ids=REBUILT)
def test_a_page_with_another_structure_is_adapted(
    choice: Choice, stream: Stream
) -> None:
    edited = edit(choice, stream)

    assert edited.is_adapted
    assert status(choice).is_adapted
    publish()
    assert page(choice).stream() == stream
    assert status_differences() == []


def test_an_adapted_page_is_never_overwritten_and_new_texts_are_a_draft(
    choice: Choice,
) -> None:
    edit(choice, prose(*ENGLISH_BODY, "Only in English."))
    translate("en", {("", "Her ay toplanırız."): "We come together monthly."})

    outcomes = publish()

    live = page(choice)
    assert outcomes == [Outcome.DRAFTED]
    assert shown_paragraphs(live) == [*ENGLISH_BODY, "Only in English."]
    assert live.has_unpublished_changes
    draft = live.get_latest_revision_as_object()
    assert shown_paragraphs(draft) == [
        "We come together monthly.",
        "We keep minutes.",
        "Only in English.",
    ]
    assert publish() == [Outcome.ADAPTED]


def test_no_order_overwrites_an_adapted_page(choice: Choice) -> None:
    stream = prose(*ENGLISH_BODY, "Only in English.")
    edit(choice, stream)
    make_page(choice, prose("Bambaşka bir metin."))

    publish(show_source=True)

    assert page(choice).stream() == stream
    assert page(choice).live


def test_a_draft_for_review_can_be_published_and_the_next_one_follows(
    choice: Choice,
) -> None:
    edit(choice, prose(*ENGLISH_BODY, "Only in English."))
    translate("en", {("", "Her ay toplanırız."): "We come together monthly."})
    publish()
    page(choice).get_latest_revision().publish()

    translate("en", {("", "Her ay toplanırız."): "We gather monthly."})

    assert publish() == [Outcome.DRAFTED]
    assert page(choice).is_adapted
    draft = page(choice).get_latest_revision_as_object()
    assert shown_paragraphs(draft)[0] == "We gather monthly."


def test_the_editors_own_words_stay_in_a_draft_for_review(choice: Choice) -> None:
    own = 'We keep <a href="https://c.org">minutes</a>.'
    edit(choice, prose(ENGLISH_BODY[0], own))
    translate(
        "en",
        {
            ("", "Her ay toplanırız."): "We come together monthly.",
            ("", "Tutanak tutarız."): "We write minutes.",
        },
    )

    publish()

    draft = page(choice).get_latest_revision_as_object()
    assert shown_paragraphs(draft) == ["We come together monthly.", own]


def test_a_page_written_by_hand_is_an_editors_own(choice: Choice) -> None:
    by_hand = make_choice(12, 1, tr="Elle yazdık burada.")
    make_page(by_hand, prose("Türkçe metin burada."))
    index = page(choice).get_parent()
    written = GuidancePage(
        choice=by_hand, locale=index.locale, heading="By hand", live=False
    )
    written.body = GuidancePage.body.field.to_python(prose("By hand."))
    index.add_child(instance=written)
    written.save_revision().publish()
    translate("en", {("", "Türkçe metin burada."): "Turkish text here."})

    outcomes: Any = publish()

    assert Outcome.ADAPTED in outcomes
    assert shown_paragraphs(page(by_hand)) == ["By hand."]


def test_no_message_is_made_for_an_editors_own_paragraph(choice: Choice) -> None:
    edit(choice, prose(*ENGLISH_BODY, "Only in English."))

    assert not Message.objects.filter(msgid__contains="English").exists()
