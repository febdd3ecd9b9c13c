"""The states of subscriptions that customers of our own bring about: each names what the page shows then."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import EVERY_FIELD, OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until

LONG = "Painter's & Photographer's Atelier with Everything that's in it"
"""The name of a product, as businesses write them."""


def rosa(page: Page, foyer: Foyer) -> Iterator[str]:
    """Who cancels: with notice and at once."""
    customer = own_customer(foyer)
    studio = customer.subscribe("Studio", ("rosa.example", "mail.rosa.example"), notice_days=45)
    archive = customer.subscribe("Archive", cancellation_mode="immediate")
    called = customer.subscribe("Care contract", allow_self_management=False)
    sign_in(page, foyer, customer.email)
    for subscription in (studio, called):
        page.goto(f"{foyer.url}/subscriptions/{subscription}")
        yield f"subscription, {'all' if subscription == studio else 'nothing'} offered"
    yield from _edit_fields(page, foyer, customer)
    yield from _cancel(page, foyer, studio)
    yield "subscription, cancellation pending"
    page.get_by_role("link", name="Receipt of your cancellation").click()
    yield "declaration"
    page.goto(f"{foyer.url}/declarations")
    yield "/declarations"
    page.goto(f"{foyer.url}/subscriptions/{studio}")
    page.get_by_role("button", name="Keep Studio").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    yield "subscription, kept"
    for _ in _cancel(page, foyer, archive):
        pass
    yield "subscription, canceled"
    page.get_by_role("link", name="Subscribe again").click()
    yield "subscribe again"
    page.goto(f"{foyer.url}/subscriptions")
    yield "subscriptions, one has ended"
    page.goto(f"{foyer.url}/subscriptions/{archive}/cancel")
    expect(page.get_by_role("alert")).to_be_visible()
    yield "cancel, too late"


def _edit_fields(page: Page, foyer: Foyer, customer: OwnCustomer) -> Iterator[str]:
    """The form of each type of field, what is wrong with it, and what it says then."""
    atelier = customer.subscribe("Atelier", fields=EVERY_FIELD)
    page.goto(f"{foyer.url}/subscriptions/{atelier}")
    yield "subscription, fields not filled in"
    page.get_by_role("link", name="Edit the details").click()
    yield "custom fields"
    page.get_by_label("Desks").fill("many")
    page.get_by_label("Website").fill("rosa")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "custom fields, with what is wrong"
    page.get_by_label("Desks").fill("1,250.5")
    page.get_by_label("Website").fill("https://rosa.example")
    page.get_by_label("Colour").select_option("Blue")
    page.get_by_role("group", name="Newsletter").get_by_label("Yes").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    yield "subscription, fields filled in"


def _cancel(page: Page, foyer: Foyer, subscription_id: str) -> Iterator[str]:
    """The reason, a message that is too long, and the confirmation."""
    page.goto(f"{foyer.url}/subscriptions/{subscription_id}/cancel")
    yield "cancel, reason"
    page.get_by_label("Another reason").check()
    message = page.get_by_label("Anything else")
    message.evaluate("it => it.removeAttribute('maxlength')")
    message.fill("Too much. " * 201)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "cancel, too much said"
    message.fill("")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    yield "cancel, confirmation"
    page.get_by_role("button", name="Cancel subscription").click()
    expect(page.get_by_role("status").first).to_be_visible()


def vera(page: Page, foyer: Foyer) -> Iterator[str]:
    """Who changes her plan and her seats."""
    customer = own_customer(foyer, "Vera O'Brien-van den Boogaard")
    customer.add_card()
    offers: dict[str, Any] = {"allow_upgrade": True, "allow_downgrade": True, "allow_quantity_change": True}
    large = customer.sell("Whole House", pricing={"amount": 490000}, **offers)
    offers |= {"plan_products": [customer.product_of(large)], "plan_change_timing": "customer_choice"}
    tiers = [{"up_to": 2, "unit_amount": 2900}, {"up_to": None, "unit_amount": 1900, "flat_amount": 500}]
    pricing = {"amount": None, "billing_scheme": "graduated", "tiers": tiers}
    small = customer.sell(LONG, pricing=pricing, proration="invoice_now", **offers)
    subscription = customer.take(small, quantity=3)
    until(lambda: customer.subscription(subscription)["status"] == "active", "an active subscription")
    sign_in(page, foyer, customer.email)
    page.goto(f"{foyer.url}/subscriptions/{subscription}")
    yield "subscription, a long name and tiers"
    page.get_by_role("link", name="Change plan").click()
    yield "plan"
    page.get_by_label("Number of seats").fill("-3")
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "plan, wrong seats"
    page.get_by_label("Number of seats").fill("12")
    page.get_by_role("radio", name="Whole House").check()
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_role("heading", name="What it costs")).to_be_visible()
    yield "quote"
    page.locator("input[name=quote]").evaluate("it => it.value = 'quo_01jd0000000000000000000000'")
    page.get_by_role("button", name="Order for").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "quote, not valid any more"
    page.get_by_role("button", name="Order for").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    yield "subscription, awaiting payment"
    page.get_by_role("button", name="Undo").click()
    page.goto(f"{foyer.url}/subscriptions/{subscription}/plan")
    page.get_by_label("When the paid period ends").check()
    page.get_by_label("Number of seats").fill("2")
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    yield "quote, nothing is due"
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    yield "subscription, change planned"


def olga(page: Page, foyer: Foyer) -> Iterator[str]:
    """Who has a promotion code, pays by use, and is offered other ways than to cancel."""
    customer = own_customer(foyer, "Olga")
    studio = customer.subscribe(LONG, cancellation_mode="period_end", allow_promotion_codes=True)
    sign_in(page, foyer, customer.email)
    page.goto(f"{foyer.url}/subscriptions/{studio}/promotion-code")
    yield "promotion code"
    page.get_by_label("Promotion code").fill("WELCOME2O")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "promotion code, wrong"
    page.get_by_label("Promotion code").fill("WELCOME20")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    yield "promotion code, what it changes"
    page.get_by_role("button", name="Use this code").click()
    expect(page.get_by_text("The discount is yours.")).to_be_visible()
    yield "subscription, discounted"
    coupon = customer.business("coupons", {"name": "Half", "percent_off": 50, "duration": "once"})["id"]
    customer.offer_other_ways(
        studio,
        {"code": "half", "kind": "coupon", "coupon": coupon},
        {"code": "break", "kind": "pause"},
        {"code": "talk", "kind": "contact", "label": "Let's talk: we'll call you back within the day"},
    )
    page.goto(f"{foyer.url}/subscriptions/{studio}/cancel")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you go")
    yield "other ways"
    page.get_by_role("button", name="Take the offer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "other ways, none chosen"


def judith(page: Page, foyer: Foyer) -> Iterator[str]:
    """Who pays by use, by the day, and whose first day ends in a few seconds."""
    customer = own_customer(foyer, "Judith")
    metered = {"amount": 5, "usage_type": "metered", "included_units": 500}
    price = customer.sell("Rendering", interval="day", pricing=metered)
    began = datetime.now(UTC) - timedelta(days=1) + timedelta(seconds=6)
    rendering = customer.take(price, collection="invoice", backdate_start_date=began.isoformat())
    used = {"subscription_id": rendering, "quantity": 1240}
    customer.business("usage", used | {"key": f"{rendering} 1"})
    first_day = customer.subscription(rendering)["current_period_start"]
    until(lambda: customer.subscription(rendering)["current_period_start"] != first_day, "the second day")
    customer.business("usage", used | {"key": f"{rendering} 2"})
    sign_in(page, foyer, customer.email)
    page.goto(f"{foyer.url}/subscriptions/{rendering}")
    yield "subscription, paid by use"
