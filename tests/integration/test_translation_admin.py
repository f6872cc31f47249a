"""Translations in the admin: the matrix, the panel, PO files up and down."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.pofile import parse, render
from guidance.models import (
    CatalogUpload,
    Choice,
    GuidancePage,
    LocalePolicy,
    StagedUpload,
    Translation,
    TranslationStatus,
)
from tests.guidance_site import make_choice, make_page, page_in, prose, shown_paragraphs
from tests.integration.test_translation_corrections import edit
from tests.integration.test_translation_status import (
    ENGLISH,
    TEXT,
    publish,
    status,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))
    return client


@pytest.fixture
def translator() -> Client:
    user = User.objects.create_user("translator", "t@ornek.org", "x")
    user.groups.add(Group.objects.get(name="Translators: English"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=TEXT)
    make_page(row, prose("Her ay toplanırız.", "Tutanak tutarız."))
    return row


def url(name: str, *arguments: object) -> str:
    return reverse(f"guidance_translations:{name}", args=arguments)


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# ---- the matrix


def test_the_matrix_shows_each_choice_in_each_language(
    admin: Client, choice: Choice
) -> None:
    translate("en", dict(list(ENGLISH.items())[:2]))
    publish()
    make_page(choice, prose("Draft."), language="ar", publish=False)

    response = admin.get(url("matrix"))

    rows = response.context["object_list"]
    states = [
        {code: cell.status.state for code, cell in row.cells.items()} for row in rows
    ]
    assert states == [
        {"en": "missing", "ar": "missing"},
        {"en": "partial", "ar": "draft"},
    ]
    assert "50 %" in text(response)


@pytest.mark.usefixtures("choice")
def test_the_matrix_counts_its_rows_in_words(admin: Client) -> None:
    html = text(admin.get(url("matrix")))

    assert "2 soru ve seçenek" in html
    assert "statuss" not in html


@pytest.mark.parametrize(
    ("query", "owners"),
    [
        ("state=missing", ["q10", "q10.c2", "q11", "q11.c1"]),
        ("state=published", ["q11.c1"]),
        ("state=published&locale=ar", []),
        ("state=missing&locale=en", ["q10", "q10.c2", "q11"]),
        ("state=published&state=stale", ["q11.c1"]),
    ],
)
@pytest.mark.usefixtures("choice")
def test_the_matrix_is_filtered(admin: Client, query: str, owners: list[str]) -> None:
    other = make_choice(11, 1, tr="Başka bir yol izliyoruz.")
    make_page(other, prose("Tutanak tutarız."))
    translate("en", {("choice", "Başka bir yol izliyoruz."): "We differ."})
    translate("en", {("", "Tutanak tutarız."): "We keep minutes."})
    publish(threshold=100)

    response = admin.get(f"{url('matrix')}?{query}")

    assert [row.owner for row in response.context["object_list"]] == owners


@pytest.mark.usefixtures("choice")
def test_the_matrix_takes_as_many_statements_for_many_rows(admin: Client) -> None:
    def statements() -> int:
        admin.get(url("matrix"))
        with CaptureQueriesContext(connection) as captured:
            admin.get(url("matrix"))
        return len(captured)

    few = statements()
    for number in range(20, 40):
        make_page(make_choice(number, 1, tr=f"Seçenek {number}."), prose("Metin."))

    assert statements() == few


def test_S31_an_export_holds_no_formula(admin: Client) -> None:
    question = make_choice(3, 1, tr='=cmd|" /C calc"!A0').question
    question.set_text("tr", "=1+1")
    question.save()

    as_csv = admin.get(f"{url('matrix')}?export=csv")
    as_xlsx = admin.get(f"{url('matrix')}?export=xlsx")

    rows = list(csv.reader(io.StringIO(b"".join(as_csv).decode())))
    assert rows[0][2:] == ["English", "العربيّة"] or len(rows[0]) == 4
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row
    )
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_chosen_rows_are_published(admin: Client, choice: Choice) -> None:
    other = make_choice(11, 1, tr="Başka bir yol izliyoruz.")
    make_page(other, prose("Tutanak tutarız."))
    translate("en", ENGLISH)
    translate("en", {("choice", "Başka bir yol izliyoruz."): "We differ."})

    response = admin.post(
        url("publish_selected"), {"language": "en", "owner": ["q10.c2"]}, follow=True
    )

    assert page_in("en", choice) is not None
    assert page_in("en", other) is None
    assert "1" in said(response)


def test_the_threshold_holds_for_what_is_chosen_unless_told_otherwise(
    admin: Client, choice: Choice
) -> None:
    translate("en", {("choice", TEXT): "We meet."})
    order = {"language": "en", "owner": ["q10.c2"]}

    admin.post(url("publish_selected"), order)
    assert page_in("en", choice) is None
    admin.post(url("publish_selected"), order | {"any_share": "on"})

    assert page_in("en", choice) is not None


def test_all_that_is_ready_is_published_at_once(admin: Client, choice: Choice) -> None:
    LocalePolicy.objects.update_or_create(locale="en", defaults={"threshold": 60})
    other, third = make_choice(11, 1, tr="Başka."), make_choice(12, 1, tr="Üçüncü.")
    make_page(other, prose("Bir metin budur.", "Başka bir metin."))
    make_page(third, prose("Tutanak tutarız."))
    translate("en", ENGLISH)
    translate("en", {("choice", "Başka."): "Another."})
    translate("en", {("choice", "Üçüncü."): "The third."})

    response = admin.post(
        url("publish_selected"), {"language": "en", "ready": ""}, follow=True
    )

    assert page_in("en", choice) is not None
    assert page_in("en", third) is not None
    assert page_in("en", other) is None
    assert page_in("ar", choice) is None
    assert said(response).startswith("2 ")
    assert "11.1" not in said(response)


def test_a_sentence_names_no_more_pages_than_can_be_read(
    admin: Client, choice: Choice
) -> None:
    del choice
    owners = []
    for number in range(20, 55):
        row = make_choice(number, 1, tr=f"Seçenek {number}.")
        make_page(row, prose("Çevrilmemiş bir metin."))
        owners.append(row.key)

    response = admin.post(
        url("publish_selected"), {"language": "en", "owner": owners}, follow=True
    )

    assert "49.1 … (+5)" in said(response)
    assert "50.1" not in said(response)


def test_all_that_is_ready_needs_the_right_of_the_language(choice: Choice) -> None:
    translate("en", ENGLISH)
    user = User.objects.create_user("editor", "e@ornek.org", "x")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)

    client.post(url("publish_selected"), {"language": "en", "ready": ""})

    assert page_in("en", choice) is None


@pytest.mark.usefixtures("choice")
def test_publishing_leads_back_only_to_this_site(admin: Client) -> None:
    response = admin.post(
        url("publish_selected"),
        {"language": "en", "owner": ["q10.c2"], "next": "https://evil.example/"},
    )

    assert response["Location"] == url("matrix")


# ---- the panel


def test_the_panel_shows_source_and_translation_with_their_directions(
    admin: Client, choice: Choice
) -> None:
    translate("ar", {("", "Her ay toplanırız."): "نجتمع كل شهر."})

    html = text(admin.get(url("panel", choice.pk, "ar")))

    assert 'lang="ar" dir="rtl">نجتمع كل شهر.' in html
    assert 'lang="tr" dir="ltr">Her ay toplanırız.' in html


def test_the_panel_says_what_is_still_in_the_source_language(
    admin: Client, choice: Choice
) -> None:
    translate("en", {("choice", TEXT): "We meet."})
    publish()

    response = admin.get(url("panel", choice.pk, "en"))

    sides = [side for side, _ in response.context["sides"]]
    assert [side.is_source_shown for side in sides] == [False, True, True]


def test_the_panel_says_what_changed_in_the_source_since(
    admin: Client, choice: Choice
) -> None:
    translate("en", ENGLISH)
    publish()
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutar, saklarız."))

    response = admin.get(f"{url('panel', choice.pk, 'en')}?show=changed")

    (side,) = [side for side, _ in response.context["sides"]]
    assert (side.source, side.before) == (
        "Tutanak tutar, saklarız.",
        "Tutanak tutarız.",
    )
    assert side.state.value == "fuzzy"
    assert "<del>Tutanak tutarız.</del>" in text(response)


def test_a_change_is_marked_minor_on_the_panel(admin: Client, choice: Choice) -> None:
    translate("en", ENGLISH)
    publish()
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutarız!"))
    response = admin.get(url("panel", choice.pk, "en"))
    (change,) = response.context["changes"]

    admin.post(url("mark_change", choice.pk, "en"), {"change": change.pk, "minor": ""})

    row = Translation.objects.get(message__msgid="Tutanak tutarız!", locale="en")
    assert row.state == "translated"
    assert status(choice).translated == 2


def test_the_panel_says_who_when_and_from_which_upload(
    admin: Client, choice: Choice
) -> None:
    apply(admin, po(admin, {"Tutanak tutarız.": "We keep minutes."}))

    html = text(admin.get(url("panel", choice.pk, "en")))

    assert "admin" in html
    assert "guidance.po" in html


def test_a_stale_page_can_be_called_up_to_date(admin: Client, choice: Choice) -> None:
    translate("en", ENGLISH)
    publish()
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutar, saklarız."))
    assert status(choice).state == "stale"

    admin.post(url("note_source", choice.pk, "en"))

    assert status(choice).state == "published"


def test_an_adapted_page_can_be_given_back(admin: Client, choice: Choice) -> None:
    translate("en", ENGLISH)
    publish()
    edit(choice, prose("We meet every month.", "We keep minutes.", "Only here."))

    admin.post(url("give_back", choice.pk, "en"))
    publish()

    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page) == ["We meet every month.", "We keep minutes."]


def test_a_text_of_one_page_is_used_on_all_pages(admin: Client, choice: Choice) -> None:
    other = make_choice(11, 1, tr="Başka bir yol izliyoruz.")
    make_page(other, prose("Tutanak tutarız."))
    translate("en", ENGLISH)
    publish()
    edit(choice, prose("We meet every month.", "We take minutes."))

    response = admin.get(url("panel", choice.pk, "en"))
    (side,) = [side for side, _ in response.context["sides"] if side.is_page_specific]
    assert side.others == 1
    admin.post(url("spread", choice.pk, "en"), {"leaf": side.leaf})

    shared = Translation.objects.get(
        message__msgctxt="", message__msgid="Tutanak tutarız.", locale="en"
    )
    assert shared.msgstr == "We take minutes."


@pytest.mark.parametrize("rule", ["automatic", "manual"])
def test_a_text_that_is_used_on_all_pages_is_published_by_the_rule(
    admin: Client, choice: Choice, rule: str
) -> None:
    text_of_other = "Başka bir yol izliyoruz."
    other = make_choice(11, 1, tr=text_of_other)
    make_page(other, prose("Tutanak tutarız."))
    translate("en", {**ENGLISH, ("choice", text_of_other): "We differ."})
    publish()
    edit(choice, prose("We meet every month.", "We take minutes."))
    LocalePolicy.objects.update_or_create(locale="en", defaults={"mode": rule})
    (side,) = [
        side
        for side, _ in admin.get(url("panel", choice.pk, "en")).context["sides"]
        if side.is_page_specific
    ]

    admin.post(url("spread", choice.pk, "en"), {"leaf": side.leaf})

    page = page_in("en", other)
    assert page is not None
    is_shown = shown_paragraphs(page) == ["We take minutes."]
    assert is_shown is (rule == "automatic")


def test_the_panel_takes_as_many_statements_for_a_long_page(admin: Client) -> None:
    def statements(choice: Choice) -> int:
        admin.get(url("panel", choice.pk, "en"))
        with CaptureQueriesContext(connection) as captured:
            admin.get(url("panel", choice.pk, "en"))
        return len(captured)

    short, long = make_choice(1, 1, tr="Kısa."), make_choice(1, 2, tr="Uzun.")
    make_page(short, prose("Bir paragraf."))
    make_page(long, prose(*(f"Paragraf {number} budur." for number in range(40))))

    assert statements(long) == statements(short)


def test_the_editor_of_a_page_finds_the_panel(admin: Client, choice: Choice) -> None:
    page = page_in("tr", choice)
    assert page is not None

    html = text(admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))

    assert url("panel", choice.pk, "en") in html


# ---- PO files


def po(client: Client, texts: dict[str, str], **form: str) -> bytes:
    """Download the English catalog and translate some of it."""
    response = client.post(url("download", "en"), {"part": "whole"} | form)
    catalog = parse(response.content)
    entries = tuple(
        replace(entry, msgstr=texts.get(entry.msgid, entry.msgstr))
        for entry in catalog.entries
    )
    return render(Catalog(catalog.header, "", entries))


def upload(client: Client, data: bytes, language: str = "en") -> Any:
    file = SimpleUploadedFile("guidance.po", data)
    return client.post(url("upload_file", language), {"file": file}, follow=True)


def apply(client: Client, data: bytes, **form: str) -> Any:
    upload(client, data)
    row = StagedUpload.objects.get()
    return client.post(url("apply_plan", "en", row.pk), form, follow=True)


@pytest.mark.usefixtures("choice")
def test_a_plan_shows_each_text_that_it_would_store_or_replace(
    translator: Client,
) -> None:
    apply(translator, po(translator, {"Her ay toplanırız.": "We meet every month."}))
    changed = {
        "Her ay toplanırız.": "We gather monthly.",
        "Tutanak tutarız.": "We keep minutes",
    }

    plan = text(upload(translator, po(translator, changed)))

    assert "Şu an kayıtlı olandan farklı metinler" in plan
    assert "We meet every month." in plan
    assert "We gather monthly." in plan
    # What a check warns of stands before what is simply stored.
    assert plan.index("We keep minutes") < plan.index("We gather monthly.")


def entries(response: Any) -> list[Entry]:
    return list(parse(response.content).entries)


@pytest.mark.usefixtures("choice")
def test_a_download_is_the_catalog(translator: Client) -> None:
    response = translator.post(url("download", "en"), {"part": "whole"})

    assert response["Content-Disposition"] == 'attachment; filename="guidance-en.po"'
    assert {entry.msgid for entry in entries(response)} == {key[1] for key in ENGLISH}


@pytest.mark.usefixtures("choice")
def test_S22_a_draft_and_a_private_page_are_not_in_a_download(
    translator: Client,
) -> None:
    make_page(make_choice(11, 1, tr="Taslak."), prose("Gizli metin."), publish=False)
    private = make_page(make_choice(12, 1, tr="Özel."), prose("Özel metin budur."))
    private.view_restrictions.create(restriction_type="login")

    data = translator.post(url("download", "en"), {"part": "whole"}).content.decode()

    assert "Gizli metin" not in data
    assert "Özel metin" not in data


def test_S22_what_is_not_released_has_no_file(
    translator: Client, choice: Choice
) -> None:
    """A download is of a language or of a question: a page has no address of its own.

    The catalogs that a translator may not have are not there, 404: other languages and
    the source. Of a question whose page is a draft there is only what the public list of
    questions says. The texts of a page beside each other are refused as Wagtail does it.
    """
    row = make_choice(11, 1, tr="Açık seçenek.")
    make_page(row, prose("Gizli metin budur."), publish=False)
    page = page_in("tr", choice)
    assert page is not None
    page.heading = "Gizli başlık"
    page.save_revision()

    for language in ("ar", "tr", "de"):
        asked = translator.post(url("download", language), {"part": "whole"})
        assert asked.status_code == 404
    panel = translator.get(url("panel", row.pk, "en"))
    one = translator.post(
        url("download", "en"), {"part": "question", "question": row.question_id}
    )
    whole = translator.post(url("download", "en"), {"part": "whole"})

    assert panel["Location"] == reverse("wagtailadmin_home")
    assert {entry.msgid for entry in entries(one)} == {"Açık seçenek."}
    assert "Gizli" not in one.content.decode() + whole.content.decode()


def test_parts_of_a_catalog_are_downloaded(translator: Client, choice: Choice) -> None:
    make_page(make_choice(11, 1, tr="Başka."), prose("Başka bir metin var."))
    translate("en", ENGLISH)
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutar, saklarız."))
    question = choice.question_id

    def part(**form: object) -> set[str]:
        response = translator.post(url("download", "en"), form)
        return {entry.msgid for entry in entries(response)}

    assert part(part="stale") == {"Tutanak tutar, saklarız."}
    assert part(part="question", question=question) == {
        TEXT,
        "Her ay toplanırız.",
        "Tutanak tutar, saklarız.",
    }
    assert len(part(part="whole")) >= 5
    make_page(choice, prose("Her ay toplanırız.", "Yepyeni bir cümle bu."))
    assert part(part="since") == {"Yepyeni bir cümle bu."}


@pytest.mark.usefixtures("choice")
def test_an_upload_shows_its_plan_and_stores_nothing(translator: Client) -> None:
    data = po(translator, {"Tutanak tutarız.": "We keep minutes."})

    response = upload(translator, data)

    assert dict(response.context["counts"])
    assert response.context["staged"].report.counts()["new"] == 1
    assert not Translation.objects.exists()
    assert not CatalogUpload.objects.exists()


@pytest.mark.usefixtures("choice")
def test_an_upload_is_applied_when_somebody_says_so(translator: Client) -> None:
    response = apply(
        translator, po(translator, {"Tutanak tutarız.": "We keep minutes."})
    )

    assert Translation.objects.get(locale="en").msgstr == "We keep minutes."
    row = CatalogUpload.objects.get()
    assert row.user is not None
    assert (row.user.get_username(), row.name) == ("translator", "guidance.po")
    assert response.redirect_chain[-1][0] == url("upload", "en", row.pk)
    assert not StagedUpload.objects.exists()
    assert not GuidancePage.objects.filter(locale__language_code="en").exists()


def test_an_upload_publishes_under_an_automatic_rule(
    translator: Client, choice: Choice
) -> None:
    LocalePolicy.objects.update_or_create(
        locale="en", defaults={"mode": "automatic", "threshold": 80}
    )

    apply(
        translator, po(translator, {key[1]: str(said) for key, said in ENGLISH.items()})
    )

    page = page_in("en", choice)
    assert page is not None
    assert page.live


def test_a_translator_cannot_order_a_publication_with_an_upload(
    translator: Client, choice: Choice
) -> None:
    data = po(translator, {key[1]: str(said) for key, said in ENGLISH.items()})

    apply(translator, data, publish="on")

    assert page_in("en", choice) is None


def test_an_upload_can_be_undone_by_its_sender(
    translator: Client, choice: Choice
) -> None:
    apply(translator, po(translator, {"Tutanak tutarız.": "We keep minutes."}))

    translator.post(url("undo", "en", CatalogUpload.objects.get().pk))

    assert not Translation.objects.exclude(msgstr="").exists()
    assert CatalogUpload.objects.get().undone_at is not None
    assert status(choice).translated == 0


@pytest.mark.usefixtures("choice")
def test_the_uploads_of_others_are_not_undone_by_a_translator(
    translator: Client, admin: Client
) -> None:
    apply(admin, po(admin, {"Tutanak tutarız.": "We keep minutes."}))

    translator.post(url("undo", "en", CatalogUpload.objects.get().pk))

    assert CatalogUpload.objects.get().undone_at is None


@pytest.mark.usefixtures("choice")
def test_a_conflict_is_decided_in_the_admin(translator: Client, admin: Client) -> None:
    translate("en", {("", "Tutanak tutarız."): "We have minutes."})
    data = po(translator, {"Tutanak tutarız.": "We write minutes."})
    translate("en", {("", "Tutanak tutarız."): "We keep minutes."})
    apply(translator, data)
    (proposal,) = admin.get(url("catalog", "en")).context["proposals"]

    translator.post(url("decide", "en", proposal.pk), {"take": ""})
    before = Translation.objects.get(message__msgid="Tutanak tutarız.").msgstr
    admin.post(url("decide", "en", proposal.pk), {"take": ""})

    assert before == "We keep minutes."
    after = Translation.objects.get(message__msgid="Tutanak tutarız.").msgstr
    assert after == "We write minutes."


@pytest.mark.parametrize("rule", ["automatic", "manual"])
@pytest.mark.parametrize("answer", ["take", "keep"])
def test_a_taken_proposal_is_published_by_the_rule(
    admin: Client, choice: Choice, rule: str, answer: str
) -> None:
    translate("en", ENGLISH)
    data = po(admin, {"Tutanak tutarız.": "We write minutes."})
    translate("en", {("", "Tutanak tutarız."): "We have minutes."})
    publish()
    apply(admin, data)
    (proposal,) = admin.get(url("catalog", "en")).context["proposals"]
    LocalePolicy.objects.update_or_create(locale="en", defaults={"mode": rule})

    admin.post(url("decide", "en", proposal.pk), {answer: ""})

    page = page_in("en", choice)
    assert page is not None
    is_shown = "We write minutes." in shown_paragraphs(page)
    assert is_shown is (rule == "automatic" and answer == "take")


BAD: dict[str, Callable[[bytes], bytes]] = {
    "no PO file": lambda _: b"Bu bir metindir.\n",
    "another language": lambda data: data.replace(b"Language: en", b"Language: ar"),
    "empty": lambda _: b"",
    "another site": lambda _: (
        b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Hello"\nmsgstr "Hi"\n'
    ),
    "a path": lambda _: b"/etc/passwd",
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD)
@pytest.mark.usefixtures("choice")
def test_S17_a_file_that_cannot_be_used_changes_nothing_and_is_explained(
    translator: Client, spoil: Callable[[bytes], bytes]
) -> None:
    response = upload(translator, spoil(po(translator, {})))

    assert response.status_code == 200
    form = response.context.get("upload_form")
    assert (form is not None and form.errors) or said(response)
    assert not Translation.objects.exists()
    assert not CatalogUpload.objects.exists()


def test_an_error_in_an_entry_is_listed_with_its_line(
    translator: Client, choice: Choice
) -> None:
    make_page(choice, prose('<a href="https://ornek.org">Tutanak</a> tutarız burada.'))
    broken = po(translator, {"<a1>Tutanak</a1> tutarız burada.": "Minutes here."})

    response = upload(translator, broken)

    (entry,) = response.context["entries"]
    assert entry["outcome"] == "rejected"
    assert entry["line"] > 0


@pytest.mark.usefixtures("choice")
@pytest.mark.usefixtures("choice")
def test_many_entries_are_listed_in_parts_what_did_not_go_in_first(
    translator: Client,
) -> None:
    """A file of 50,000 entries that are on no page is a page of a hundred of them."""
    wrong = {"Tutanak tutarız.": "We <b>keep minutes."}
    foreign = "".join(
        f'\nmsgid "Metin {number}."\nmsgstr "Text {number}."\n' for number in range(250)
    )
    header, rest = po(translator, wrong).split(b"\n\n", 1)
    data = b"\n\n".join([header, foreign.encode(), rest])

    plan = upload(translator, data)
    row = StagedUpload.objects.get()
    last = translator.get(url("plan", "en", row.pk), {"p": 3})
    report = translator.post(url("apply_plan", "en", row.pk), follow=True)

    for shown in (plan, report):
        assert [each["outcome"] for each in shown.context["entries"]] == [
            "rejected",
            *["unknown"] * 99,
        ]
        assert "?p=3" in text(shown)
    assert len(last.context["entries"]) == 51
    assert "Metin 249." in text(last)
    (listed,) = translator.get(url("catalog", "en")).context["uploads"]
    assert "report" in listed.get_deferred_fields()
    assert listed.counts["unknown"] == 250


def test_markup_in_an_entry_is_shown_as_text(translator: Client) -> None:
    """S02: what stands in a PO file is never markup in the admin."""
    evil = "<script>alert(1)</script>"

    response = upload(translator, po(translator, {"Tutanak tutarız.": evil}))
    apply_ = StagedUpload.objects.get()
    done = translator.post(url("apply_plan", "en", apply_.pk), follow=True)

    assert evil not in text(response)
    assert evil not in text(done)


# ---- rules and dashboard


def test_a_rule_is_edited_in_the_settings(admin: Client) -> None:
    row = LocalePolicy.objects.get(locale="en")
    edit_url = reverse("publishing_rules:edit", args=[row.pk])

    admin.post(edit_url, {"mode": "automatic", "threshold": "75"})

    row.refresh_from_db()
    assert (row.mode, row.threshold) == ("automatic", 75)
    assert (
        admin.post(edit_url, {"mode": "automatic", "threshold": "101"}).status_code
        == 200
    )
    row.refresh_from_db()
    assert row.threshold == 75


def test_rules_are_neither_added_nor_deleted_by_hand(admin: Client) -> None:
    row = LocalePolicy.objects.get(locale="en")
    for name, arguments in (("add", ()), ("delete", (row.pk,))):
        admin.post(
            reverse(f"publishing_rules:{name}", args=arguments), {"mode": "manual"}
        )

    assert LocalePolicy.objects.count() == 2


@pytest.mark.usefixtures("choice")
def test_the_dashboard_counts(admin: Client, translator: Client) -> None:
    home = reverse("wagtailadmin_home")

    for_admin = text(admin.get(home))
    for_translator = text(translator.get(home))

    assert f"{url('matrix')}?locale=en&amp;state=missing" in for_admin
    assert url("catalog", "en") in for_translator
    assert f'"{url("matrix")}"' not in for_translator
    assert f"{url('matrix')}?locale" not in for_translator
    assert "العربي" not in for_translator


def test_the_status_is_right_after_all_of_that(admin: Client, choice: Choice) -> None:
    apply(
        admin,
        po(admin, {key[1]: str(said) for key, said in ENGLISH.items()}),
        publish="on",
    )

    assert page_in("en", choice) is not None
    assert (
        TranslationStatus.objects.get(owner="q10.c2", locale="en").state == "published"
    )
