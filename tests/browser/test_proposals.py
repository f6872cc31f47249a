"""A conflict of an import, decided in a real editor."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as seen
from selenium.webdriver.support.wait import WebDriverWait

from guidance.models import GuidancePage
from importers.models import Proposal
from tests.guidance_site import make_page, shown_paragraphs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# What a click gives while its target still moves.
SLIDING = (ElementClickInterceptedException, ElementNotInteractableException)
OpenPath = Callable[[str], webdriver.Chrome]
HEAD = "---\ntitle: Üyelerimizi dinliyoruz.\nquestion_id: 1\nchoice_id: 1\n---\n"
BEFORE = "Dinlemek bir anketle başlar ve herkese duyurulan bir toplantıyla biter."
MINE = BEFORE.replace("anketle", "sohbetle")
THEIRS = BEFORE.replace("bir anketle", "iyi hazırlanmış bir mektupla")


def write(folder: Path, text: str) -> int:
    (folder / "S1C1.md").write_text(HEAD + text)
    try:
        call_command("import_markdown", str(folder), verbosity=0)
    except SystemExit as error:
        return int(error.code or 0)
    return 0


@pytest.fixture
def disputed(migrated: None, media: Path, tmp_path: Path) -> GuidancePage:  # noqa: ARG001 - for what they do
    folder = tmp_path / "guidance"
    folder.mkdir()
    write(folder, BEFORE)
    page: GuidancePage = GuidancePage.objects.get()
    stream = page.stream()
    stream[0]["value"] = stream[0]["value"].replace("anketle", "sohbetle")
    page.body = GuidancePage.body.field.to_python(stream)
    page.save_revision()
    write(folder, THEIRS)
    return GuidancePage.objects.get()


def open_panel(open_path: OpenPath, page: GuidancePage) -> webdriver.Chrome:
    browser = open_path(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    wait = WebDriverWait(browser, 60)
    wait.until(seen.presence_of_element_located((By.CSS_SELECTOR, ".Draftail-Editor")))
    toggle = (By.CSS_SELECTOR, '[data-side-panel-toggle="proposals"]')
    wait.until(seen.element_to_be_clickable(toggle)).click()
    panel = (By.CSS_SELECTOR, '[data-side-panel="proposals"]')
    wait.until(seen.visibility_of_element_located(panel))
    return browser


def draft_of(page: GuidancePage) -> list[str]:
    page.refresh_from_db()
    return shown_paragraphs(page.get_latest_revision_as_object())


def test_the_files_text_is_taken_with_a_click(
    editor: OpenPath, disputed: GuidancePage
) -> None:
    browser = open_panel(editor, disputed)
    panel = browser.find_element(By.CSS_SELECTOR, '[data-side-panel="proposals"]')
    # While the panel slides in, some of it is not displayed.
    wait = WebDriverWait(browser, 60)
    for text in (BEFORE, MINE, THEIRS):
        wait.until(lambda _, text=text: text in panel.text)
    assert panel.find_element(By.TAG_NAME, "del").text == "sohbetle"

    button = panel.find_element(By.CSS_SELECTOR, 'button[value="take"]')
    sliding = WebDriverWait(browser, 30, ignored_exceptions=SLIDING)
    sliding.until(lambda _: button.click() is None)

    wait.until(seen.staleness_of(button))
    wait.until(
        seen.presence_of_element_located((By.CSS_SELECTOR, ".messages .success"))
    )
    assert draft_of(disputed) == [THEIRS]
    assert Proposal.objects.get().status == "taken"
    assert not browser.find_elements(By.CSS_SELECTOR, '[data-side-panel="proposals"]')


def test_R09_what_was_typed_into_an_old_form_is_still_there(
    editor: OpenPath, disputed: GuidancePage
) -> None:
    browser = open_panel(editor, disputed)
    make_page(disputed.choice, disputed.stream(), publish=False)
    newest = draft_of(disputed)
    heading = browser.find_element(By.CSS_SELECTOR, "#id_heading")
    heading.send_keys("Elle yazılan başlık")

    form = browser.find_element(By.CSS_SELECTOR, "#page-edit-form")
    browser.execute_script("arguments[0].requestSubmit();", form)

    wait = WebDriverWait(browser, 60)
    wait.until(seen.staleness_of(form))
    over = wait.until(
        seen.presence_of_element_located((By.CSS_SELECTOR, 'button[name="save-over"]'))
    )
    heading = browser.find_element(By.CSS_SELECTOR, "#id_heading")
    assert heading.get_attribute("value") == "Elle yazılan başlık"
    disputed.refresh_from_db()
    assert disputed.get_latest_revision_as_object().heading == ""
    assert draft_of(disputed) == newest

    browser.execute_script("arguments[0].click();", over)

    wait.until(seen.staleness_of(over))
    wait.until(
        seen.presence_of_element_located((By.CSS_SELECTOR, ".messages .success"))
    )
    disputed.refresh_from_db()
    assert disputed.get_latest_revision_as_object().heading == "Elle yazılan başlık"
