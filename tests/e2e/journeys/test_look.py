"""Every page, light and dark, at both sizes: accessible to axe, and nothing wider than the screen."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState, ViewportSize

from tests.e2e.system import DESKTOP, PHONE, Foyer

GRACE = "grace@example.com"
PATHS = (
    *("/", "/subscriptions", "/invoices", "/orders", "/payment-methods", "/support", "/support/new"),
    *("/history", "/settings", "/dev/mail", "/nowhere"),
)


@pytest.fixture(scope="module")
def signed_in(foyer_here: Foyer, browser: Browser) -> Iterator[StorageState]:
    """The cookies of Grace, who has invoices alone."""
    context = browser.new_context()
    page = context.new_page()
    before = foyer_here.count(GRACE, "sign_in_code")
    page.goto(f"{foyer_here.url}/sign-in")
    page.get_by_label("Email address").fill(GRACE)
    page.get_by_role("button", name="Send me a code").click()
    mail = foyer_here.wait_for_mail(GRACE, "sign_in_code", more_than=before)
    page.get_by_label("Code from the mail").fill(mail["code"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{foyer_here.url}/")
    yield context.storage_state()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible_and_fit(
    foyer_here: Foyer,
    browser: Browser,
    signed_in: StorageState,
    size: ViewportSize,
    scheme: Literal["light", "dark"],
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, storage_state=signed_in)
    page = context.new_page()
    found = [wrong for path in PATHS for wrong in _wrong_with(page, foyer_here.url, path)]
    context.clear_cookies()
    found += _wrong_with(page, foyer_here.url, "/sign-in")
    context.close()
    assert found == []


def _wrong_with(page: Page, url: str, path: str) -> list[str]:
    page.goto(f"{url}{path}")
    violations = Axe().run(page).response["violations"]
    wrong = [f"{path}: {one['id']}: {node['html']}" for one in violations for node in one["nodes"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*wrong, f"{path}: wider than the screen"] if too_wide else wrong
