"""Translations in the admin, by hand: a file up, a page published, in each direction."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as seen
from selenium.webdriver.support.wait import WebDriverWait
from wagtail.users.models import UserProfile

from guidance.models import CatalogUpload, Choice, Translation
from tests.guidance_site import make_choice, make_page, page_in, prose
from tests.integration.test_translation_status import ENGLISH, TEXT, translate

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
OpenPath = Callable[[str], webdriver.Chrome]
PHONE = (390, 844)
PO = """msgid ""
msgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "Tutanak tutarız."
msgstr "We keep minutes."
"""


@pytest.fixture
def choice(migrated: None) -> Choice:  # noqa: ARG001 - for what it does
    row = make_choice(10, 2, tr=TEXT)
    make_page(row, prose("Her ay toplanırız.", "Tutanak tutarız."))
    return row


def press(browser: webdriver.Chrome, selector: str) -> None:
    wait = WebDriverWait(browser, 30)
    button = wait.until(seen.element_to_be_clickable((By.CSS_SELECTOR, selector)))
    browser.execute_script("arguments[0].click();", button)
    wait.until(seen.staleness_of(button))


@pytest.mark.usefixtures("choice")
def test_a_file_is_checked_then_applied_then_undone(
    editor: OpenPath, tmp_path: Path
) -> None:
    file = tmp_path / "guidance.po"
    file.write_text(PO)
    browser = editor(reverse("guidance_translations:catalog", args=["en"]))

    browser.find_element(By.NAME, "file").send_keys(str(file))
    press(browser, "form[action$='/upload/'] button")
    stored_by_the_plan = Translation.objects.exists()
    press(browser, "form[action$='/apply/'] button")
    stored = Translation.objects.get().msgstr
    press(browser, "form[action$='/undo/'] button")

    assert not stored_by_the_plan
    assert stored == "We keep minutes."
    assert not Translation.objects.exclude(msgstr="").exists()
    assert CatalogUpload.objects.get().undone_at is not None


def test_a_choice_is_published_from_the_overview(
    editor: OpenPath, choice: Choice
) -> None:
    translate("en", ENGLISH)
    browser = editor(reverse("guidance_translations:matrix"))

    box = browser.find_element(By.ID, f"owner-{choice.key}")
    browser.execute_script("arguments[0].click();", box)
    press(browser, "form[action$='/publish/'] button[type=submit]")

    page = page_in("en", choice)
    assert page is not None
    assert page.live


@pytest.mark.parametrize("size", [(1400, 1000), PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["tr", "en", "ar"])
def test_no_page_is_wider_than_the_window(
    editor: OpenPath, choice: Choice, language: str, size: tuple[int, int]
) -> None:
    translate("en", ENGLISH)
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("guidance_translations:matrix"),
        reverse("guidance_translations:panel", args=[choice.pk, "ar"]),
        reverse("guidance_translations:catalog", args=["ar"]),
    ]
    browser = editor("/robots.txt")
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    browser.set_window_size(*size)
    too_wide = []
    for address in addresses:
        browser = editor_again(browser, address)
        wide = browser.execute_script(
            "return document.documentElement.scrollWidth > window.innerWidth"
        )
        direction = browser.find_element(By.TAG_NAME, "html").get_attribute("dir")
        assert direction == ("rtl" if language == "ar" else "ltr")
        too_wide += [address] if wide else []
    browser.set_window_size(1400, 1000)

    assert too_wide == []


def editor_again(browser: webdriver.Chrome, address: str) -> webdriver.Chrome:
    """Open another address of the same site, logged in as before."""
    root = browser.current_url.split("/", 3)
    browser.get(f"{root[0]}//{root[2]}{address}")
    return browser
