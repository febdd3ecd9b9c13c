"""Other ways than to cancel: a discount taken, and a cancellation all the same."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clicks import Clicks
from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer

MOST_CLICKS = 5
"""From home until it is canceled, past the page of other ways (product.md)."""


@pytest.fixture
def rosa(foyer_here: Foyer) -> OwnCustomer:
    """A customer of this test's own."""
    return own_customer(foyer_here)


def offered(rosa: OwnCustomer) -> str:
    """A subscription to Studio, before whose cancellation there are a discount and a talk."""
    studio = rosa.subscribe("Studio", cancellation_mode="period_end")
    coupon = rosa.business("coupons", {"name": "Half", "percent_off": 50, "duration": "once"})["id"]
    rosa.offer_other_ways(
        studio,
        {"code": "half", "kind": "coupon", "coupon": coupon, "reasons": ["too_expensive"]},
        {"code": "talk", "kind": "contact"},
    )
    return studio


@every_look
@pytest.mark.refused(422)
def test_a_discount_is_taken(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = offered(rosa)
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}/cancel")
    page.get_by_label("It is too expensive").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you go")
    assert page.get_by_role("radio", checked=True).count() == 0
    page.get_by_role("button", name="Take the offer").click()
    expect(page.get_by_role("link", name="Choose one of these, or cancel anyway.")).to_be_visible()
    page.get_by_label("50 % off the next payment").check()
    page.get_by_role("button", name="Take the offer").click()
    expect(page.get_by_text("The discount is yours.")).to_be_visible()
    expect(page.locator(".card.stat").first).to_contain_text("€14.50")
    assert rosa.subscription(studio)["pending_changes"] == []
    assert rosa.subscription(studio)["next_charge"]["amount"]["amount"] == 1450
    page.goto(f"{foyer_here.url}/subscriptions/{studio}/cancel")
    page.get_by_label("It is too expensive").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("radio")).to_have_count(1)  # The discount can be taken once; a talk is left.
    expect(page.get_by_label("Talk to us")).to_be_visible()


def test_more_days_of_trial_a_pause_or_a_talk(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = rosa.take(rosa.sell("Studio"), collection="invoice", trial_days=7)
    rosa.offer_other_ways(
        studio,
        {"code": "more_days", "kind": "trial_extension", "days": 14},
        {"code": "break", "kind": "pause"},
        {"code": "talk", "kind": "contact"},
    )
    sign_in(page, foyer_here, rosa.email)
    ends = rosa.subscription(studio)["trial_ends_at"]
    for offer, leads_to in (
        ("Talk to us", "Ask a question"),
        ("Pause instead", "Pause Studio"),
        ("14 more days of trial", "Studio"),
    ):
        page.goto(f"{foyer_here.url}/subscriptions/{studio}/cancel")
        page.get_by_role("button", name="Continue").click()
        page.get_by_label(offer).check()
        page.get_by_role("button", name="Take the offer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(leads_to)
    expect(page.get_by_text("Your trial is longer now.")).to_be_visible()
    longer = datetime.fromisoformat(rosa.subscription(studio)["trial_ends_at"]) - datetime.fromisoformat(ends)
    assert timedelta(days=13, hours=22) < longer < timedelta(days=14, hours=2)
    assert rosa.subscription(studio)["pending_changes"] == []


def test_a_smaller_plan(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    small = rosa.sell("Studio Light", pricing={"amount": 900})
    offered = [rosa.product_of(small)]
    rosa.add_card()
    studio = rosa.take_running(rosa.sell("Studio", allow_downgrade=True, plan_products=offered))
    rosa.offer_other_ways(studio, {"code": "smaller", "kind": "plan"})
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}/cancel")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Choose a smaller plan").check()
    page.get_by_role("button", name="Take the offer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change plan")
    page.get_by_role("radio", name="Studio Light").check()
    page.get_by_role("button", name="See what it costs").click()
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("The change is planned. Until then everything stays as it is.")).to_be_visible()
    (change,) = rosa.subscription(studio)["pending_changes"]
    assert (change["kind"], change["plan"]["name"]) == ("plan", "Studio Light")
    foyer_here.wait_for_mail(rosa.email, "subscription_plan_change_scheduled")


def test_cancel_anyway(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = offered(rosa)
    sign_in(page, foyer_here, rosa.email)
    clicks = Clicks(page)
    page.get_by_role("main").get_by_role("link", name="Studio", exact=True).click()
    page.get_by_role("link", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Cancel anyway").click()
    page.get_by_role("button", name="Cancel subscription").click()
    expect(page.get_by_text("We have received your cancellation.")).to_be_visible()
    assert clicks.count <= MOST_CLICKS
    (change,) = rosa.subscription(studio)["pending_changes"]
    assert change["kind"] == "cancel"
    foyer_here.wait_for_mail(rosa.email, "subscription_cancellation_scheduled")
