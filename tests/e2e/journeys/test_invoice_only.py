"""Who has invoices and nothing else walks through the whole portal, and finds no hole in it."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import PHONE, Foyer

HOLES = re.compile(r"\b(None|null|undefined|nan)\b|\{\{|\}\}")
"""What stands where words should be, when something is missing."""

EMPTY = {
    "/subscriptions": "You have no subscriptions.",
    "/orders": "You have not ordered anything yet.",
    "/credit-notes": "You have no credit notes.",
    "/balance": "Nothing is to your credit.",
    "/collection-cases": "Nothing of yours is being collected.",
    "/declarations": "You have declared nothing yet.",
}
"""What is said where there is nothing."""


@every_look
def test_every_page_makes_sense_without_a_subscription(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    open_one = rosa.invoice(("Advice", 2000))
    paid = rosa.invoice(("Advice", 1000))
    rosa.pay(paid)
    foyer_here.wait_for_mail(rosa.email, "invoice_ready", more_than=1)
    sign_in(page, foyer_here, rosa.email)
    counters = page.get_by_role("region", name="At a glance").get_by_role("link")
    expect(counters).to_have_text([re.compile("^2")])
    if page.viewport_size == PHONE:
        expect(page.get_by_role("main")).to_contain_text("€24.20")
    else:
        expect(page.get_by_role("region", name="Open invoices")).to_contain_text(open_one["number"])

    navigation = page.locator("nav[aria-label='Account'] a")
    addresses = [str(link.get_attribute("href")) for link in navigation.all()]
    assert "/invoices" in addresses
    assert not {"/subscriptions", "/orders"} & set(addresses)
    for address in dict.fromkeys([*addresses, *EMPTY]):
        answer = page.goto(f"{foyer_here.url}{address}")
        assert answer
        assert answer.ok, address
        main = page.get_by_role("main")
        assert not HOLES.search(main.inner_text()), address
        if address in EMPTY:
            expect(main).to_contain_text(EMPTY[address])

    page.goto(f"{foyer_here.url}/invoices")
    expect(page.get_by_text("€24.20 is to be paid.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("^NW-"))).to_have_text(
        [paid["number"], open_one["number"]]
    )
    page.get_by_role("main").get_by_role("link", name=open_one["number"]).click()
    expect(page.locator(".note").first).to_contain_text("€24.20 is due on")
    for without in ("Order", "Subscription"):
        expect(page.get_by_role("main").get_by_role("link", name=without, exact=True)).to_have_count(0)
    page.goto(f"{foyer_here.url}/invoices/{paid['id']}")
    expect(page.get_by_role("region", name="Payments")).to_contain_text("€12.10")
    expect(page.get_by_role("region", name="Payments")).to_contain_text("Succeeded")
