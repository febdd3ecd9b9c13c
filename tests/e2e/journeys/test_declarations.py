"""Canceling while subscriptions is away: received at once, carried out as of then, with one mail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.open_page import SOON
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import DESKTOP, PHONE, Separate


@pytest.fixture
def rosa(apart: Separate) -> OwnCustomer:
    """A customer of this test's own."""
    return own_customer(apart)


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Her browser; what a page of an absent service answers may be in its console."""
    viewport = DESKTOP if request.param == "desktop" else PHONE
    context = browser.new_context(viewport=viewport, locale="en-GB", timezone_id="Europe/Amsterdam")
    yield context.new_page()
    context.close()


def test_what_is_canceled_while_its_service_is_away_counts_from_then(
    apart: Separate, page: Page, rosa: OwnCustomer
) -> None:
    studio = rosa.subscribe("Studio", cancellation_mode="period_end")
    sign_in(page, apart, rosa.email)
    page.goto(f"{apart.url}/history")
    expect(page.get_by_text("Subscription Studio was made")).to_be_visible(timeout=SOON)
    page.goto(f"{apart.url}/declarations")
    expect(page.get_by_text("You have declared nothing yet.")).to_be_visible()
    page.goto(f"{apart.url}/")
    expect(page.get_by_role("main").get_by_role("link", name="Studio", exact=True)).to_be_visible()
    try:
        apart.stop("subscriptions")
        page.get_by_role("main").get_by_role("link", name="Studio", exact=True).click()
        page.get_by_role("link", name="Cancel this subscription").click()
        expect(page.get_by_text("You can cancel all the same.")).to_be_visible()
        assert list(wrong_with(page, "canceling while its service is away")) == []
        page.get_by_role("button", name="Cancel subscription").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cancellation of Studio")
        expect(page.get_by_text("We have received your cancellation on")).to_be_visible()
        assert list(wrong_with(page, "the receipt of what waits")) == []
        receipt = page.url
        number = page.get_by_text("Receipt NW-D-").inner_text().removeprefix("Receipt ")
    finally:
        apart.start("subscriptions")
    mail = apart.wait_for_mail(rosa.email, "subscription_cancellation_scheduled")
    day = rosa.ends_on(studio)
    assert number in mail["text"]
    assert day in mail["text"]
    assert rosa.mails() == ["subscription_cancellation_scheduled"]
    page.goto(receipt)
    expect(page.get_by_text(f"The subscription ends on {day}.")).to_be_visible(timeout=SOON)
    page.get_by_role("link", name="Open the subscription").click()
    expect(page.get_by_role("link", name=f"Receipt of your cancellation: {number}")).to_be_visible()
    page.goto(f"{apart.url}/declarations")
    expect(page.get_by_role("link", name="Cancellation of Studio")).to_be_visible()
