"""*Import* in a real browser: the journey, the progress, three languages, a phone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as seen
from selenium.webdriver.support.wait import WebDriverWait
from wagtail.users.models import UserProfile

from guidance.models import GuidancePage
from importers.models import ImportRun, State
from tests.uploads import document, packed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

OpenPath = Callable[[str], webdriver.Chrome]
# What lies outside of the window, of all that the import's pages show.
_SPILLED = """
return [...document.querySelectorAll("main [class^=import-] *, main .fields *")]
  .filter((one) => one.checkVisibility() && !one.closest(".w-sr-only"))
  .filter((one) => {
    const {left, right} = one.getBoundingClientRect();
    return left < -1 || right > window.innerWidth + 1;
  })
  .map((one) => one.outerHTML.slice(0, 200));
"""
LONG = "Uzunbirdosyaadı" * 8


@pytest.fixture(autouse=True)
def uploads_folder(tmp_path: Path, media: Path, settings: Any) -> None:  # noqa: ARG001 - pictures go there
    settings.GUIDANCE_UPLOAD_DIR = tmp_path / "uploads"


@pytest.fixture(autouse=True)
def leave(browser: webdriver.Chrome, live_server: Any) -> Iterator[None]:  # noqa: ARG001 - goes first
    """Leave the page at the end: it would go on asking a server that is gone."""
    yield
    browser.get("about:blank")


@pytest.fixture
def phone(browser: webdriver.Chrome) -> Iterator[None]:
    size = browser.get_window_size()
    browser.set_window_size(420, 900)
    yield
    browser.set_window_size(size["width"], size["height"])


def wait_for(browser: webdriver.Chrome, css: str) -> Any:
    found = seen.presence_of_element_located((By.CSS_SELECTOR, css))
    return WebDriverWait(browser, 30).until(found)


def speak(language: str) -> None:
    profile = UserProfile.get_for_user(User.objects.get())
    profile.preferred_language = language
    profile.save()


def send(browser: webdriver.Chrome, path: Path) -> None:
    browser.find_element(By.NAME, "documents").send_keys(str(path))
    button = browser.find_element(By.CSS_SELECTOR, "form .button-longrunning")
    browser.execute_script("arguments[0].click();", button)


def test_a_zip_is_uploaded_planned_confirmed_and_reported(
    editor: OpenPath, tmp_path: Path
) -> None:
    path = tmp_path / "rehber.zip"
    path.write_bytes(packed({"a/S1C1.md": document(1, 1, "Görüş alırız.", "Metin.")}))

    browser = editor(reverse("guidance_import:new"))
    send(browser, path)
    wait_for(browser, ".import-confirm")
    assert not GuidancePage.objects.filter(locale__language_code="tr").exists()
    assert browser.find_element(By.CSS_SELECTOR, "details").text
    browser.find_element(By.CSS_SELECTOR, ".import-confirm .button-longrunning").click()
    wait_for(browser, ".import-downloads")

    page = GuidancePage.objects.get(locale__language_code="tr")
    assert page.live
    links = [
        link.get_attribute("href")
        for link in browser.find_elements(By.CSS_SELECTOR, ".import-links a")
    ]
    assert any(link.endswith(f"/admin/pages/{page.pk}/edit/") for link in links)


def waiting_run(**fields: Any) -> ImportRun:
    now = timezone.now()
    return ImportRun.objects.create(
        source="rehber",
        started_at=now,
        **{"queued_at": now, "state": State.WAITING, "upload": "0" * 32, **fields},
    )


def test_the_page_of_a_run_follows_it_without_being_loaded_again(
    editor: OpenPath,
) -> None:
    run = waiting_run()
    browser = editor(reverse("guidance_import:run", args=[run.pk]))
    hint = browser.find_element(By.CSS_SELECTOR, "[data-import-stuck]")
    assert not hint.is_displayed()

    ImportRun.objects.update(queued_at=timezone.now() - timedelta(seconds=11))
    WebDriverWait(browser, 15).until(lambda _: hint.is_displayed())
    assert "db_worker" not in hint.text  # the tests' tasks need none

    ImportRun.objects.update(
        state=State.RUNNING, heartbeat=timezone.now(), done=30, total=120
    )
    WebDriverWait(browser, 15).until(
        lambda page: (
            page.find_element(By.CSS_SELECTOR, "[data-import-text]").text.count("120")
            == 1
        )
    )
    bar = browser.find_element(By.CSS_SELECTOR, "[data-import-bar]")
    assert bar.get_property("value") == 25

    ImportRun.objects.update(
        state=State.DONE, upload="", report={"counts": {"seen": 1}}
    )
    wait_for(browser, ".import-downloads")


@pytest.mark.usefixtures("phone")
@pytest.mark.parametrize("language", ["tr", "en", "ar"])
def test_every_page_fits_a_phone_in_every_language(
    editor: OpenPath, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "rehber.zip"
    files = {
        f"a/{LONG}.md": document(1, 1, "Görüş alırız.", f"{LONG}\n\n![x](yok.png)"),
        "a/b.md": document("x", 1, "Görüş alırız.", "Metin."),
    }
    path.write_bytes(packed(files))
    browser = editor(reverse("guidance_import:new"))
    speak(language)

    def check() -> None:
        html = browser.find_element(By.TAG_NAME, "html")
        assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert browser.execute_script(_SPILLED) == []

    browser.refresh()
    check()
    send(browser, path)
    wait_for(browser, ".import-confirm")
    check()
    browser.find_element(By.CSS_SELECTOR, ".import-confirm .button-longrunning").click()
    wait_for(browser, ".import-downloads")
    check()
    editor_list = reverse("guidance_import:index")
    browser.execute_script("window.location = arguments[0];", editor_list)
    wait_for(browser, "table.listing")
    check()
    run = waiting_run(queued_at=timezone.now() - timedelta(seconds=20))
    url = reverse("guidance_import:run", args=[run.pk])
    browser.execute_script("window.location = arguments[0];", url)
    wait_for(browser, ".import-progress")
    check()


@pytest.mark.usefixtures("phone")
def test_what_spills_out_of_the_window_is_found_out(editor: OpenPath) -> None:
    run = waiting_run()
    browser = editor(reverse("guidance_import:run", args=[run.pk]))
    assert browser.execute_script(_SPILLED) == []

    browser.execute_script(
        "document.querySelector('.import-progress').innerHTML ="
        "'<p style=\"width: 60rem\">x</p>';"
    )

    assert len(browser.execute_script(_SPILLED)) == 1
