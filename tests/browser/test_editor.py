"""S04: opening and saving an imported page in Wagtail's editor changes nothing."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as seen
from selenium.webdriver.support.wait import WebDriverWait

from guidance.models import GuidancePage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
]

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "tests" / "corpus" / "ornek-sto"
BODIES = ROOT / "tests" / "corpus" / "edge-cases" / "body"
# (folder, pictures, how many parts): parts run beside each other, each in its browser.
SAMPLES = {
    "body": (BODIES, BODIES, 6),
    "example": (ROOT / "importers" / "example" / "guidance", None, 4),
    "ornek-sto": (SAMPLE / "answer_texts", SAMPLE / "static", 1),
}
PARTS = [
    (name, part) for name, (_, _, parts) in SAMPLES.items() for part in range(parts)
]
OpenPath = Callable[[str], webdriver.Chrome]


def save_without_an_edit(open_path: OpenPath, page: GuidancePage) -> None:
    """Open the page in the editor, press *Save draft* and wait for the answer."""
    browser = open_path(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    wait = WebDriverWait(browser, 120)
    wait.until(seen.presence_of_element_located((By.CSS_SELECTOR, "#page-edit-form")))
    rich_texts = len(browser.find_elements(By.CSS_SELECTOR, "[data-draftail-input]"))
    wait.until(
        lambda driver: (
            len(driver.find_elements(By.CSS_SELECTOR, ".Draftail-Editor")) >= rich_texts
        )
    )
    form = browser.find_element(By.CSS_SELECTOR, "#page-edit-form")
    browser.execute_script("arguments[0].requestSubmit();", form)
    wait.until(seen.staleness_of(form))
    wait.until(seen.presence_of_element_located((By.CSS_SELECTOR, ".messages")))


def differences(open_path: OpenPath, pages: list[GuidancePage]) -> dict[str, object]:
    """Save each page without an edit; return what that changed."""
    changed: dict[str, object] = {}
    for page in pages:
        before = page.get_latest_revision().pk
        save_without_an_edit(open_path, page)
        page.refresh_from_db()
        revision = page.get_latest_revision()
        assert revision.pk != before, f"{page.slug} was not saved"
        draft = revision.as_object()
        if draft.stream() != page.stream() or draft.heading != page.heading:
            changed[page.slug] = (page.stream(), draft.stream())
    return changed


@pytest.fixture
def imported(
    migrated: None,  # noqa: ARG001 - for what it does
    media: Path,  # noqa: ARG001 - pictures go there
) -> Callable[[str, int], list[GuidancePage]]:
    """Return a function that imports a sample and gives the pages of one part of it."""

    def import_part(name: str, part: int) -> list[GuidancePage]:
        folder, pictures, parts = SAMPLES[name]
        roots = [pictures] if pictures else []
        with contextlib.suppress(SystemExit):  # some files of a sample are rejected
            call_command("import_markdown", str(folder), media_root=roots)
        pages = GuidancePage.objects.filter(locale__language_code="tr").order_by("pk")
        return list(pages)[part::parts]

    return import_part


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_S04_saving_without_an_edit_changes_nothing(
    name: str,
    part: int,
    editor: OpenPath,
    imported: Callable[[str, int], list[GuidancePage]],
) -> None:
    pages = imported(name, part)

    assert len(pages) >= 5
    assert differences(editor, pages) == {}


def test_S04_sees_rich_text_that_the_editor_would_change(
    editor: OpenPath, imported: Callable[[str, int], list[GuidancePage]]
) -> None:
    page = imported("ornek-sto", 0)[0]
    loose = '<ul><li data-block-key="a"><p>Gevşek madde</p></li></ul>'
    body = json.dumps([{"type": "text", "value": loose, "id": "b1"}])
    # Past the model, which would refuse it.
    GuidancePage.objects.filter(pk=page.pk).update(body=body)
    revision = page.get_latest_revision()
    revision.content["body"] = body
    revision.save()
    page.refresh_from_db()

    assert differences(editor, [page])
