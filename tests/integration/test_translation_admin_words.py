"""What the admin says about PO files, in the language of whoever reads it."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from wagtail.users.models import UserProfile

from guidance.admin.wording import sentence
from guidance.catalog.checks import punctuation
from guidance.catalog.pofile import render
from guidance.models import CatalogUpload, Choice, StagedUpload, TranslationProposal
from guidance.templatetags.guidance_admin import tags_apart
from guidance.translation.catalog_files import read_bytes
from guidance.translation.catalog_paths import catalog_path
from guidance.translation.export import language_catalog
from guidance.translation.extract import sync_messages
from guidance.translation.proposals import take_proposal
from guidance.translation.undo import undo_upload
from guidance.translation.upload import import_catalog
from tests.guidance_site import make_choice, make_page, prose
from tests.integration.test_translation_status import TEXT, translate

pytestmark = pytest.mark.django_db

EVIL = "We <script>keep</script> minutes."
TURKISH = "kaynaktaki bir etiket değil"
ENGLISH = "is no tag of the source"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))
    return client


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=TEXT)
    make_page(row, prose("Her ay toplanırız.", "Tutanak tutarız."))
    return row


def speak(user: str, language: str) -> None:
    profile = UserProfile.get_for_user(User.objects.get(username=user))
    profile.preferred_language = language
    profile.save()


def url(name: str, *arguments: object) -> str:
    return reverse(f"guidance_translations:{name}", args=arguments)


def catalog(
    texts: dict[str, str], *, fuzzy: bool = False, language: str = "en"
) -> bytes:
    whole = language_catalog(language, sync_messages(timezone.now()))
    entries = tuple(
        replace(entry, msgstr=texts[entry.msgid], fuzzy=fuzzy)
        if entry.msgid in texts
        else entry
        for entry in whole.entries
    )
    return render(replace(whole, entries=entries))


def send(client: Client, data: bytes, language: str = "en") -> Any:
    file = SimpleUploadedFile("guidance.po", data)
    return client.post(url("upload_file", language), {"file": file}, follow=True)


def apply(client: Client, data: bytes, language: str = "en") -> Any:
    send(client, data, language)
    row = StagedUpload.objects.get()
    return client.post(url("apply_plan", language, row.pk), follow=True)


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.usefixtures("choice")
@pytest.mark.parametrize(
    ("language", "there", "absent"),
    [("tr", TURKISH, ENGLISH), ("en", ENGLISH, TURKISH)],
)
def test_plan_and_report_say_findings_in_the_language_of_the_reader(
    admin: Client, language: str, there: str, absent: str
) -> None:
    speak("admin", language)
    data = catalog({"Tutanak tutarız.": EVIL})

    plan = send(admin, data).content.decode()
    report = apply(admin, data).content.decode()

    for page in (plan, report):
        assert there in page
        assert absent not in page


@pytest.mark.usefixtures("choice")
def test_a_report_that_was_stored_with_finished_messages_is_still_shown(
    admin: Client,
) -> None:
    apply(admin, catalog({"Tutanak tutarız.": EVIL}))
    row = CatalogUpload.objects.get()
    (entry,) = row.report["entries"]
    old = {"code": "x", "severity": "error", "message": "50 % of it, as it was said."}
    row.report["entries"] = [
        {name: entry[name] for name in ("line", "msgctxt", "msgid", "outcome")}
        | {"findings": [old]}
    ]
    row.save()

    page = admin.get(url("upload", "en", row.pk)).content.decode()

    assert "50 % of it, as it was said." in page


@pytest.mark.usefixtures("choice")
def test_the_kind_of_a_text_is_named_in_the_language_of_the_reader(
    admin: Client,
) -> None:
    speak("admin", "tr")

    page = send(admin, catalog({TEXT: "<empty/>"})).content.decode()

    assert escape("<empty/> bir seçenek için kullanılamaz; metni çevirin.") in page


@pytest.mark.usefixtures("choice")
def test_no_word_of_a_finding_stays_english(admin: Client) -> None:
    speak("admin", "tr")

    page = send(admin, catalog({"Tutanak tutarız.": "We keep minutes", TEXT: "<b>"}))

    html = page.content.decode()
    assert "Kaynak nokta ile bitiyor, çeviri bitmiyor." in html
    assert "<bdi>seçenek</bdi>" in html
    assert "<bdi>choice</bdi>" not in html


@pytest.mark.parametrize(
    "mark",
    sorted(
        {punctuation._STOP, punctuation._QUESTION, punctuation._COLON}  # noqa: SLF001
        | {punctuation._SEMICOLON}  # noqa: SLF001
    ),
)
def test_each_mark_of_the_checks_has_a_name_in_turkish(mark: str) -> None:
    with translation.override("tr"):
        assert mark not in sentence("%(mark)s", {"mark": mark})


FOREIGN = b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Hello"\nmsgstr "Hi"\n'
ARABIC = FOREIGN.replace(b"Language: en", b"Language: ar")


@pytest.mark.parametrize(
    ("data", "turkish", "english"),
    [
        (b" \n", "Satır 1: Dosya boş.", "Line 1: The file is empty."),
        (
            FOREIGN,
            "Dosyadaki metinlerin hiçbiri bu sitede yok.",
            "None of the messages in it is on this site.",
        ),
        (
            ARABIC,
            "Dosyada yazan dil العربيّة; burada beklenen dil English.",
            "The file says that it is in العربيّة, not in English.",
        ),
    ],
    ids=["empty", "another site", "another language"],
)
@pytest.mark.usefixtures("choice")
def test_each_cause_of_a_refused_file_has_its_own_sentence(
    admin: Client, data: bytes, turkish: str, english: str
) -> None:
    shown = {}
    for language in ("tr", "en"):
        speak("admin", language)
        response = send(admin, data)
        form = response.context.get("upload_form")
        errors = " ".join(form.errors.get("file", ())) if form is not None else ""
        shown[language] = f"{errors} {said(response)}"

    assert turkish in shown["tr"]
    assert english in shown["en"]
    assert english not in shown["tr"]


def test_an_over_size_file_is_called_that(
    admin: Client, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    del choice
    monkeypatch.setattr("guidance.catalog.prelex.MAX_BYTES", 10)
    speak("admin", "tr")

    response = send(admin, FOREIGN)

    (error,) = response.context["upload_form"].errors["file"]
    assert "200 MB" in error
    assert "bu dil için" not in error


@pytest.mark.usefixtures("choice")
def test_a_refused_decision_is_explained_in_turkish(admin: Client) -> None:
    translate("en", {("", "Tutanak tutarız."): "We have minutes."})
    data = catalog({"Tutanak tutarız.": EVIL}, fuzzy=True)
    translate("en", {("", "Tutanak tutarız."): "We keep minutes."})
    apply(admin, data)
    speak("admin", "tr")
    proposal = TranslationProposal.objects.get()

    response = admin.post(url("decide", "en", proposal.pk), {"take": ""}, follow=True)

    assert TURKISH in said(response)
    assert ENGLISH not in said(response)


@pytest.mark.usefixtures("choice")
def test_a_decision_or_an_undo_that_comes_too_late_is_explained_in_turkish(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else is quicker, between the look at the row and the deed."""
    translate("en", {("", "Tutanak tutarız."): "We have minutes."})
    data = catalog({"Tutanak tutarız.": "We write minutes."})
    translate("en", {("", "Tutanak tutarız."): "We keep minutes."})
    apply(admin, data)
    speak("admin", "tr")
    proposal, upload = TranslationProposal.objects.get(), CatalogUpload.objects.get()

    def twice(act: Any) -> Any:
        def run(*args: Any, **options: Any) -> Any:
            act(*args, **options)
            return act(*args, **options)

        return run

    monkeypatch.setattr("guidance.admin.proposals.take_proposal", twice(take_proposal))
    monkeypatch.setattr(
        "guidance.admin.catalog_reports.undo_upload", twice(undo_upload)
    )
    decided = admin.post(url("decide", "en", proposal.pk), {"take": ""}, follow=True)
    undone = admin.post(url("undo", "en", upload.pk), follow=True)

    assert "Bu öneri hakkında başka biri zaten karar vermiş." in said(decided)
    assert f"{upload.pk} numaralı yükleme" in said(undone)


def test_the_json_of_a_report_is_english_whoever_reads_it(choice: Choice) -> None:
    del choice
    with translation.override("tr"):
        report = import_catalog(
            read_bytes("en.po", catalog({"Tutanak tutarız.": EVIL})),
            now=timezone.now(),
        ).as_json()

    (entry,) = report["entries"]
    assert ENGLISH in entry["findings"][0]["message"]
    assert set(entry["findings"][0]) == {"code", "severity", "message"}


@pytest.mark.usefixtures("choice")
def test_both_texts_of_a_conflict_stand_side_by_side_in_plan_and_report(
    admin: Client,
) -> None:
    translate("ar", {("", "Tutanak tutarız."): "نكتب محضرا."})
    data = catalog({"Tutanak tutarız.": "نسجل محضرا."}, language="ar")
    translate("ar", {("", "Tutanak tutarız."): "نحرر محضرا."})

    plan = send(admin, data, "ar").content.decode()
    report = apply(admin, data, "ar").content.decode()

    for page in (plan, report):
        for text in ("نحرر محضرا.", "نسجل محضرا."):
            assert f'lang="ar" dir="rtl">{text}</p>' in page


def headings(html: str) -> list[str]:
    """Return what stands at the head of the columns of a page."""
    cells = re.findall(r"<th\b[^>]*scope=\"col\"[^>]*>(.*?)</th>", html, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
    return [text for text in texts if text]


@pytest.mark.parametrize("language", ["tr", "en", "ar"])
def test_columns_have_headings_in_sentence_case(
    admin: Client, choice: Choice, language: str
) -> None:
    speak("admin", language)
    translate("en", {("choice", TEXT): "We ask."})

    for address in (
        reverse("wagtailadmin_home"),
        url("matrix"),
        url("catalogs"),
        url("catalog", "en"),
        url("panel", choice.pk, "en"),
    ):
        found = headings(admin.get(address).content.decode())
        assert found
        assert [each for each in found if each[0].islower()] == []


def test_headings_that_begin_with_a_small_letter_are_found() -> None:
    assert headings('<th scope="col" class="x"><bdi>state </bdi></th>') == ["state"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("tr", "komut satırı"), ("en", "command line"), ("ar", "سطر الأوامر")],
)
@pytest.mark.parametrize("command", ["import_catalogs", "sync_catalogs"])
def test_what_a_command_took_in_says_which_one(
    admin: Client,
    choice: Choice,
    tmp_path: Path,
    language: str,
    said: str,
    command: str,
) -> None:
    file = catalog_path(tmp_path, "en")
    file.parent.mkdir(parents=True)
    file.write_bytes(catalog({"Tutanak tutarız.": "We keep minutes."}))
    if command == "sync_catalogs":
        call_command(command, folder=tmp_path, locale=["en"], stdout=io.StringIO())
    else:
        call_command(command, str(file), stdout=io.StringIO())
    upload = CatalogUpload.objects.get()
    speak("admin", language)

    for address in (
        url("catalog", "en"),
        url("upload", "en", upload.pk),
        url("panel", choice.pk, "en"),
    ):
        html = admin.get(address).content.decode()
        assert said in html
        assert f"<bdi>{command}</bdi>" in html


def test_what_a_person_sent_says_who_and_no_command(
    admin: Client, choice: Choice
) -> None:
    del choice
    speak("admin", "en")

    apply(admin, catalog({"Tutanak tutarız.": "We keep minutes."}))

    html = admin.get(url("catalog", "en")).content.decode()
    assert "<bdi>admin</bdi>" in html
    assert "command line" not in html


def test_tags_and_words_of_another_script_keep_their_place_in_arabic(
    admin: Client, choice: Choice
) -> None:
    del choice
    speak("admin", "ar")
    text = "نكتب <b>محضرًا."

    html = send(admin, catalog({"Tutanak tutarız.": text}, language="ar"), "ar")

    shown = html.content.decode()
    assert 'نكتب <bdi dir="ltr">&lt;b&gt;</bdi>محضرًا.' in shown
    assert 'الوسم <bdi dir="ltr">&lt;b&gt;</bdi>' in shown


def apart(tag: str) -> str:
    return f'<bdi dir="ltr">&lt;{tag}&gt;</bdi>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("ا <b1>c</b1>", f"ا {apart('b1')}c{apart('/b1')}"),
        ("ا<br/>", f"ا{apart('br/')}"),
        ("ا < 2 & <script src=x>", "ا &lt; 2 &amp; &lt;script src=x&gt;"),
        ('ا<b onclick="x">', "ا&lt;b onclick=&quot;x&quot;&gt;"),
        # From left to right nothing is turned.
        ("a <b>c</b> & d", "a &lt;b&gt;c&lt;/b&gt; &amp; d"),
        ("", ""),
    ],
)
def test_a_text_is_escaped_whatever_is_in_it(text: str, html: str) -> None:
    assert tags_apart(text) == html


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("tr", ["1 çelişki", "1 reddedildi"]),
        ("en", ["1 conflict", "1 rejected"]),
    ],
)
def test_the_list_of_uploads_says_all_that_became_of_a_file(
    admin: Client, choice: Choice, language: str, said: list[str]
) -> None:
    del choice
    old = catalog({"Tutanak tutarız.": "We write minutes.", "Her ay toplanırız.": EVIL})
    translate("en", {("", "Tutanak tutarız."): "We keep minutes."})
    apply(admin, old)
    speak("admin", language)

    html = admin.get(url("catalog", "en")).content.decode()

    assert [each for each in said if each not in html] == []
    assert "same as stored" not in html
