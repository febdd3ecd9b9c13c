"""A business's own site sends its customer to the portal for one task, and gets them back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.journeys.test_paying import VISA, paid, type_card
from tests.e2e.journeys.test_plan import plans
from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.system import Foyer

SHOP = "http://localhost:3999/account"
ACCOUNT = "<title>Shop</title><h1>Your account</h1>"


@pytest.fixture
def rosa(foyer_here: Foyer) -> OwnCustomer:
    """Who has signed in at Northwind's own shop."""
    return own_customer(foyer_here)


@pytest.fixture(autouse=True)
def _shop(page: Page) -> None:
    """Northwind's own shop, as far as this browser sees it."""
    page.route(
        "http://localhost:3999/**",
        lambda route: route.fulfill(
            content_type="text/html", body="<title>Shop</title><h1>Your account</h1>"
        ),
    )


def send(page: Page, rosa: OwnCustomer, **flow: Any) -> None:
    """The shop sends her to the portal for that."""
    asked = {"customer_id": rosa.id, "return_url": SHOP, "flow": flow}
    page.goto(rosa.business("portal/sessions", asked)["url"])


@every_look
def test_cancels_and_comes_back(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = rosa.subscribe("Studio", cancellation_mode="period_end")
    send(page, rosa, type="subscription_cancel", subscription_id=studio)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel Studio")
    expect(page.get_by_role("navigation")).to_have_count(0)
    has_script = page.evaluate("'htmx' in window")  # Without scripts axe waits for ever.
    assert not has_script or list(wrong_with(page, "a task")) == []
    page.get_by_role("link", name="Studio", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel your subscription")
    assert not has_script or list(wrong_with(page, "a task that is not done")) == []
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Cancel subscription").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    assert rosa.subscription(studio)["pending_changes"][0]["kind"] == "cancel"
    foyer_here.wait_for_mail(rosa.email, "subscription_cancellation_scheduled")


def test_pays_and_comes_back_once_it_is_paid(page: Page, rosa: OwnCustomer) -> None:
    invoice, other = (rosa.invoice((name, 2900))["id"] for name in ("Advice", "Chair"))
    send(page, rosa, type="invoice_pay", invoice_id=invoice)
    page.get_by_role("button", name="Pay", exact=True).click()
    type_card(page, VISA)
    page.get_by_role("button", name="Pay €35.09").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    paid(rosa, invoice)
    assert rosa.read(f"invoices/{other}")["status"] == "open"


def test_changes_the_plan_as_the_shop_proposed(page: Page, rosa: OwnCustomer) -> None:
    rosa.add_card()
    studio, team = plans(rosa, 2900, 4900)
    taken = rosa.take_running(studio)
    done = {"type": "hosted_confirmation", "message": "Welcome to the team plan."}
    send(
        page,
        rosa,
        type="subscription_update_confirm",
        subscription_id=taken,
        price_id=team,
        after_completion=done,
    )
    expect(page.get_by_role("heading", name="What it costs")).to_be_visible()
    page.locator("form[action$='/plan'] button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is done", timeout=15_000)
    expect(page.get_by_text("Welcome to the team plan.")).to_be_visible()
    assert rosa.subscription(taken)["items"][0]["price_id"] == team


def test_adds_a_card_that_is_paid_with_from_now_on(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    send(page, rosa, type="payment_method_update")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the mail").fill(
        foyer_here.wait_for_mail(rosa.email, "confirmation_code")["code"]
    )
    page.get_by_role("button", name="Continue").click()
    type_card(page, VISA)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    (card,) = rosa.read(f"payment-methods?customer_id={rosa.id}")["data"]
    assert (card["label"], card["is_default"]) == ("Visa ···4242", True)
