"""A promotion code, from the subscription's page to the discount on it."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


@every_look
@pytest.mark.refused(409, 422)
def test_use_a_promotion_code(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    studio = rosa.subscribe("Studio", allow_promotion_codes=True)
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}")
    page.get_by_role("link", name="Use a promotion code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Use a promotion code for Studio")
    page.get_by_label("Promotion code").fill("WELCOME2O")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_role("link", name="We do not know this code. Please check it.")).to_be_visible()
    expect(page.get_by_label("Promotion code")).to_have_value("WELCOME2O")

    page.get_by_label("Promotion code").fill("welcome20")
    page.keyboard.press("Enter")
    steps = page.get_by_role("main").get_by_role("listitem")
    expect(steps.first).to_contain_text("You get 20 % off for 3 months (WELCOME20).")
    expect(steps.last).to_contain_text("Your next payment is €23.20 excl. tax, instead of €29.00.")
    assert rosa.subscription(studio)["discount"] is None

    page.get_by_role("button", name="Use this code").click()
    expect(page.get_by_text("The discount is yours.")).to_be_visible()
    expect(page.locator(".card.stat").first).to_contain_text("€23.20")
    expect(page.get_by_role("definition").filter(has_text="WELCOME20")).to_have_text(
        "20 % off for 3 months (WELCOME20)"
    )
    expect(page.get_by_text("Studio has a discount: A fifth off for three months")).to_be_visible()
    assert rosa.subscription(studio)["discount"]["promotion_code"] == "WELCOME20"

    page.goto(f"{foyer_here.url}/subscriptions/{studio}/promotion-code")
    page.get_by_label("Promotion code").fill("WELCOME20")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_text("You have used this code already.").first).to_be_visible()
