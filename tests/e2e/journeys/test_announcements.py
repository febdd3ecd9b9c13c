"""An announcement: on the page of whom it is for, read, dismissed, taken away, and nobody else's."""

from playwright.sync_api import Page, expect

from tests.e2e.announcing import announce, take_away
from tests.e2e.looks import every_look
from tests.e2e.open_page import SOON, streams
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


@every_look
def test_an_alert_for_a_product_is_read_and_dismissed(foyer_here: Foyer, page: Page) -> None:
    rosa, mae = own_customer(foyer_here), own_customer(foyer_here, "Mae Jemison")
    price = rosa.sell("Studio")
    rosa.take(price, collection="invoice")
    text = "We are **on it**. [Status](https://status.example)"
    alert = announce(
        foyer_here, level="alert", title="Uploads are slow", text=text, product_id=rosa.product_of(price)
    )
    sign_in(page, foyer_here, rosa.email)
    banner = page.get_by_role("region", name="Alert: Uploads are slow")
    expect(banner.get_by_role("link", name="Status")).to_have_attribute("href", "https://status.example")

    page.goto(f"{foyer_here.url}/notifications")
    announcements = page.get_by_role("region", name="Announcements")
    announcements.get_by_role("button", name="Mark as read").click()
    expect(announcements.get_by_role("button", name="Mark as read")).to_have_count(0)
    expect(announcements).to_contain_text("Uploads are slow")

    page.goto(foyer_here.url)
    banner.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Dismissed. You find it among your notifications")).to_be_visible()
    expect(banner).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rosa")
    expect(banner).to_have_count(0)

    page.context.clear_cookies()
    sign_in(page, foyer_here, mae.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mae")
    expect(banner).to_have_count(0)
    page.goto(f"{foyer_here.url}/notifications")
    expect(page.get_by_text("Nothing is announced at the moment.")).to_be_visible()
    take_away(foyer_here, alert)


def test_an_open_page_is_told(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    sign_in(page, foyer_here, rosa.email)
    streams(page)
    page.evaluate("window.notReloaded = true")
    entry = page.get_by_role("navigation", name="Account").get_by_role("link", name="Notifications")
    banner = page.get_by_role("region", name="Warning: Maintenance tonight")
    expect(banner).to_have_count(0)
    warning = announce(foyer_here, level="warning", title="Maintenance tonight", customer_id=rosa.id)
    expect(banner).to_be_visible(timeout=SOON)
    expect(entry).to_contain_text("1 unread announcement", timeout=SOON)
    take_away(foyer_here, warning)
    expect(banner).to_have_count(0, timeout=SOON)
    expect(entry).not_to_contain_text("unread", timeout=SOON)

    for_all = announce(foyer_here, level="info", title="We are open")
    told = page.get_by_role("region", name="Information: We are open")
    expect(told).to_be_visible(timeout=SOON)
    take_away(foyer_here, for_all)
    expect(told).to_have_count(0, timeout=SOON)
    assert page.evaluate("window.notReloaded")
