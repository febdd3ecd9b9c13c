"""Canceling in each of its modes, keeping it after all, and subscribing again, as a customer does it."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clicks import Clicks
from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer

MOST_CLICKS = 4
"""From home until it is canceled (product.md)."""

MAILS = {
    "request": ("subscription_cancellation_requested", "subscription_cancellation_withdrawn"),
    "period_end": ("subscription_cancellation_scheduled", "subscription_reactivated"),
}
"""The receipts of canceling and of keeping it, by the mode."""

SECONDS_FOR_TICKET = 15


@pytest.fixture
def rosa(foyer_here: Foyer) -> OwnCustomer:
    """A customer of this test's own."""
    return own_customer(foyer_here)


def cancel(page: Page, name: str) -> int:
    """From home to the end without a reason; how many clicks it takes."""
    clicks = Clicks(page)
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="Cancel", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Cancel {name}")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    page.get_by_role("button", name="Cancel subscription").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return clicks.count


def follow_ticket(page: Page) -> None:
    """From the subscription to the ticket of its cancellation, which support opens in its own time."""
    link = page.get_by_role("link", name="Your request: ticket")
    end = time.monotonic() + SECONDS_FOR_TICKET
    while not link.count() and time.monotonic() < end:
        page.wait_for_timeout(200)
        page.reload()
    link.click()


@every_look
@pytest.mark.parametrize("mode", ["request", "period_end"])
def test_cancel_and_keep(foyer_here: Foyer, page: Page, rosa: OwnCustomer, mode: str) -> None:
    studio = rosa.subscribe("Studio", ("rosa.example",), cancellation_mode=mode)
    sign_in(page, foyer_here, rosa.email)
    assert cancel(page, "Studio") <= MOST_CLICKS
    expect(page.get_by_text("We have received your cancellation.")).to_be_visible()
    day = rosa.ends_on(studio)
    note = page.locator(".note").filter(has_text=f"Studio ends on {day}.")
    expect(note).to_be_visible()
    received, kept = MAILS[mode]
    assert day in foyer_here.wait_for_mail(rosa.email, received)["text"]
    if mode == "request":
        follow_ticket(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Cancellation of Studio")
    page.goto(f"{foyer_here.url}/")
    expect(page.get_by_role("listitem").filter(has_text="Studio")).to_contain_text(f"Ends {day}")
    page.get_by_role("main").get_by_role("link", name="Studio", exact=True).click()
    page.get_by_role("button", name="Keep Studio").click()
    expect(page.get_by_text("Undone. Everything stays as it was.")).to_be_visible()
    expect(note).to_have_count(0)
    expect(page.get_by_role("link", name="Cancel", exact=True)).to_be_visible()
    assert rosa.subscription(studio)["pending_changes"] == []
    foyer_here.wait_for_mail(rosa.email, kept)
    assert rosa.mails() == [received, kept]


def test_cancel_at_once_and_subscribe_again(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = rosa.subscribe("Studio", cancellation_mode="immediate")
    sign_in(page, foyer_here, rosa.email)
    assert cancel(page, "Studio") <= MOST_CLICKS
    expect(page.get_by_text("It is canceled. A receipt comes by mail.")).to_be_visible()
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Canceled")
    assert rosa.subscription(studio)["status"] == "canceled"
    foyer_here.wait_for_mail(rosa.email, "subscription_canceled")

    page.get_by_role("link", name="Subscribe again").click()
    expect(page.get_by_text("You receive an invoice of €29.00 excl. tax.")).to_be_visible()
    page.get_by_role("button", name="Subscribe again").click()
    expect(page.get_by_text("You are subscribed again.")).to_be_visible()
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Active")
    new = page.url.rpartition("/")[2]
    assert new != studio
    assert rosa.subscription(new)["resubscribed_from"] == studio
    foyer_here.wait_for_mail(rosa.email, "subscription_resubscribed")
    assert rosa.mails() == ["subscription_canceled", "subscription_resubscribed"]

    page.goto(f"{foyer_here.url}/subscriptions")
    for section, status in (("Active", "Active"), ("Ended", "Canceled")):
        lines = page.get_by_role("region", name=section).get_by_role("listitem")
        expect(lines).to_have_count(1)
        expect(lines).to_contain_text(status)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}")
    expect(page.get_by_role("link", name="Subscribe again")).to_have_count(0)

    page.goto(f"{foyer_here.url}/subscriptions")
    rosa.business(f"subscriptions/{studio}/archive", {})
    page.reload()
    expect(page.get_by_role("region", name="Ended")).to_have_count(0)
    expect(page.get_by_role("region", name="Active").get_by_role("listitem")).to_have_count(1)
    assert page.request.get(f"{foyer_here.url}/subscriptions/{studio}").status == 404
    rosa.business(f"subscriptions/{studio}/unarchive", {})
    page.reload()
    expect(page.get_by_role("region", name="Ended").get_by_role("listitem")).to_have_count(1)


def test_what_was_said_is_carried_to_the_ticket(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = rosa.subscribe("Studio", ("rosa.example",), notice_days=45)
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}/cancel")
    page.get_by_label("Another reason").check()
    page.get_by_label("Anything else").fill("I go <far> away.\nThank you!")
    page.get_by_role("button", name="Continue").click()
    steps = page.get_by_role("region", name="What happens").get_by_role("listitem")
    expect(steps).to_have_count(3)
    expect(steps.nth(1)).to_contain_text("A last payment of €")
    expect(page.get_by_role("region", name="These services end with it")).to_contain_text("rosa.example")
    assert rosa.subscription(studio)["pending_changes"] == []
    page.get_by_role("button", name="Cancel subscription").click()
    expect(page.get_by_text(f"Studio ends on {rosa.ends_on(studio)}.")).to_be_visible()
    follow_ticket(page)
    expect(page.get_by_role("main")).to_contain_text("I go <far> away.")


@pytest.mark.parametrize(
    ("policy", "buttons"),
    [
        ({}, ["Pause", "Cancel"]),
        pytest.param({"allow_cancel": False}, ["Pause"], marks=pytest.mark.refused(409)),
        ({"allow_pause": False}, ["Cancel"]),
        pytest.param({"allow_self_management": False}, ["Contact us"], marks=pytest.mark.refused(409)),
    ],
)
def test_the_four_pictures(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer, policy: dict[str, Any], buttons: list[str]
) -> None:
    studio = rosa.subscribe("Studio", **policy)
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}")
    offered = page.get_by_role("main").get_by_role("link", name=re.compile("^(Pause|Cancel|Contact us)$"))
    expect(offered).to_have_text(buttons)
    if "Cancel" not in buttons:
        page.goto(f"{foyer_here.url}/subscriptions/{studio}/cancel")
        expect(page.get_by_role("alert")).to_contain_text("cannot be canceled here")
    assert rosa.subscription(studio)["pending_changes"] == []


@pytest.mark.refused(409)
def test_a_form_in_another_tab_that_comes_too_late_changes_nothing(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    studio = rosa.subscribe("Studio", cancellation_mode="period_end")
    sign_in(page, foyer_here, rosa.email)
    with page.context.new_page() as late:
        late.goto(f"{foyer_here.url}/subscriptions/{studio}/cancel")
        late.get_by_role("button", name="Continue").click()
        cancel(page, "Studio")
        (before,) = rosa.subscription(studio)["pending_changes"]
        late.get_by_role("button", name="Cancel subscription").click()
        expect(late.get_by_role("alert")).to_contain_text("It is canceled already.")
        expect(late.get_by_role("button", name="Keep Studio")).to_be_visible()
    assert rosa.subscription(studio)["pending_changes"] == [before]
    foyer_here.wait_for_mail(rosa.email, "subscription_cancellation_scheduled")
    assert rosa.mails() == ["subscription_cancellation_scheduled"]
