"""Taking PO files in: proposals, lineage, what is outdated, and what costs nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidance.catalog.pofile import parse, render
from guidance.models import (
    CatalogUpload,
    Choice,
    ProposalState,
    Translation,
    TranslationChange,
    TranslationProposal,
)
from guidance.translation.catalog_files import UploadRefusedError, read_bytes
from guidance.translation.catalog_part import last_download, record_download
from guidance.translation.export import export_catalogs, language_catalog
from guidance.translation.extract import sync_messages
from guidance.translation.proposals import (
    ProposalRefusedError,
    keep_stored,
    open_proposals,
    take_proposal,
)
from guidance.translation.publish import Order, publish_translations
from guidance.translation.sync import sync_catalogs
from guidance.translation.take_in import gather_files
from guidance.translation.undo import undo_upload
from guidance.translation.upload import import_catalog, plan_catalog
from guidance.translation.upload_report import UploadReport
from tests.guidance_site import (
    NOW,
    make_choice,
    make_page,
    page_in,
    prose,
    shown_paragraphs,
)
from tests.po_files import entry_of, po, texts_of, translate

pytestmark = pytest.mark.django_db

CHOICE = "Düzenli toplanıyoruz."
ONE, TWO = "Her ay düzenli olarak toplanırız.", "Kararlar tutanağa yazılır."


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=CHOICE)
    make_page(row, prose(ONE, TWO))
    return row


def exported() -> bytes:
    return render(language_catalog("en", sync_messages(NOW)))


def translated(data: bytes, texts: dict[str, str], *, fuzzy: bool = False) -> bytes:
    catalog = parse(data)
    entries = tuple(
        replace(entry, msgstr=texts[entry.msgid], fuzzy=fuzzy)
        if entry.msgid in texts
        else entry
        for entry in catalog.entries
    )
    return render(replace(catalog, entries=entries))


def upload(data: bytes, name: str = "en.po", user: User | None = None) -> UploadReport:
    return import_catalog(read_bytes(name, data), now=NOW, user=user)


def outcomes(report: UploadReport) -> dict[str, int]:
    return {name: count for name, count in report.counts().items() if count}


def stored(msgid: str) -> str:
    return Translation.objects.get(message__msgid=msgid, locale="en").msgstr


# ---- two translators


@pytest.fixture
def conflict(choice: Choice) -> UploadReport:
    """Two translators had the same, still empty, file."""
    del choice
    data = exported()
    upload(translated(data, {ONE: "We meet every month."}), "first.po")
    return upload(translated(data, {ONE: "We hold monthly meetings."}), "second.po")


def test_the_stored_text_stays_and_the_other_is_a_proposal(
    conflict: UploadReport,
) -> None:
    assert conflict.failed()
    assert outcomes(conflict)["conflict"] == 1
    assert stored(ONE) == "We meet every month."
    (proposal,) = open_proposals("en")
    assert (proposal.msgstr, proposal.stored.msgstr, proposal.upload) == (
        "We hold monthly meetings.",
        "We meet every month.",
        conflict.upload,
    )


def test_a_proposal_can_be_taken(conflict: UploadReport, choice: Choice) -> None:
    del conflict, choice
    (proposal,) = open_proposals("en")
    reviewer = User.objects.create_user("reviewer")

    take_proposal(proposal.pk, now=NOW + timedelta(hours=1), user=reviewer)

    assert stored(ONE) == "We hold monthly meetings."
    assert open_proposals("en") == []
    row = TranslationProposal.objects.get()
    assert (row.state, row.decided_by) == (ProposalState.TAKEN, reviewer)
    change = TranslationChange.objects.last()
    assert change is not None
    assert (change.old_msgstr, change.user) == ("We meet every month.", reviewer)


def test_a_proposal_for_a_choice_is_seen_by_visitors_once_taken(
    choice: Choice,
) -> None:
    data = exported()
    upload(translated(data, {CHOICE: "We meet regularly."}), "first.po")
    upload(translated(data, {CHOICE: "We meet often."}), "second.po")
    (proposal,) = open_proposals("en")

    take_proposal(proposal.pk, now=NOW)

    choice.refresh_from_db()
    assert choice.text_in("en") == "We meet often."


def test_what_somebody_decided_against_does_not_come_back(
    conflict: UploadReport,
) -> None:
    del conflict
    (proposal,) = open_proposals("en")
    old = CatalogUpload.objects.get(name="second.po")

    keep_stored(proposal.pk, now=NOW)
    sync_messages(NOW)
    again = upload(
        translated(
            render(replace(parse(exported()), header=tuple(map(tuple, old.header)))),
            {ONE: "We hold monthly meetings."},
        ),
        "third.po",
    )

    assert outcomes(again)["stale"] == 1
    assert not again.failed()
    assert open_proposals("en") == []
    assert stored(ONE) == "We meet every month."


def test_the_same_conflict_is_one_proposal(conflict: UploadReport) -> None:
    data = exported()
    header = CatalogUpload.objects.get(pk=conflict.upload).header
    same = render(replace(parse(data), header=tuple(map(tuple, header))))

    again = upload(translated(same, {ONE: "We hold monthly meetings."}), "second.po")

    assert outcomes(again)["conflict"] == 1
    assert TranslationProposal.objects.count() == 1
    assert CatalogUpload.objects.count() == 2


@pytest.mark.parametrize("decide", [take_proposal, keep_stored])
def test_a_proposal_is_decided_once(decide: object, conflict: UploadReport) -> None:
    del conflict
    (proposal,) = open_proposals("en")
    keep_stored(proposal.pk, now=NOW)

    with pytest.raises(ProposalRefusedError, match="decided about this"):
        decide(proposal.pk, now=NOW)  # type: ignore[operator]


def test_a_proposal_with_a_mistake_is_not_taken(choice: Choice) -> None:
    """A fuzzy entry may be half done, and a reader must never see it."""
    del choice
    data = exported()
    upload(translated(data, {ONE: "We meet every month."}), "first.po")
    upload(translated(data, {ONE: "We <b>meet"}, fuzzy=True), "second.po")
    (proposal,) = open_proposals("en")

    with pytest.raises(ProposalRefusedError, match="<b>"):
        take_proposal(proposal.pk, now=NOW)

    assert stored(ONE) == "We meet every month."
    assert [each.pk for each in open_proposals("en")] == [proposal.pk]


def test_a_proposal_that_is_stored_by_now_is_settled(conflict: UploadReport) -> None:
    del conflict

    upload(translated(exported(), {ONE: "We hold monthly meetings."}), "third.po")

    assert open_proposals("en") == []
    assert TranslationProposal.objects.get().state == ProposalState.TAKEN


def test_undoing_an_upload_keeps_what_was_taken_from_it_by_hand(
    conflict: UploadReport,
) -> None:
    (proposal,) = open_proposals("en")
    take_proposal(proposal.pk, now=NOW + timedelta(hours=1))
    assert conflict.upload is not None

    undo_upload(conflict.upload, now=NOW + timedelta(hours=2))

    assert stored(ONE) == "We hold monthly meetings."


# ---- the same translator, some hours on


def test_who_goes_on_in_the_same_file_is_no_second_translator(choice: Choice) -> None:
    del choice
    mine = translated(exported(), {ONE: "We meet monthly.", TWO: "We keep minutes."})
    upload(mine)

    report = upload(translated(mine, {ONE: "We meet every month."}))

    assert outcomes(report)["changed"] == 1
    assert stored(ONE) == "We meet every month."


def test_not_even_with_a_single_text_if_the_person_is_known(choice: Choice) -> None:
    del choice
    person = User.objects.create_user("translator")
    mine = translated(exported(), {ONE: "We meet monthly."})
    upload(mine, "monday.po", person)

    report = upload(translated(mine, {ONE: "We meet."}), "friday.po", person)

    assert outcomes(report)["changed"] == 1


def test_another_person_is_one_even_with_a_file_of_the_same_name(
    choice: Choice,
) -> None:
    del choice
    data = exported()
    upload(translated(data, {ONE: "We meet monthly.", TWO: "We keep minutes."}))

    report = upload(translated(data, {ONE: "We meet."}))

    assert outcomes(report)["conflict"] == 1
    assert stored(ONE) == "We meet monthly."


def signed(data: bytes, translator: str) -> bytes:
    catalog = parse(data)
    header = tuple(
        (name, translator if name == "Last-Translator" else value)
        for name, value in catalog.header
    )
    return render(replace(catalog, header=header))


def test_two_accounts_are_two_persons_though_the_export_names_one_translator(
    choice: Choice,
) -> None:
    """The export gives back the last upload's name, and many programs leave it alone."""
    del choice
    upload(signed(translated(exported(), {TWO: "Minuted."}), "Ada <ada@ornek.org>"))
    one, two = (User.objects.create_user(name) for name in ("one", "two"))
    data = exported()

    upload(translated(data, {ONE: "We meet monthly."}), "guidance.po", one)
    report = upload(translated(data, {ONE: "We meet."}), "guidance.po", two)

    assert outcomes(report)["conflict"] == 1
    assert stored(ONE) == "We meet monthly."
    assert [each.msgstr for each in open_proposals("en")] == ["We meet."]


def test_two_accounts_are_two_persons_for_the_most_part_of_a_file_too(
    choice: Choice,
) -> None:
    del choice
    one, two = (User.objects.create_user(name) for name in ("one", "two"))
    mine = translated(exported(), {ONE: "We meet monthly.", TWO: "We keep minutes."})
    upload(mine, "guidance.po", one)

    report = upload(translated(mine, {ONE: "We meet."}), "guidance.po", two)

    assert outcomes(report)["conflict"] == 1


def test_a_translator_whom_the_export_names_is_no_proof_of_a_person(
    choice: Choice,
) -> None:
    del choice
    ada = "Ada <ada@ornek.org>"
    upload(signed(translated(exported(), {CHOICE: "We meet."}), ada))
    data = exported()
    upload(translated(data, {ONE: "We meet monthly.", TWO: "Minuted."}), "first.po")

    report = upload(
        translated(data, {ONE: "We meet monthly.", TWO: "We keep minutes."}),
        "second.po",
    )

    assert parse(data).field("Last-Translator") == ada
    assert outcomes(report)["conflict"] == 1
    assert stored(TWO) == "Minuted."


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        ({ONE: "We meet monthly.", TWO: "We keep minutes."}, "changed"),
        # Nothing of the first upload is in it: the same name does not prove it.
        ({TWO: "We keep minutes."}, "conflict"),
    ],
)
def test_a_translator_who_signs_the_file_goes_on_in_it(
    texts: dict[str, str], outcome: str, choice: Choice
) -> None:
    del choice
    data = signed(exported(), "Ada <ada@ornek.org>")
    upload(translated(data, {ONE: "We meet monthly.", TWO: "Minuted."}), "monday.po")

    report = upload(translated(data, texts), "friday.po")

    assert outcomes(report)[outcome] == 1


# ---- an older file that says nothing, and a file that takes a translation back

ADDRESS, ENGLISH = "https://ornek.org/rehber", "https://ornek.org/en"


@pytest.fixture
def linked(choice: Choice) -> Choice:
    make_page(choice, prose(ONE, f'Bkz. <a href="{ADDRESS}">rehber</a>.'))
    return choice


def without_export(data: bytes) -> bytes:
    catalog = parse(data)
    kept = tuple(each for each in catalog.header if each[0] != "X-Rehber-Export")
    return render(replace(catalog, header=kept))


@pytest.mark.parametrize("address", [ENGLISH, "https://baska.example/held"])
@pytest.mark.parametrize("account", ["same", "other", "unknown"])
@pytest.mark.parametrize("is_named", [True, False])
def test_R19_an_untouched_older_file_does_not_bring_the_address_of_the_source_back(
    address: str,
    account: str,
    is_named: bool,
    linked: Choice,
) -> None:
    del linked
    old = exported() if is_named else without_export(exported())
    one, two = (User.objects.create_user(name) for name in ("one", "two"))
    user = {"same": one, "other": two, "unknown": None}[account]
    upload(translated(exported(), {ADDRESS: address}), "guidance.po", one)
    before = Translation.objects.values_list("msgstr", "state").get()

    report = upload(old, "guidance.po", user)

    assert outcomes(report) == {"entries": 4, "empty": 3, "stale": 1}
    assert Translation.objects.values_list("msgstr", "state").get() == before
    assert open_proposals("en") == []


def test_the_address_of_the_source_is_brought_back_where_the_export_had_another(
    linked: Choice,
) -> None:
    del linked
    upload(translated(exported(), {ADDRESS: ENGLISH}))

    report = upload(translated(exported(), {ADDRESS: ADDRESS}))

    assert outcomes(report)["changed"] == 1
    assert stored(ADDRESS) == ADDRESS


@pytest.mark.parametrize("is_touched", [False, True])
def test_R19_an_older_file_in_a_folder_gets_the_translated_address(
    linked: Choice,
    tmp_path: Path,
    is_touched: bool,
) -> None:
    del linked
    sync_catalogs(["en"], tmp_path, now=NOW)
    upload(translated(exported(), {ADDRESS: ENGLISH}))
    if is_touched:
        translate(po(tmp_path), {CHOICE: "We meet."})

    (report,) = sync_catalogs(["en"], tmp_path, now=NOW).taken

    assert report.is_quiet() is not is_touched
    assert report.counts()["stale"] == int(is_touched)
    assert stored(ADDRESS) == ENGLISH
    assert texts_of(po(tmp_path))[ADDRESS] == ENGLISH


@pytest.mark.parametrize("text", ["We meet monthly.", "We meet every month, or so."])
def test_a_translation_that_needs_editing_is_fuzzy_and_not_published(
    text: str, choice: Choice
) -> None:
    upload(translated(exported(), {CHOICE: "We meet.", ONE: "We meet monthly."}))

    report = upload(translated(exported(), {ONE: text}, fuzzy=True))
    publish_translations(Order(language="en", threshold=0), now=NOW)

    assert outcomes(report) == {"entries": 3, "same": 1, "empty": 1, "fuzzy": 1}
    row = Translation.objects.get(message__msgid=ONE, locale="en")
    assert (row.msgstr, row.state) == (text, "fuzzy")
    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page)[0] == ONE


def test_needs_editing_in_a_folder_stays_in_it(choice: Choice, tmp_path: Path) -> None:
    del choice
    upload(translated(exported(), {ONE: "We meet monthly."}))
    sync_catalogs(["en"], tmp_path, now=NOW)
    translate(po(tmp_path), {ONE: "We meet monthly."}, fuzzy=True)

    for _ in range(2):
        sync_catalogs(["en"], tmp_path, now=NOW)

        assert entry_of(po(tmp_path), ONE).fuzzy
        assert Translation.objects.get(message__msgid=ONE).state == "fuzzy"


def test_an_older_file_does_not_take_the_mark_away(choice: Choice) -> None:
    del choice
    upload(translated(exported(), {ONE: "We meet monthly."}), "first.po")
    old = exported()
    upload(translated(old, {ONE: "We meet monthly."}, fuzzy=True), "second.po")

    report = upload(translated(old, {TWO: "We keep minutes."}), "third.po")

    assert outcomes(report) == {"entries": 3, "empty": 1, "new": 1, "stale": 1}
    assert Translation.objects.get(message__msgid=ONE).state == "fuzzy"


def test_a_draft_of_somebody_else_is_not_overwritten(choice: Choice) -> None:
    del choice
    data = exported()
    upload(translated(data, {ONE: "We meet… monthly?"}, fuzzy=True), "first.po")

    report = upload(translated(data, {ONE: "We meet every month."}), "second.po")

    assert outcomes(report)["conflict"] == 1
    assert stored(ONE) == "We meet… monthly?"
    assert [each.msgstr for each in open_proposals("en")] == ["We meet every month."]


# ---- a text that changed meanwhile


def test_work_on_an_old_text_is_offered_for_the_new_one(choice: Choice) -> None:
    data = exported()
    make_page(choice, prose(ONE, "Bütün kararlar tutanağa yazılır."))

    report = upload(translated(data, {TWO: "Decisions are minuted."}))

    assert outcomes(report) == {"entries": 3, "empty": 2, "outdated": 1}
    row = Translation.objects.get(
        message__msgid="Bütün kararlar tutanağa yazılır.", locale="en"
    )
    assert (row.msgstr, row.state, row.previous_msgid) == (
        "Decisions are minuted.",
        "fuzzy",
        TWO,
    )
    assert stored(TWO) == "Decisions are minuted."


def test_but_not_where_somebody_has_translated_the_new_one(choice: Choice) -> None:
    data = exported()
    make_page(choice, prose(ONE, "Bütün kararlar tutanağa yazılır."))
    upload(
        translated(exported(), {"Bütün kararlar tutanağa yazılır.": "All decisions."})
    )

    upload(translated(data, {TWO: "Decisions are minuted."}))

    assert stored("Bütün kararlar tutanağa yazılır.") == "All decisions."


def test_it_finds_the_new_text_over_several_changes(choice: Choice) -> None:
    data = exported()
    for text in ("Kararlar hemen tutanağa yazılır.", "Kararlar hemen yazılır."):
        make_page(choice, prose(ONE, text))
        sync_messages(NOW)

    upload(translated(data, {TWO: "Decisions are minuted."}))

    assert stored("Kararlar hemen yazılır.") == "Decisions are minuted."


# ---- a plan, and nothing twice


def test_a_plan_writes_nothing_but_the_messages_of_the_source(choice: Choice) -> None:
    del choice
    data = translated(exported(), {ONE: "We meet every month."})

    plan = plan_catalog(read_bytes("en.po", data), now=NOW)

    assert [str(each.outcome) for each in plan.decisions].count("new") == 1
    assert not Translation.objects.exists()
    assert not CatalogUpload.objects.exists()


def test_an_unchanged_file_costs_its_hash(choice: Choice, tmp_path: Path) -> None:
    del choice
    path = tmp_path / "en.po"
    path.write_bytes(translated(exported(), {ONE: "We meet every month."}))
    (first,) = gather_files([path], "en").apply(now=NOW)

    with CaptureQueriesContext(connection) as queries:
        (again,) = gather_files([path], "en").apply(now=NOW)

    assert first.repeated is None
    assert again.counts() == {**again.counts(), "entries": 3, "same": 1, "empty": 2}
    assert again.repeated is not None
    assert not again.failed()
    assert len(queries) <= 12


def test_our_own_export_costs_its_hash_too(choice: Choice, tmp_path: Path) -> None:
    del choice
    export_catalogs(["en"], tmp_path, now=NOW)
    (path,) = tmp_path.rglob("*.po")

    (report,) = gather_files([path]).apply(now=NOW)

    assert report.repeated is not None
    assert outcomes(report) == {"entries": 3, "empty": 3}


@pytest.mark.parametrize("what", ["source", "translation", "undo", "asked"])
def test_it_is_read_again_when_anything_changed(
    what: str, choice: Choice, tmp_path: Path
) -> None:
    path = tmp_path / "en.po"
    path.write_bytes(translated(exported(), {ONE: "We meet every month."}))
    (first,) = gather_files([path], "en").apply(now=NOW)
    if what == "source":
        make_page(choice, prose(ONE, "Kararlar saklanır."))
    elif what == "translation":
        upload(translated(exported(), {TWO: "We keep minutes."}), "other.po")
    elif what == "undo":
        assert first.upload is not None
        undo_upload(first.upload, now=NOW)

    (again,) = gather_files([path], "en", reread=what == "asked").apply(now=NOW)

    assert again.repeated is None
    if what == "undo":
        assert outcomes(again)["new"] == 1


def test_a_file_that_lists_something_lists_it_every_time(
    choice: Choice, tmp_path: Path
) -> None:
    del choice
    path = tmp_path / "en.po"
    path.write_bytes(translated(exported(), {ONE: "<b>Broken"}))

    first, again = (gather_files([path], "en").apply(now=NOW)[0] for _ in range(2))

    assert outcomes(first)["rejected"] == outcomes(again)["rejected"] == 1
    assert again.failed()


def test_the_same_bytes_for_another_language_are_another_file(
    choice: Choice, tmp_path: Path
) -> None:
    del choice
    path = tmp_path / "any.po"
    path.write_bytes(f'msgid "{ONE}"\nmsgstr "Yes."\n'.encode())
    sync_messages(NOW)
    gather_files([path], "en").apply(now=NOW)

    (report,) = gather_files([path], "ar").apply(now=NOW)

    assert report.repeated is None
    assert Translation.objects.filter(locale="ar").count() == 1


def test_files_are_applied_all_or_none(choice: Choice, tmp_path: Path) -> None:
    del choice
    good, foreign = tmp_path / "a.po", tmp_path / "b.po"
    good.write_bytes(translated(exported(), {ONE: "We meet every month."}))
    foreign.write_bytes(b'msgid "Hello"\nmsgstr "Hi"\n')

    with pytest.raises(UploadRefusedError, match="another site"):
        gather_files([good, foreign], "en").apply(now=NOW)

    assert not Translation.objects.exists()


@pytest.mark.parametrize("count", [5, 200])
def test_the_number_of_statements_does_not_grow_with_the_file(count: int) -> None:
    texts = [f"Bu cümle {number} numaralıdır." for number in range(count)]
    make_page(make_choice(1, 1, tr="Bir."), prose(*texts))
    data = translated(exported(), dict.fromkeys(texts, "A sentence."))

    with CaptureQueriesContext(connection) as queries:
        upload(data)

    assert len(queries) <= 45


# ---- downloads


def test_the_last_download_of_a_person_is_known(choice: Choice) -> None:
    del choice
    person = User.objects.create_user("translator")
    assert last_download(person, "en") is None

    record_download(person, "en", now=NOW)
    record_download(person, "en", now=NOW + timedelta(days=1))

    assert last_download(person, "en") == NOW + timedelta(days=1)
    assert last_download(person, "ar") is None
