"""Announcements of a business, and the states of the pages that show them."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until


def announce(foyer: Foyer, **body: Any) -> str:
    """As soon as notifications knows what it is about; its id."""

    def posted() -> str:
        with as_business(foyer) as client:
            answer = client.post("/v1/announcements", json=body).json()
        assert answer.get("code") in {None, "announcement_product_unknown"}, answer
        return str(answer.get("id", ""))

    announcement_id: str = until(posted, "an announcement")
    return announcement_id


def take_away(foyer: Foyer, announcement_id: str) -> None:
    """For good."""
    with as_business(foyer) as client:
        client.delete(f"/v1/announcements/{announcement_id}").raise_for_status()


def announced(page: Page, foyer: Foyer) -> Iterator[str]:
    """Nothing, then one of each level, one of them read and one dismissed."""
    rosa = own_customer(foyer, "Rosa O'Reader")
    sign_in(page, foyer, rosa.email)
    page.goto(f"{foyer.url}/notifications")
    expect(page.get_by_text("Nothing is announced at the moment.")).to_be_visible()
    yield "notifications, nothing"
    text = "We are **on it**, and say here how:\n\n- [Status](https://status.example)\n- `api.example`"
    for level in ("info", "warning", "alert"):
        title = f"Uploads are slower than they should be since this morning ({level})"
        announce(foyer, level=level, title=title, text=text, customer_id=rosa.id)
    page.goto(foyer.url)
    expect(page.get_by_role("button", name="Dismiss")).to_have_count(3)
    yield "home, with announcements"
    page.get_by_role("button", name="Dismiss").first.click()
    expect(page.get_by_role("button", name="Dismiss")).to_have_count(2)
    yield "home, one announcement dismissed"
    page.goto(f"{foyer.url}/notifications")
    page.get_by_role("button", name="Mark as read").first.click()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(1)
    yield "notifications, with announcements"
