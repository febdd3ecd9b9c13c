"""Canceling without signing in: with and without JavaScript, and while everybody but the portal is away."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.open_page import SOON
from tests.e2e.own_customer import OwnCustomer, as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import DESKTOP, PHONE, Separate

AWAY = ("subscriptions", "support", "notifications")


@pytest.fixture(params=[(DESKTOP, True), (PHONE, False)], ids=["desktop", "phone without JavaScript"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Somebody's browser, in English."""
    size, scripts = request.param
    context = browser.new_context(
        viewport=size, java_script_enabled=scripts, locale="en-GB", timezone_id="Europe/Amsterdam"
    )
    yield context.new_page()
    context.close()


def declare(page: Page, apart: Separate, email: str, *, contract: str = "") -> str:
    """Send the form, as it is reached from the page to sign in; the number of the receipt."""
    page.goto(f"{apart.url}/sign-in")
    page.get_by_role("link", name="Cancel a contract").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel a contract")
    page.get_by_label("Your name").fill("Rosa")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Which contract?").fill(contract)
    page.get_by_role("button", name="Cancel now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your cancellation")
    return page.get_by_text("Receipt NW-D-").first.inner_text().removeprefix("Receipt ")


def known_to_the_portal(browser: Browser, apart: Separate, rosa: OwnCustomer) -> None:
    """What she has bought has arrived there."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    page = context.new_page()
    sign_in(page, apart, rosa.email)
    page.goto(f"{apart.url}/history")
    expect(page.get_by_text("Subscription Studio was made")).to_be_visible(timeout=SOON)
    context.close()


def test_it_is_accepted_while_services_are_away_and_carried_out_as_of_then(
    apart: Separate, browser: Browser, page: Page
) -> None:
    rosa = own_customer(apart)
    # The policy offers no cancellation: the law does.
    studio = rosa.subscribe("Studio", cancellation_mode="period_end", allow_cancel=False)
    known_to_the_portal(browser, apart, rosa)
    before = datetime.now(UTC).replace(microsecond=0)
    try:
        apart.stop(*AWAY)
        number = declare(page, apart, rosa.email)
        after = datetime.now(UTC)
    finally:
        apart.start(*AWAY)
    mail = apart.wait_for_mail(rosa.email, "subscription_cancellation_scheduled")
    day = rosa.ends_on(studio)
    assert number in mail["text"]
    assert day in mail["text"]
    with as_business(apart) as business:
        waits = business.get("/v1/declarations", params={"limit": 100}).raise_for_status().json()["data"]
    [declared] = [one for one in waits if one["number"] == number]
    assert declared["status"] == "matched"
    assert before <= datetime.fromisoformat(declared["received_at"]) <= after
    assert "declaration_received" not in {mail["message"] for mail in apart.mails(rosa.email)}


def test_the_form_says_what_is_missing_and_the_receipt_can_be_saved(apart: Separate, page: Page) -> None:
    page.goto(f"{apart.url}/cancel")
    page.get_by_role("button", name="Cancel now").click()
    expect(page.get_by_role("link", name="Enter your name.")).to_be_visible()
    number = declare(page, apart, "nobody@example.com", contract="Something")
    file = page.get_by_role("link", name="Save the receipt as a file").get_attribute("href")
    text = httpx.get(f"{apart.url}{file}").text
    assert (number in text, "Contract: Something" in text) == (True, True)
    mail = apart.wait_for_mail("nobody@example.com", "declaration_received")
    assert number in mail["text"]


def test_a_consumer_withdraws_and_gets_all_of_it_back(apart: Separate, browser: Browser, page: Page) -> None:
    rosa = own_customer(apart)
    studio = rosa.subscribe("Studio", allow_cancel=False)
    known_to_the_portal(browser, apart, rosa)
    page.goto(f"{apart.url}/withdraw?number={studio}")
    page.get_by_label("Your name").fill("Rosa")
    page.get_by_label("Email address").fill(rosa.email)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Confirm withdrawal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your withdrawal")
    mail = apart.wait_for_mail(rosa.email, "subscription_canceled")
    assert "You have withdrawn from the contract for Studio." in mail["text"]
    apart.wait_for_mail(rosa.email, "credit_note_ready")
    assert rosa.subscription(studio)["status"] == "canceled"


def test_everybody_can_use_it(apart: Separate, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    page = context.new_page()
    page.goto(f"{apart.url}/cancel")
    assert list(wrong_with(page, "canceling without signing in")) == []
    page.get_by_role("button", name="Cancel now").click()
    assert list(wrong_with(page, "canceling without signing in, with what is missing")) == []
    declare(page, apart, "somebody@example.com")
    assert list(wrong_with(page, "the receipt of a visitor")) == []
    page.goto(f"{apart.url}/withdraw")
    assert list(wrong_with(page, "withdrawing without signing in")) == []
    context.close()
