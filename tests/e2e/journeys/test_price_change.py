"""A new price: told long before, shown on the subscription, and taken back."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


def test_a_new_price_is_told_ahead_and_taken_back(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    old = rosa.sell("Studio", allow_quantity_change=True)
    rosa.add_card()
    studio = rosa.take_running(old)
    sign_in(page, foyer_here, rosa.email)
    dearer = rosa.price_of(old, amount=3500, interval="month")
    begins = datetime.now(UTC) + timedelta(days=40)
    told = rosa.business(f"prices/{old}/migrations", {"to": dearer, "effective_from": begins.isoformat()})
    mail = foyer_here.wait_for_mail(rosa.email, "subscription_price_change_announced")
    assert "€35.00" in mail["text"]

    page.goto(f"{foyer_here.url}/subscriptions/{studio}")
    (change,) = rosa.subscription(studio)["pending_changes"]
    assert begins <= datetime.fromisoformat(change["effective_at"]) < begins + timedelta(days=31)
    note = page.locator(".note").filter(has_text="We change its price: from ")
    expect(note).to_contain_text("it costs €35.00 / month.")
    # It is the business's to undo: until then all costs what it did, and the seats stay as they are.
    expect(note.get_by_role("button")).to_have_count(0)
    expect(note.get_by_role("link", name="Ask us about this")).to_be_visible()
    expect(page.locator(".card.stat").first).to_contain_text("€29.00")
    expect(page.get_by_role("link", name="Change seats")).to_have_count(0)
    expect(page.get_by_role("link", name="Cancel", exact=True)).to_be_visible()

    rosa.business(f"prices/{old}/migrations/{told['id']}/withdraw", {})
    foyer_here.wait_for_mail(rosa.email, "subscription_price_change_withdrawn")
    page.reload()
    expect(note).to_have_count(0)
    expect(page.get_by_role("link", name="Change seats")).to_be_visible()
    assert rosa.subscription(studio)["pending_changes"] == []
