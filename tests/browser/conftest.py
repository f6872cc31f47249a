"""A real Chromium, driven through the site as a person uses it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.requirements import needs

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    # Nothing but our own site is asked for anything.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1400,1000",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = needs("chromium")
    for argument in _ARGUMENTS:
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(needs("chromedriver")))
    driver.set_page_load_timeout(120)
    yield driver
    driver.quit()


@pytest.fixture
def editor(
    browser: webdriver.Chrome,
    live_server: Any,
    migrated: None,  # noqa: ARG001 - for what it does
) -> Iterator[Callable[[str], webdriver.Chrome]]:
    """Yield a function that opens a path of the site as a logged-in superuser."""
    client = Client()
    client.force_login(User.objects.create_superuser("editor", "e@ornek.org", "x"))
    browser.get(f"{live_server.url}/robots.txt")
    browser.delete_all_cookies()
    # Wagtail remembers which panel was open, and a click would close it.
    browser.execute_script("localStorage.clear();")
    browser.add_cookie(
        {"name": "sessionid", "value": client.cookies["sessionid"].value, "path": "/"}
    )

    def open_path(path: str) -> webdriver.Chrome:
        browser.get(f"{live_server.url}{path}")
        return browser

    yield open_path
    # An editor's page asks the server again and again, which goes away now.
    browser.get("about:blank")
