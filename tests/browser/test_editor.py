"""S04: opening and saving an imported page in Wagtail's editor changes nothing."""

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
BODIES = ROOT / "tests" / "corpus" / "edge-cases" / "body"
# One case for each kind of block and each trap of the editor that the catalogue has.
CASES = tuple(
    f"B{number:03}"
    for number in (
        *(1, 19, 28, 29, 32, 33, 37, 43, 48, 50, 55, 59, 63, 69, 83, 85, 88),
        *(89, 90, 92, 96, 97, 99, 102, 107),
    )
)
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
def imported(migrated: None, media: Path, tmp_path: Path) -> list[GuidancePage]:  # noqa: ARG001 - for what it does
    folder = tmp_path / "body"
    folder.mkdir()
    for path in sorted(BODIES.glob("*.md")):
        if path.name.startswith(CASES):
            (folder / path.name).write_bytes(path.read_bytes())
    call_command("import_markdown", str(folder), media_root=[BODIES], stdout=None)
    example = ROOT / "importers" / "example" / "guidance"
    call_command("import_markdown", str(example), source="example")
    return list(GuidancePage.objects.filter(locale__language_code="tr"))


def test_S04_saving_without_an_edit_changes_nothing(
    editor: OpenPath, imported: list[GuidancePage]
) -> None:
    chosen = [page for page in imported if page.choice.question.number >= 100]
    chosen += [page for page in imported if page.choice.question.number < 100][::4]

    assert differences(editor, chosen) == {}


def test_S04_sees_rich_text_that_the_editor_would_change(
    editor: OpenPath, imported: list[GuidancePage]
) -> None:
    page = imported[0]
    loose = '<ul><li data-block-key="a"><p>Gevşek madde</p></li></ul>'
    body = json.dumps([{"type": "text", "value": loose, "id": "b1"}])
    # Past the model, which would refuse it.
    GuidancePage.objects.filter(pk=page.pk).update(body=body)
    revision = page.get_latest_revision()
    revision.content["body"] = body
    revision.save()
    page.refresh_from_db()

    assert differences(editor, [page])
