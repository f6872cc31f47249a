"""S01: what a document brings acts neither on the page nor in the API or the admin."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from markdown_it import MarkdownIt

from guidance.models import GuidancePage
from tests.unit.importers.harm import harm_in
from tests.unit.importers.test_xss import PAYLOADS

pytestmark = pytest.mark.django_db

HARMLESS = "Metin\n\nson"
_LOADING = frozenset({"iframe", "object", "embed", "base", "style", "applet", "math"})
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "xlink:href"})
_ACTING = ("javascript:", "vbscript:", "data:text")


@pytest.fixture(scope="module")
def names() -> list[str]:
    return list(PAYLOADS)


@pytest.fixture
def imported(tmp_path: Path, media: Path, names: list[str]) -> None:  # noqa: ARG001 - pictures go there
    """Import a harmless document as choice 1, and each payload as one more."""
    folder = tmp_path / "guidance"
    folder.mkdir()
    for choice, body in enumerate([HARMLESS, *PAYLOADS.values()], 1):
        (folder / f"S1C{choice}.md").write_text(
            f"---\ntitle: Metin {choice}\nquestion_id: 1\nchoice_id: {choice}\n---\n"
            f"{body}\n",
            encoding="utf-8",
        )
    call_command("import_markdown", str(folder), verbosity=0)


def page_of(choice: int) -> GuidancePage:
    page: GuidancePage = GuidancePage.objects.get(choice__number=choice)
    return page


def acts_of(html: str) -> Iterator[str]:
    """Yield everything in a whole page that acts or loads, as a browser reads it."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "script" and "json" not in element.get("type", ""):
            yield f"script {element.get('src')} {(element.text or '').strip()}"
        if tag in _LOADING or (tag == "meta" and element.get("http-equiv")):
            yield f"<{tag}> {element.attrib}"
        for written, value in element.attrib.items():
            name = str(written).lower()
            if name.startswith("on") or name == "srcdoc":
                yield f"{tag} {name}={value}"
            bare = "".join(value.split()).lower().lstrip("\x01")
            if name in _ADDRESSES and bare.startswith(_ACTING):
                yield f"{tag} {name}={value}"


def new_acts(html: str, harmless: str) -> list[str]:
    """Return what acts in a page and not in that of the harmless document."""
    return list((Counter(acts_of(html)) - Counter(acts_of(harmless))).elements())


@pytest.mark.usefixtures("imported")
def test_S01_no_payload_acts_on_its_page(client: Client, names: list[str]) -> None:
    def read(choice: int) -> str:
        response = client.get(page_of(choice).url)
        assert response.status_code == 200
        return str(response.content.decode())

    assert _found(names, read) == {}


@pytest.mark.usefixtures("imported")
def test_S01_no_payload_acts_in_the_editor_or_its_preview(
    client: Client, names: list[str]
) -> None:
    client.force_login(User.objects.create_superuser("editor", "e@ornek.org", "x"))

    def edit(choice: int) -> str:
        page = page_of(choice)
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200
        # What a page is called in the database differs between any two pages.
        return str(response.content.decode()).replace(f"/{page.pk}/", "/pk/")

    def preview(choice: int) -> str:
        view = reverse("wagtailadmin_pages:view_draft", args=[page_of(choice).pk])
        response = client.get(view)
        assert response.status_code == 200
        return str(response.content.decode())

    assert _found(names, edit) == {}
    assert _found(names, preview) == {}


@pytest.mark.usefixtures("imported")
def test_S01_no_payload_is_in_the_html_of_the_api(
    client: Client, names: list[str]
) -> None:
    found = {}
    for choice, name in enumerate(names, 2):
        response = client.get(f"/api/v1/guidance/1/{choice}/")
        assert response.status_code == 200
        # A browser that opens the answer itself sees no page.
        assert response["Content-Type"] == "application/json"
        body = response.json()["body"]
        html = [body["html"], *_html_of(body["blocks"])]
        if acts := [act for text in html for act in acts_of(text)]:
            found[name] = acts

    assert found == {}


def _html_of(value: object) -> Iterator[str]:
    """Yield every text with the name ``html`` in a piece of JSON."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "html":
                yield inner
            else:
                yield from _html_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _html_of(inner)


def _found(names: list[str], read: Callable[[int], str]) -> dict[str, list[str]]:
    harmless = read(1)
    acts = {
        name: new_acts(read(choice), harmless) for choice, name in enumerate(names, 2)
    }
    return {name: found for name, found in acts.items() if found}


def test_S01_sees_a_payload_that_nobody_cleaned() -> None:
    page = "<html><body><article>{}</article></body></html>"
    render = MarkdownIt("commonmark", {"html": True}).enable("table").render

    unseen = {
        name
        for name, payload in PAYLOADS.items()
        if not new_acts(page.format(render(payload)), page.format(render(HARMLESS)))
    }

    # These bring an element or attribute that is forbidden but does nothing by itself.
    assert unseen <= {"form", "style attribute"}
    for name in unseen:
        assert harm_in(render(PAYLOADS[name]))
