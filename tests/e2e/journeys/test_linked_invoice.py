"""An invoice by the link of its mail: read and paid by somebody who cannot sign in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.journeys.test_paying import VISA, paid, type_card
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.system import DESKTOP, Foyer


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The browser of whoever the mail was forwarded to, without JavaScript."""
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def mailed_link(foyer: Foyer, rosa: OwnCustomer) -> str:
    """Where the mail of her invoice leads without signing in."""
    mail = foyer.wait_for_mail(rosa.email, "invoice_ready")
    link: str = next(link for link in mail["links"] if "/i/" in link)
    return link


def test_everybody_can_read_it(foyer_here: Foyer, browser: Browser) -> None:
    rosa = own_customer(foyer_here)
    rosa.invoice(("Advice", 2900))
    with browser.new_context(viewport=DESKTOP, locale="en-GB") as context:
        page = context.new_page()
        page.goto(mailed_link(foyer_here, rosa))
        assert list(wrong_with(page, "an invoice by its link")) == []


def test_it_is_paid_by_whoever_has_the_link(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    invoice = rosa.invoice(("Advice", 2900))
    link = mailed_link(foyer_here, rosa)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Invoice {invoice['number']}")
    page.get_by_role("button", name="Pay €35.09 now").click()
    type_card(page, VISA)
    page.get_by_role("button", name="Pay €35.09").click()
    expect(page.get_by_text("It is paid")).to_be_visible()
    assert page.url.startswith(link)
    paid(rosa, invoice["id"])
    page.goto(link)
    expect(page.get_by_role("button", name="Pay")).to_have_count(0)
    page.goto(f"{foyer_here.url}/invoices/{invoice['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
