"""The system in each way to run, and a browser to look at it with."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.system import Foyer, embedded, separate

_FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all ways to run: the first one plants the demo, the others find it."""
    return tmp_path_factory.mktemp("foyer")


@pytest.fixture(scope="module", params=["in-process", "rabbitmq", "separate"])
def foyer(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Foyer]:
    """The system, run in one way after the other."""
    if request.param == "in-process":
        running = embedded(data_dir, "in-process")
    else:
        amqp_url: str = request.getfixturevalue("rabbitmq_url")
        running = (
            embedded(data_dir, "rabbitmq") if request.param == "rabbitmq" else separate(data_dir, amqp_url)
        )
    with running as foyer:
        yield foyer


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, started once."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS + sandbox)
        yield browser
        browser.close()


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A fresh page at desktop or phone size that fails the test for an error in its console."""
    size = {"width": 1280, "height": 900} if request.param == "desktop" else {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
