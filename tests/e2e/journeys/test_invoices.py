"""One invoice among many is found: by its status, its days, its number, and what it is for."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


def see(page: Page, *invoices: dict[str, str]) -> None:
    """These and no others, the newest first."""
    rows = page.get_by_role("region", name="Invoices").locator("tbody tr")
    expect(rows.get_by_role("link")).to_have_text([invoice["number"] for invoice in invoices])


def find(page: Page, label: str, value: str) -> None:
    """By one thing alone."""
    search = page.get_by_role("search")
    if search.get_by_role("link", name="Clear").count():
        search.get_by_role("link", name="Clear").click()
    search.get_by_label(label).fill(value)
    search.get_by_role("button", name="Find").click()


@every_look
def test_invoices_are_found(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    now = datetime.now(UTC)
    chair = rosa.invoice(("Chair, 100 % oak", 4000), at=now - timedelta(days=90))
    rosa.pay(chair)
    lamp = rosa.overdue_invoice(("Lamp", 3000))
    desk = rosa.invoice(("Desk", 2000))
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/invoices")
    see(page, desk, lamp, chair)
    expect(page.get_by_text("€60.50 is to be paid.")).to_be_visible()

    statuses = page.get_by_role("navigation", name="Show invoices by status")
    for status, found in (("Unpaid", desk), ("Overdue", lamp), ("Paid", chair)):
        statuses.get_by_role("link", name=status, exact=True).click()
        see(page, found)
    statuses.get_by_role("link", name="All", exact=True).click()

    find(page, "Number or text", "100 %")
    see(page, chair)
    find(page, "Number or text", lamp["number"])
    see(page, lamp)
    find(page, "From", f"{now - timedelta(days=50):%Y-%m-%d}")
    see(page, desk, lamp)
    find(page, "Until", f"{now - timedelta(days=50):%Y-%m-%d}")
    see(page, chair)
    statuses.get_by_role("link", name="Overdue", exact=True).click()
    expect(page.get_by_text("No invoice matches.")).to_be_visible()
    page.get_by_role("link", name="Show all invoices").click()
    see(page, desk, lamp, chair)
