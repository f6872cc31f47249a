"""Hostile words from files, catalogs and uploads, followed to every place that shows them."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import openpyxl
import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry

from guidance.models import CatalogUpload, Choice, GuidancePage, Question, Translation
from importers.models import ImportRun
from tests.guidance_site import make_choice, make_page, page_in, prose
from tests.pictures import cut, flipped, noise, picture, saved
from tests.unit.importers.harm import harm_in
from tests.unit.importers.test_xss import PAYLOADS

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, admin_user: AbstractBaseUser) -> Client:
    client.force_login(admin_user)
    return client


def command(*arguments: object) -> str:
    """Run a command and return what it said, whatever its exit status."""
    out = io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=out)
    except (CommandError, SystemExit) as end:
        return f"{out.getvalue()}{end}"
    return out.getvalue()


# ---- S01: documents


@pytest.fixture
def imported(tmp_path: Path, media: Path) -> list[GuidancePage]:  # noqa: ARG001
    """Return a page for each payload, from a document with it."""
    folder = tmp_path / "guidance"
    folder.mkdir()
    for number, payload in enumerate(PAYLOADS.values(), 1):
        text = f"title: Seçenek {number}.\nquestion_id: 1\nchoice_id: {number}"
        (folder / f"S1C{number}.md").write_text(f"---\n{text}\n---\n{payload}\n")
    command("import_markdown", folder)
    pages = list(GuidancePage.objects.order_by("pk"))
    assert len(pages) == len(PAYLOADS)
    return pages


def body_of(page: HttpResponse) -> str:
    """Return the HTML of the guidance in a visitor's page, without the page around it."""
    found = re.search(r"<article.*?</article>", page.content.decode(), re.DOTALL)
    assert found is not None, page.content.decode()
    return found[0]


_ACTING = {"base", "embed", "form", "iframe", "input", "math", "meta", "object"}
_ACTING |= {"param", "script", "style", "svg"}


def acting(html: str) -> list[str]:
    """Return what acts in HTML: elements, handlers and addresses that run something."""
    found = []
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _ACTING:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            bare = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.startswith("on") or re.match(r"(javascript|data|vbscript):", bare):
                found.append(f"{element.tag} {name}={value}")
    return found


def test_S01_no_payload_acts_in_page_api_or_admin(
    imported: list[GuidancePage], client: Client, editor: Client
) -> None:
    for page in imported:
        seen = client.get(page.url)
        assert seen.status_code == 200
        assert acting(body_of(seen)) == []
        choice = page.choice.number
        told = client.get(f"/api/v1/guidance/1/{choice}/?locale=tr")
        assert told.status_code == 200
        assert [
            harm
            for text in _texts(told.json())
            if text.lstrip().startswith("<")
            for harm in acting(text)
        ] == []
        edited = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert edited.status_code == 200
        assert "alert(1)</script>" not in edited.content.decode()


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def test_S01_control_what_acts_is_seen() -> None:
    for payload in (
        "<script>x</script>",
        "<b onclick=x>a</b>",
        "<a href=' JavaScript:x'>b",
    ):
        assert acting(payload) != []
        assert harm_in(payload) != []


# ---- S02: titles, names, comments

MARK = "kotu4711"
NASTY = f"\"'><img src=x onerror={MARK}()><script>{MARK}()</script>{{{{ {MARK} }}}}"


def raw_marks(html: str) -> list[str]:
    """Return the elements and handlers that the marker has become a part of."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and MARK in (element.text or ""):
            kind = element.get("type", "")
            if kind not in {
                "application/json",
                "text/template",
                "text/django-form-template",
            }:
                found.append("<script>")
        found += [
            f"{element.tag} {name}"
            for name, value in element.attrib.items()
            if name.startswith("on") and MARK in value
        ]
    return found


@pytest.fixture
def nasty_site(media: Path) -> GuidancePage:  # noqa: ARG001 - pictures go there
    choice = make_choice(1, 1, tr=NASTY, en=NASTY)
    Question.objects.update(text_tr=NASTY, text_en=NASTY)
    image = get_image_model().objects.create(
        title=NASTY, file=_image_file(), file_hash="0" * 40
    )
    shown = {
        "image": {"image": image.pk, "decorative": False, "alt_text": NASTY},
        "caption": "",
        "width": None,
        "height": None,
        "source": NASTY,
    }
    page = make_page(
        choice, [*prose("Metin."), {"type": "image", "value": shown, "id": "b2"}]
    )
    page.heading = NASTY
    page.seo_title = NASTY
    page.search_description = NASTY
    page.save_revision().publish()
    from tests.guidance_site import NOW

    ImportRun.objects.create(source=NASTY[:64], started_at=NOW, report={"x": NASTY})
    CatalogUpload.objects.create(
        locale="en", name=NASTY, sha256="0" * 64, created_at=NOW, header_comment=NASTY
    )
    return GuidancePage.objects.get(pk=page.pk)


def _image_file() -> object:
    from django.core.files.images import ImageFile

    return ImageFile(io.BytesIO(picture()), name="a.png")


def admin_addresses(page: GuidancePage) -> Iterator[str]:
    """Yield the addresses of the admin where names and texts are shown."""
    image = get_image_model().objects.get()
    parent = page.get_parent()
    question, choice = Question.objects.get(), Choice.objects.get()
    yield reverse("wagtailadmin_home")
    for name, *arguments in (
        ("wagtailadmin_explore", parent.pk),
        ("wagtailadmin_pages:edit", page.pk),
        ("wagtailadmin_pages:history", page.pk),
        ("wagtailadmin_pages:usage", page.pk),
        ("wagtailadmin_pages:delete", page.pk),
        ("wagtailadmin_pages:unpublish", page.pk),
        ("wagtailadmin_pages:move", page.pk),
        ("wagtailadmin_pages:copy", page.pk),
        ("wagtailadmin_pages:revisions_compare", page.pk, "earliest", "latest"),
        ("wagtailadmin_pages:search",),
        ("wagtailadmin_choose_page",),
        ("wagtailadmin_choose_page_child", parent.pk),
        ("wagtailadmin_reports:site_history",),
        ("wagtailadmin_reports:aging_pages",),
        ("wagtailimages:index",),
        ("wagtailimages:edit", image.pk),
        ("wagtailimages:delete", image.pk),
        ("wagtailimages:image_usage", image.pk),
        ("wagtailimages_chooser:choose",),
        ("wagtailsnippets_guidance_question:list",),
        ("wagtailsnippets_guidance_question:edit", question.pk),
        ("wagtailsnippets_guidance_question:history", question.pk),
        ("wagtailsnippets_guidance_choice:list",),
        ("wagtailsnippets_guidance_choice:edit", choice.pk),
        ("wagtailsnippets_guidance_choice:usage", choice.pk),
        ("wagtailsnippets_guidance_choice:delete", choice.pk),
    ):
        yield reverse(name, args=arguments)
    yield f"{reverse('wagtailadmin_pages:search')}?q={MARK}"


def test_S02_no_name_or_text_acts_in_the_admin(
    nasty_site: GuidancePage, editor: Client
) -> None:
    shown = 0
    for address in admin_addresses(nasty_site):
        answer = editor.get(address, follow=True)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        if "json" in answer["Content-Type"]:
            html = answer.json().get("html", "")
        shown += MARK in html
        assert raw_marks(html) == [], address
    # Most of them show it, or this would prove nothing.
    assert shown >= 15


def test_S02_no_name_or_text_acts_on_the_site(
    nasty_site: GuidancePage, client: Client
) -> None:
    for address in (nasty_site.url, "/tr/", "/en/"):
        html = client.get(address).content.decode()
        assert MARK in html
        assert raw_marks(html) == [], address


def test_S02_control_a_raw_mark_is_seen() -> None:
    assert raw_marks(f"<p>{NASTY}</p>") == ["img onerror", "<script>"]


# ---- S03, S05: catalogs


SOURCE = "Üyelerimizle her ay toplanırız."
HARMLESS = "Tutanak tutarız ve saklarız."
# Six forms of links and embeds that would take a page or its editor down (S05).
BROKEN_LINKS = [
    '<a linktype="page" id="abc">x</a>',
    '<a linktype="page" id="">x</a>',
    '<a linktype="page">x</a>',
    '<a linktype="page" id="99999999999999999999999">x</a>',
    '<embed embedtype="image" id="abc"/>',
    '<embed embedtype="media"/>',
]


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """Return the English catalog of a site with one page of two paragraphs."""
    make_page(make_choice(1, 1, tr="Düzenli toplanıyoruz."), prose(SOURCE, HARMLESS))
    command("export_catalogs", "--locale", "en", "--output", tmp_path)
    return tmp_path / "en/LC_MESSAGES/guidance.po"


def translate(catalog: Path, **texts: str) -> None:
    """Fill in a catalog; the names of the texts are those of the constants here."""
    content = catalog.read_text()
    for source, text in {
        "Düzenli toplanıyoruz.": "We meet regularly.",
        SOURCE: texts["source"],
        HARMLESS: "We take minutes and keep them.",
    }.items():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        before = f'msgid "{source}"\nmsgstr ""'
        assert before in content
        content = content.replace(before, f'msgid "{source}"\nmsgstr "{escaped}"')
    catalog.write_text(content)


@pytest.mark.parametrize(
    "payload",
    [*(p.replace("Metin", "We meet") for p in PAYLOADS.values()), *BROKEN_LINKS],
    ids=[*PAYLOADS, *(f"S05-{number}" for number in range(len(BROKEN_LINKS)))],
)
def test_S03_S05_an_entry_that_attacks_is_refused_and_the_rest_applied(
    payload: str, catalog: Path, client: Client, editor: Client
) -> None:
    translate(catalog, source=payload)

    said = command("import_catalogs", catalog, "--publish")

    assert "error" in said
    assert f"{catalog}:" in said
    stored = dict(Translation.objects.values_list("message__msgid", "msgstr"))
    assert SOURCE not in stored
    assert stored[HARMLESS] == "We take minutes and keep them."
    command("publish_translations", "--locale", "en", "--threshold", "0")
    page = page_in("en", Choice.objects.get())
    assert page is not None
    seen = client.get(page.url)
    assert seen.status_code == 200
    assert SOURCE in seen.content.decode()
    edited = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert edited.status_code == 200


def test_S03_control_a_harmless_entry_is_applied(catalog: Path) -> None:
    translate(catalog, source="We meet our members every month.")

    said = command("import_catalogs", catalog)

    assert "error" not in said
    assert Translation.objects.filter(message__msgid=SOURCE).exists()


# ---- S11: uploads


def broken_pictures() -> dict[str, bytes]:
    good = saved(noise(), "PNG")
    return {
        "cut.png": cut(good),
        "flipped.png": flipped(good, len(good) // 2),
        "cut.jpg": cut(saved(noise(), "JPEG")),
        "header.png": good[:30],
        "empty.png": b"",
        "text.png": b"Bu bir resim degil.",
        "page.png": b"<html><script>alert(1)</script></html>",
    }


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("name", broken_pictures())
def test_S11_a_broken_picture_is_an_error_in_the_form(
    name: str, editor: Client, media: Path
) -> None:
    file = io.BytesIO(broken_pictures()[name])
    file.name = name

    answer = editor.post(
        reverse("wagtailimages:add"), {"title": "Resim", "file": file, "collection": 1}
    )

    assert answer.status_code == 200
    assert not get_image_model().objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("media")
def test_S11_control_a_good_picture_is_taken(editor: Client) -> None:
    file = io.BytesIO(picture())
    file.name = "iyi.png"

    answer = editor.post(
        reverse("wagtailimages:add"), {"title": "Resim", "file": file, "collection": 1}
    )

    assert answer.status_code == 302
    assert get_image_model().objects.count() == 1


# ---- S31: exports

FORMULA = '=HYPERLINK("https://ornek.org";"tıkla")'


@pytest.fixture
def formula_page(admin_user: AbstractBaseUser) -> GuidancePage:
    page = make_page(make_choice(1, 1, tr=FORMULA), prose("Metin."))
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=admin_user)
    return page


@pytest.mark.usefixtures("formula_page")
@pytest.mark.parametrize("name", ["site_history", "aging_pages"])
def test_S31_a_spreadsheet_holds_text_and_no_formula(name: str, editor: Client) -> None:
    address = reverse(f"wagtailadmin_reports:{name}")

    answer = editor.get(f"{address}?export=xlsx")

    data = b"".join(answer)  # type: ignore[arg-type]
    cells = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()
        for cell in row
    ]
    titles = [
        cell
        for cell in cells
        if isinstance(cell.value, str) and "HYPERLINK" in cell.value
    ]
    assert titles
    assert [cell.data_type for cell in titles] == ["s"] * len(titles)
