"""A customer looks at what was used of a plan that is paid by use."""

import secrets

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


def test_usage_is_shown_against_what_is_included(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    calls = rosa.sell("Calls", pricing={"amount": 10, "usage_type": "metered", "included_units": 100})
    subscription = rosa.take(calls, collection="invoice")
    for quantity in (60, 60):
        key = secrets.token_hex(6)
        for _ in range(2):  # The second time changes nothing.
            rosa.business("usage", {"subscription_id": subscription, "quantity": quantity, "key": key})
    sign_in(page, foyer_here, rosa.email)
    page.get_by_role("main").get_by_role("link", name="Calls", exact=True).click()
    expect(page.get_by_role("region", name="What you get")).to_contain_text("100 units included")
    expect(page.get_by_role("region", name="What you get")).to_contain_text("\N{EURO SIGN}0.10 per unit")
    usage = page.get_by_role("region", name="Usage")
    expect(usage).to_contain_text("Calls: 120 units used, 100 of them included")
    expect(usage).to_contain_text("\N{EURO SIGN}2.00 so far")
