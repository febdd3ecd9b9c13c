"""Another plan, other seats and another cycle: what a customer was shown is what is charged."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until

ALL: dict[str, Any] = {
    "allow_upgrade": True,
    "allow_downgrade": True,
    "allow_cycle_change": True,
    "allow_quantity_change": True,
}


@pytest.fixture
def rosa(foyer_here: Foyer) -> OwnCustomer:
    """A customer of this test's own, who can be collected from."""
    rosa = own_customer(foyer_here)
    rosa.add_card()
    return rosa


def plans(rosa: OwnCustomer, taken: int, other: int, **policy: Any) -> tuple[str, str]:
    """Two plans of hers by their price a month, the second offered to whoever has the first; their prices."""
    target = rosa.sell(f"Plan {other}", pricing={"amount": other}, **ALL)
    offered = [rosa.product_of(target)]
    policy = ALL | {"plan_products": offered} | policy
    return rosa.sell(f"Plan {taken}", pricing={"amount": taken}, **policy), target


def ask_for_quote(page: Page, foyer: Foyer, subscription: str, plan: str) -> None:
    """From the subscription to what another plan costs."""
    page.goto(f"{foyer.url}/subscriptions/{subscription}")
    page.get_by_role("link", name="Change plan").click()
    page.get_by_role("radio", name=plan).check()
    page.get_by_role("button", name="See what it costs").click()


def order(page: Page) -> str:
    """Confirm what must be paid first; how much that is."""
    total = page.locator("tr.total").get_by_role("cell").inner_text()
    page.get_by_role("button", name=f"Order for {total}").click()
    expect(page.get_by_text("It changes as soon as the invoice is paid.")).to_be_visible()
    return total


def pay(rosa: OwnCustomer, total: str) -> None:
    """Staff record that she has paid the invoice over it."""
    invoice = until(lambda: rosa.invoice_over(total), "the invoice of the change")
    rosa.business(f"invoices/{invoice['id']}/payments", {"amount": invoice["total"]})


def plan_of(rosa: OwnCustomer, subscription: str) -> tuple[str, int]:
    """What she has, and for how much."""
    one = rosa.subscription(subscription)
    return one["name"], one["amount"]["amount"]


@every_look
def test_upgrade_at_once_and_pay_the_rest_with_the_next_invoice(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    small, large = plans(rosa, 2900, 5900)
    subscription = rosa.take_running(small)
    sign_in(page, foyer_here, rosa.email)
    quote = rosa.quote(subscription, large)
    assert (quote["kind"], quote["due"]) == ("upgrade", "next_invoice")
    ask_for_quote(page, foyer_here, subscription, "Plan 5900")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change to Plan 5900")
    expect(page.get_by_role("region", name="What it costs")).to_contain_text("Total")
    assert plan_of(rosa, subscription) == ("Plan 2900", 2900)
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("It is changed.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan 5900")
    assert plan_of(rosa, subscription) == ("Plan 5900", 5900)
    foyer_here.wait_for_mail(rosa.email, "subscription_plan_changed")


def test_downgrade_when_the_paid_period_ends_and_undo_it(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    large, small = plans(rosa, 5900, 2900)
    subscription = rosa.take_running(large)
    sign_in(page, foyer_here, rosa.email)
    assert rosa.quote(subscription, small)["due"] == "nothing"
    ask_for_quote(page, foyer_here, subscription, "Plan 2900")
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("The change is planned. Until then everything stays as it is.")).to_be_visible()
    note = page.locator(".note").filter(has_text="It changes to Plan 2900")
    expect(note).to_be_visible()
    assert plan_of(rosa, subscription) == ("Plan 5900", 5900)
    note.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. Everything stays as it was.")).to_be_visible()
    expect(note).to_have_count(0)
    assert rosa.subscription(subscription)["pending_changes"] == []
    foyer_here.wait_for_mail(rosa.email, "subscription_plan_change_withdrawn")
    assert rosa.mails()[-2:] == ["subscription_plan_change_scheduled", "subscription_plan_change_withdrawn"]


@pytest.mark.refused(422)
def test_more_seats(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    subscription = rosa.take_running(rosa.sell("Seats", allow_quantity_change=True), quantity=2)
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{subscription}")
    page.get_by_role("link", name="Change seats").click()
    page.get_by_label("Number of seats").fill("-3")
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_role("alert")).to_contain_text("From 1 to")
    page.get_by_label("Number of seats").fill("5")
    page.get_by_role("button", name="See what it costs").click()
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("It is changed.")).to_be_visible()
    assert rosa.subscription(subscription)["items"][0]["quantity"] == 5
    foyer_here.wait_for_mail(rosa.email, "subscription_quantity_changed")


def test_another_cycle_is_a_new_period(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    monthly = rosa.sell("Studio", **ALL | {"plan_products": []})
    yearly = rosa.price_of(monthly, amount=29000, interval="year")
    subscription = rosa.take_running(monthly)
    sign_in(page, foyer_here, rosa.email)
    assert rosa.quote(subscription, yearly)["kind"] == "cycle_change"
    ask_for_quote(page, foyer_here, subscription, "€290.00 / year")
    expect(page.get_by_role("region", name="What it costs")).to_contain_text("Total")
    total = order(page)
    assert plan_of(rosa, subscription) == ("Studio", 2900)
    pay(rosa, total)
    until(lambda: plan_of(rosa, subscription) == ("Studio", 29000), "the cycle that was paid for")
    page.reload()
    expect(page.locator(".card.stat").first).to_contain_text("\N{EURO SIGN}290.00")
    assert rosa.subscription(subscription)["items"][0]["price_id"] == yearly
    foyer_here.wait_for_mail(rosa.email, "subscription_plan_changed")


@pytest.mark.refused(409)
def test_what_was_shown_a_while_ago_is_shown_anew(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    small, large = plans(rosa, 2900, 5900)
    now = datetime.now(UTC)
    subscription = rosa.take_running(small, backdate_start_date=(now - timedelta(days=2)).isoformat())
    old = rosa.quote(subscription, large, at=now - timedelta(minutes=20))
    sign_in(page, foyer_here, rosa.email)
    ask_for_quote(page, foyer_here, subscription, "Plan 5900")
    page.locator("input[name=quote]").evaluate("(it, old) => it.value = old", old["id"])
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_role("alert")).to_contain_text("These amounts were binding for 15 minutes.")
    assert plan_of(rosa, subscription) == ("Plan 2900", 2900)
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("It is changed.")).to_be_visible()
    assert plan_of(rosa, subscription) == ("Plan 5900", 5900)


def test_an_upgrade_that_must_be_paid_first(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    small, large = plans(rosa, 2900, 5900, proration="invoice_now")
    subscription = rosa.take_running(small)
    sign_in(page, foyer_here, rosa.email)
    assert rosa.quote(subscription, large)["must_be_paid_first"] is True
    ask_for_quote(page, foyer_here, subscription, "Plan 5900")
    total = order(page)
    assert plan_of(rosa, subscription) == ("Plan 2900", 2900)
    foyer_here.wait_for_mail(rosa.email, "subscription_plan_change_requested")
    pay(rosa, total)
    until(lambda: plan_of(rosa, subscription) == ("Plan 5900", 5900), "the plan that was paid for")
    foyer_here.wait_for_mail(rosa.email, "subscription_plan_changed")


@every_look
@pytest.mark.refused(422)
def test_an_upgrade_with_a_promotion_code(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    small, _ = plans(rosa, 2900, 5900, proration="none", allow_promotion_codes=True)
    subscription = rosa.take_running(small)
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{subscription}")
    page.get_by_role("link", name="Change plan").click()
    page.get_by_role("radio", name="Plan 5900").check()
    page.get_by_label("Promotion code").fill("WELCOME2O")
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_role("link", name="We do not know this code. Please check it.")).to_be_visible()
    expect(page.get_by_role("radio", name="Plan 5900")).to_be_checked()
    page.get_by_label("Promotion code").fill("welcome20")
    page.get_by_role("button", name="See what it costs").click()
    steps = page.get_by_role("main").get_by_role("listitem")
    expect(steps.first).to_contain_text("You get 20 % off for 3 months (WELCOME20).")
    expect(steps.last).to_contain_text("On this day it is €47.20 excl. tax, with 20 % off.")
    assert rosa.subscription(subscription)["discount"] is None
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("It is changed.")).to_be_visible()
    expect(page.locator(".card.stat").first).to_contain_text("€47.20")
    assert rosa.subscription(subscription)["discount"]["promotion_code"] == "WELCOME20"
    assert plan_of(rosa, subscription) == ("Plan 5900", 5900)
