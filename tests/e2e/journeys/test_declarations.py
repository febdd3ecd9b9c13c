"""Canceling while subscriptions is away: received at once, carried out as of then, with one mail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.open_page import SOON
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import DESKTOP, PHONE, Separate

Visit = tuple[OwnCustomer, Page]


@pytest.fixture
def visits(apart: Separate, browser: Browser) -> Iterator[list[Visit]]:
    """A customer on a desktop and another on a phone; what an absent service's page answers is no fault."""
    contexts = [
        browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/Amsterdam")
        for size in (DESKTOP, PHONE)
    ]
    yield [(own_customer(apart), context.new_page()) for context in contexts]
    for context in contexts:
        context.close()


def come(page: Page, apart: Separate, rosa: OwnCustomer) -> str:
    """She subscribes to Studio and sees that all of it has arrived; the subscription's id."""
    studio = rosa.subscribe("Studio", cancellation_mode="period_end")
    sign_in(page, apart, rosa.email)
    page.goto(f"{apart.url}/history")
    expect(page.get_by_text("Subscription Studio was made")).to_be_visible(timeout=SOON)
    page.goto(f"{apart.url}/declarations")
    expect(page.get_by_text("You have declared nothing yet.")).to_be_visible()
    page.goto(f"{apart.url}/")
    expect(page.get_by_role("main").get_by_role("link", name="Studio", exact=True)).to_be_visible()
    return studio


def cancel_all_the_same(page: Page) -> tuple[str, str]:
    """From home to the receipt; its address and its number."""
    page.get_by_role("main").get_by_role("link", name="Studio", exact=True).click()
    page.get_by_role("link", name="Cancel this subscription").click()
    expect(page.get_by_text("You can cancel all the same.")).to_be_visible()
    assert list(wrong_with(page, "canceling while its service is away")) == []
    page.get_by_role("button", name="Cancel subscription").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancellation of Studio")
    expect(page.get_by_text("We have received your cancellation on")).to_be_visible()
    assert list(wrong_with(page, "the receipt of what waits")) == []
    return page.url, page.get_by_text("Receipt NW-D-").inner_text().removeprefix("Receipt ")


def see_it_carried_out(
    page: Page, apart: Separate, rosa: OwnCustomer, studio: str, receipt: tuple[str, str]
) -> None:
    """In one mail, on the receipt and at the subscription."""
    address, number = receipt
    mail = apart.wait_for_mail(rosa.email, "subscription_cancellation_scheduled")
    day = rosa.ends_on(studio)
    assert number in mail["text"]
    assert day in mail["text"]
    assert rosa.mails() == ["subscription_cancellation_scheduled"]
    page.goto(address)
    expect(page.get_by_text(f"The subscription ends on {day}.")).to_be_visible(timeout=SOON)
    page.get_by_role("link", name="Open the subscription").click()
    expect(page.get_by_role("link", name=f"Receipt of your cancellation: {number}")).to_be_visible()
    page.goto(f"{apart.url}/declarations")
    expect(page.get_by_role("link", name="Cancellation of Studio")).to_be_visible()


def test_what_is_canceled_while_its_service_is_away_counts_from_then(
    apart: Separate, visits: list[Visit]
) -> None:
    studios = [come(page, apart, rosa) for rosa, page in visits]
    try:
        apart.stop("subscriptions")
        receipts = [cancel_all_the_same(page) for _, page in visits]
    finally:
        apart.start("subscriptions")
    for (rosa, page), studio, receipt in zip(visits, studios, receipts, strict=True):
        see_it_carried_out(page, apart, rosa, studio, receipt)
