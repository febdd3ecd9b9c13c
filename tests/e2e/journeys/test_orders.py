"""Orders to their ends, as a customer sees them: fulfilled, canceled, and refunded with what they gave."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, as_business, lines_of, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until


def see(page: Page, rosa: OwnCustomer, order_id: str, *happened: str) -> None:
    """The order's page: its status, what has happened, and what it costs."""
    page.goto(f"{rosa.foyer.url}/orders/{order_id}")
    status, *_ = happened
    expect(page.locator(".row", has=page.get_by_role("heading", level=1))).to_contain_text(status)
    for one in happened:
        expect(page.get_by_role("main")).to_contain_text(f"{one} on ")
    expect(page.locator("tr.total").get_by_role("cell")).to_have_text("€24.20")


def see_what_is_sent(page: Page) -> None:
    """The lines with what came off them, the parcel, the total with 21 % of tax, and where it goes."""
    rows = page.get_by_role("region", name="Lines").locator("tbody tr")
    expect(rows).to_contain_text(["Discount of €2.00", "Discount of €7.50", "Parcel"])
    expect(rows.locator("td.at-sum")).to_have_text(["€18.00", "€22.50", "€4.95"])
    expect(page.locator("tr.total").get_by_role("cell")).to_have_text("€54.99")
    address = re.compile("Spui 1.*1012 WX.*Amsterdam.*Netherlands", re.DOTALL)
    expect(page.get_by_role("region", name="Delivery address")).to_contain_text(address)


def kinds(rosa: OwnCustomer) -> list[str]:
    """All her mails but the codes, by their names."""
    found = [mail["message"] for mail in rosa.foyer.mails(rosa.email)]
    return sorted(message for message in found if message != "sign_in_code")


def test_an_order_is_fulfilled_and_another_canceled(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    sign_in(page, foyer_here, rosa.email)
    lamp = rosa.order(("Lamp", 2000))
    rosa.pay(rosa.read(f"invoices/{lamp['invoice_id']}"))
    see(page, rosa, lamp["id"], "Paid")
    rosa.business(f"orders/{lamp['id']}/fulfill", {})
    foyer_here.wait_for_mail(rosa.email, "order_fulfilled")
    see(page, rosa, lamp["id"], "Fulfilled", "Paid")

    chair = rosa.order(("Chair", 2000))
    foyer_here.wait_for_mail(rosa.email, "invoice_ready", more_than=1)
    rosa.business(f"orders/{chair['id']}/cancel", {})
    mail = foyer_here.wait_for_mail(rosa.email, "order_canceled")
    assert "You do not have to pay anything for it." in " ".join(mail["text"].split())
    page.goto(next(link for link in mail["links"] if "/orders/" in link))
    see(page, rosa, chair["id"], "Canceled")
    page.get_by_role("link", name=f"Invoice {chair['invoice_number']}").click()
    expect(page.locator(".row", has=page.get_by_role("heading", level=1)).first).to_contain_text("Void")
    expect(page.get_by_role("main")).to_contain_text("Nothing had to be paid.")
    page.goto(f"{foyer_here.url}/orders")
    rows = page.get_by_role("main").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Canceled")
    expect(rows.nth(2)).to_contain_text("Fulfilled")
    page.goto(f"{foyer_here.url}/invoices")
    expect(page.get_by_role("main")).not_to_contain_text("is to be paid.")
    paid = ["payment_receipt", "order_fulfilled"]
    assert kinds(rosa) == sorted([*(2 * ["order_placed", "invoice_ready"]), *paid, "order_canceled"])


@every_look
def test_an_order_shows_what_came_off_and_where_it_is_sent(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    lamp, chair = lines_of(("Lamp", 2000), ("Chair", 3000))
    sent_to = {"line1": "Spui 1", "postal_code": "1012 WX", "city": "Amsterdam", "country": "NL"}
    wanted = {
        "customer_id": rosa.id,
        "lines": [lamp, chair | {"discount": {"amount": 500}}],
        "discount": {"percent": 10},
        "shipping": {"label": "Parcel", "amount": 495},
        "shipping_address": sent_to,
    }
    order = rosa.business("orders", wanted)
    foyer_here.wait_for_mail(rosa.email, "order_placed")
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/orders/{order['id']}")
    main = page.get_by_role("main")
    expect(main).to_contain_text(
        "The order has a discount of 10 % (€4.50), of which each line has its share."
    )
    see_what_is_sent(page)
    main.get_by_role("link", name=f"Invoice {order['invoice_number']}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Invoice {order['invoice_number']}")
    see_what_is_sent(page)


def test_a_refunded_order_takes_its_downloads_along(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    product = rosa.business("products", {"name": "Handbook"})["id"]
    grants = {"kind": "link", "name": "Reading room", "url": "https://read.example/{order_id}"}
    rosa.business(f"products/{product}/entitlements", grants)
    (line,) = lines_of(("Handbook", 2000))
    wanted = {"customer_id": rosa.id, "lines": [line | {"product_id": product}]}

    def ordered() -> dict[str, Any] | None:
        """Once the product has arrived at invoicing."""
        with as_business(foyer_here) as client:
            answer = client.post("/v1/orders", json=wanted)
        return None if answer.status_code == 404 else dict(answer.raise_for_status().json())

    order = until(ordered, "the product to be known where orders are")
    sign_in(page, foyer_here, rosa.email)
    see(page, rosa, order["id"], "Placed")
    expect(page.get_by_role("link", name="Open Reading room")).to_have_count(0)

    rosa.pay(rosa.read(f"invoices/{order['invoice_id']}"))
    foyer_here.wait_for_mail(rosa.email, "entitlement_granted")
    until(lambda: rosa.read(f"orders/{order['id']}")["status"] == "fulfilled", "a fulfilled order")
    see(page, rosa, order["id"], "Fulfilled", "Paid")
    expect(page.get_by_role("link", name="Open Reading room")).to_have_attribute(
        "href", f"https://read.example/{order['id']}"
    )

    rosa.business("credit-notes", {"invoice_id": order["invoice_id"]})
    mail = foyer_here.wait_for_mail(rosa.email, "credit_note_ready")
    assert "€24.20 is in your balance" in " ".join(mail["text"].split())

    def nothing_held() -> bool:
        page.goto(f"{foyer_here.url}/orders/{order['id']}")
        return page.get_by_role("link", name="Open Reading room").count() == 0

    until(nothing_held, "the reading room to close")
    see(page, rosa, order["id"], "Refunded", "Fulfilled", "Paid")
    page.get_by_role("link", name=f"Invoice {order['invoice_number']}").click()
    expect(page.locator(".row", has=page.get_by_role("heading", level=1)).first).to_contain_text("Refunded")
    assert foyer_here.count(rosa.email, "order_fulfilled") == 0  # What it gave has a mail of its own.
