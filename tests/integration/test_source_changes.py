"""What becomes of translations when the live source changes, in the database."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.models import (
    Choice,
    Message,
    MessageUse,
    SourceChange,
    Translation,
    TranslationOrigin,
)
from guidance.translation import extract
from guidance.translation.changes import gathered
from guidance.translation.extract import (
    current_uses,
    refresh_messages,
    sync_messages,
)
from guidance.translation.memory import Memory, load_memory, write_translations
from guidance.translation.source_changes import (
    load_changes,
    mark_major,
    mark_minor,
)
from guidance.translation.source_state import (
    is_source_known,
    lock_source,
    page_specific,
    source_state,
)
from guidance.translation.uses import ensure_messages, load_uses
from tests.guidance_site import NOW, make_choice, make_page, prose

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
OLD, NEW = "Her ay düzenli olarak toplanırız", "Her ay düzenli olarak toplanırız."
DONE = Known("We meet regularly every month.")


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr="Düzenli toplanıyoruz.")
    make_page(row, prose(OLD, "Kararlar tutanağa yazılır."))
    sync_messages(NOW)
    return row


def translate(translations: dict[Key, Known], language: str = "en") -> None:
    write_translations(
        Memory(language, translations),
        ensure_messages(translations),
        NOW,
        TranslationOrigin.UPLOAD,
    )


def known(language: str = "en") -> dict[Key, Known]:
    return dict(load_memory(language).known)


def edit(choice: Choice, *paragraphs: str) -> None:
    make_page(choice, prose(*paragraphs))


# ---- minor changes


def test_a_change_makes_fuzzy_until_an_editor_calls_it_minor(choice: Choice) -> None:
    translate({("", OLD): DONE})
    translate({("", OLD): Known("نجتمع كل شهر")}, "ar")
    edit(choice, NEW, "Kararlar tutanağa yazılır.")
    sync_messages(LATER)
    (change,) = load_changes(owner="q10.c2")
    assert (change.key, change.previous) == (("", NEW), ("", OLD))
    assert known()["", NEW].fuzzy

    count = mark_minor([change.pk], now=LATER)

    assert count == 2
    assert known()["", NEW] == DONE
    assert not known("ar")["", NEW].fuzzy
    assert load_changes()[0].is_minor


def test_that_can_be_taken_back(choice: Choice) -> None:
    translate({("", OLD): DONE})
    edit(choice, NEW, "Kararlar tutanağa yazılır.")
    sync_messages(LATER)
    (change,) = load_changes()
    mark_minor([change.pk], now=LATER)

    assert mark_major([change.pk], now=LATER) == 1

    assert known()["", NEW] == Known(DONE.msgstr, True, "", OLD)
    assert not load_changes()[0].is_minor


def test_marking_twice_changes_nothing_the_second_time(choice: Choice) -> None:
    translate({("", OLD): DONE})
    edit(choice, NEW, "Kararlar tutanağa yazılır.")
    sync_messages(LATER)
    (change,) = load_changes()
    mark_minor([change.pk], now=LATER)

    assert mark_minor([change.pk], now=LATER) == 0


def test_the_editor_can_say_so_when_saving(choice: Choice) -> None:
    translate({("", OLD): DONE})

    with transaction.atomic(), gathered(is_minor=True):
        edit(choice, NEW, "Bütün kararlar tutanağa yazılır.")

    assert known()["", NEW] == DONE
    assert all(change.is_minor for change in load_changes())


def test_only_of_the_document_that_was_saved(choice: Choice) -> None:
    other = make_choice(11, 1, tr="Başka.")
    make_page(other, prose("Üyelere her hafta mektup yazarız"))
    sync_messages(NOW)
    translate({("", "Üyelere her hafta mektup yazarız"): Known("We write weekly.")})
    make_page(other, prose("Üyelere her hafta mektup yazarız."))

    with transaction.atomic(), gathered(is_minor=True):
        edit(choice, NEW, "Kararlar tutanağa yazılır.")

    assert known()["", "Üyelere her hafta mektup yazarız."].fuzzy


def test_a_choice_follows_with_its_column(choice: Choice) -> None:
    key = ("choice", "Düzenli toplanıyoruz.")
    translate({key: Known("We meet regularly.")})
    choice.set_text("tr", "Düzenli toplanıyoruz!")
    choice.save()
    sync_messages(LATER)
    (change,) = load_changes()

    mark_minor([change.pk], now=LATER)

    choice.refresh_from_db()
    assert choice.text_in("en") == "We meet regularly."


def test_changes_can_be_asked_for_since_a_moment(choice: Choice) -> None:
    edit(choice, NEW, "Kararlar tutanağa yazılır.")
    sync_messages(LATER)

    (change,) = load_changes()
    assert load_changes(since=change.changed_at) == [change]
    assert load_changes(since=change.changed_at + timedelta(seconds=1)) == []
    assert load_changes(owner="q10") == []


def test_moving_a_text_is_no_change_of_it(choice: Choice) -> None:
    edit(choice, "Kararlar tutanağa yazılır.", OLD)
    sync_messages(LATER)

    assert load_changes() == []


# ---- repeats


@pytest.mark.usefixtures("choice")
def test_a_new_page_with_known_texts_is_filled_and_near_ones_are_offered() -> None:
    translate(
        {
            ("", OLD): DONE,
            ("", "Kararlar tutanağa yazılır."): Known("Decisions are minuted."),
        }
    )
    make_page(
        make_choice(11, 1, tr="Başka."),
        prose(
            "Kararlar tutanağa yazılır.",
            "Her hafta düzenli olarak toplanırız",
            "Üyelerimiz bunu bilir ve önerir.",
        ),
    )

    sync_messages(LATER)

    assert known()["", "Kararlar tutanağa yazılır."] == Known("Decisions are minuted.")
    assert known()["", "Her hafta düzenli olarak toplanırız"] == Known(
        DONE.msgstr, True, "", OLD
    )
    assert ("", "Üyelerimiz bunu bilir ve önerir.") not in known()
    row = Translation.objects.get(message__msgid="Her hafta düzenli olarak toplanırız")
    assert row.origin == TranslationOrigin.MEMORY


def test_an_obsolete_text_that_comes_back_is_translated(choice: Choice) -> None:
    translate({("", OLD): DONE})
    edit(choice, "Kararlar tutanağa yazılır.")
    sync_messages(LATER)
    edit(choice, OLD, "Kararlar tutanağa yazılır.")
    sync_messages(LATER)

    assert known()["", OLD] == DONE


# ---- what is written


def test_nothing_is_written_when_nothing_changed(choice: Choice) -> None:
    del choice
    with CaptureQueriesContext(
        connection,
    ) as queries:
        sync_messages(LATER)
        refresh_messages(LATER)

    assert [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == []


def test_an_unchanged_source_is_not_read_again(choice: Choice) -> None:
    del choice
    with CaptureQueriesContext(connection) as queries:
        refresh_messages(LATER)

    assert len(queries) <= 6
    assert not [query for query in queries if '"body"' in query["sql"]]


def test_an_export_mends_stored_uses_of_a_known_source(choice: Choice) -> None:
    message = Message.objects.first()
    assert message is not None
    MessageUse.objects.create(
        message=message,
        owner=choice.key,
        leaf="body/gone",
        order=9,
        position=99_000,
        changed_at=NOW,
    )

    sync_messages(LATER)

    assert not MessageUse.objects.filter(leaf="body/gone").exists()


def test_messages_that_the_uses_know_are_not_asked_for(choice: Choice) -> None:
    del choice
    uses = load_uses()
    keys = [*(use.key for use in uses), ("", "Bunu hiçbir sayfa söylemiyor.")]

    with CaptureQueriesContext(connection) as queries:
        known = ensure_messages(keys[:-1], uses)

    assert len(queries) == 0
    assert ensure_messages(keys, uses).items() > known.items()
    assert ensure_messages(keys) == ensure_messages(keys, uses)


def test_reading_again_finds_every_kind_of_change(choice: Choice) -> None:
    def uses() -> list[tuple[str, str]]:
        return [(use.owner, use.msgid) for use in current_uses(LATER)]

    before = uses()
    edit(choice, NEW, "Kararlar tutanağa yazılır.")
    edited = uses()
    choice.set_text("tr", "Seyrek toplanıyoruz.")
    choice.save()
    renamed = uses()
    page = choice.pages.get()
    page.view_restrictions.create(restriction_type="login")
    private = uses()
    page.view_restrictions.all().delete()
    public = uses()
    page.unpublish()
    unpublished = uses()

    assert ("q10.c2", OLD) in before
    assert ("q10.c2", NEW) in edited
    assert ("q10.c2", "Seyrek toplanıyoruz.") in renamed
    assert private == unpublished == [("q10.c2", "Seyrek toplanıyoruz.")]
    assert public == renamed


def test_a_new_paragraph_moves_only_what_is_behind_it_in_its_document(
    choice: Choice,
) -> None:
    for number in range(11, 16):
        make_page(
            make_choice(number, 1, tr=f"Seçenek {number}."), prose("Ortak metin.")
        )
    sync_messages(NOW)
    before = set(MessageUse.objects.values_list("pk", flat=True))

    edit(choice, OLD, "Yeni bir paragraf.", "Kararlar tutanağa yazılır.")
    sync_messages(LATER)

    written = set(MessageUse.objects.values_list("pk", flat=True)) - before
    assert len(written) == 2
    assert list(
        MessageUse.objects.order_by("position").values_list("owner", flat=True)
    ) == sorted(MessageUse.objects.values_list("owner", flat=True))


def test_a_use_knows_when_it_got_its_text(choice: Choice) -> None:
    edit(choice, NEW, "Kararlar tutanağa yazılır.")
    sync_messages(LATER)

    dates = dict(MessageUse.objects.values_list("message__msgid", "changed_at"))
    assert dates[NEW] > dates["Kararlar tutanağa yazılır."]


@pytest.mark.parametrize("pages", [2, 12])
def test_the_number_of_statements_does_not_grow_with_the_site(pages: int) -> None:
    for number in range(1, pages + 1):
        make_page(
            make_choice(number, 1, tr=f"Seçenek {number}."),
            prose(*(f"Cümle {number}.{n} burada." for n in range(20))),
        )

    with CaptureQueriesContext(connection) as queries:
        sync_messages(NOW)

    assert len(queries) <= 32
    assert Message.objects.count() == pages * 21
    assert not SourceChange.objects.exists()


def test_what_is_read_before_somebody_elses_write_is_read_again(
    choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait() -> None:
        """Get the turn after a change that was committed while this one waited."""
        Choice.objects.filter(pk=choice.pk).update(text_tr="Yeni metin.")
        lock_source()

    monkeypatch.setattr(extract, "lock_source", wait)

    uses = sync_messages(LATER)

    assert ("choice", "Yeni metin.") in {use.key for use in uses}
    assert is_source_known(source_state())


# ---- what a change reads


def test_an_edited_text_asks_for_its_own_translations_only(choice: Choice) -> None:
    other = make_choice(11, 1, tr="Plan yapıyoruz.")
    make_page(other, prose("Planımız üç yıllıktır.", "Her yıl gözden geçirilir."))
    sync_messages(NOW)
    translate({("", OLD): DONE, ("", "Planımız üç yıllıktır."): Known("Three years.")})

    with CaptureQueriesContext(connection) as captured:
        edit(choice, NEW, "Kararlar tutanağa yazılır.")

    read = [
        each["sql"]
        for each in captured.captured_queries
        if each["sql"].startswith("SELECT")
        and '"guidance_translation"."previous_msgid"' in each["sql"]
    ]
    # What goes through a cursor of the server, as on PostgreSQL, is not captured.
    assert bool(read) is (connection.vendor == "sqlite")
    assert all('"guidance_message"."digest" IN' in sql for sql in read)
    assert known()["", NEW] == Known(DONE.msgstr, True, "", OLD)


def test_a_new_text_is_still_looked_up_in_the_whole_catalog(choice: Choice) -> None:
    other = make_choice(11, 1, tr="Plan yapıyoruz.")
    make_page(other, prose("Planımız üç yıllıktır ve her yıl gözden geçirilir."))
    sync_messages(NOW)
    there = "Planımız üç yıllıktır ve her yıl gözden geçirilir."
    near = "Planımız beş yıllıktır ve her yıl gözden geçirilir."
    translate({("", there): Known("Our plan is for three years.")}, "ar")

    edit(choice, OLD, "Kararlar tutanağa yazılır.", near)

    assert known("ar")["", near] == Known(
        "Our plan is for three years.", True, "", there
    )
    assert ("", near) not in known("en")


def test_what_editors_wrote_is_found_without_the_whole_history() -> None:
    if connection.vendor != "sqlite":  # the plan below is SQLite's
        return
    with CaptureQueriesContext(connection) as captured:
        page_specific()

    (query,) = captured.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert any("guidance_change_by_editor" in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan)
