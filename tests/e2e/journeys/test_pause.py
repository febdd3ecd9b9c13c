"""A pause that is planned and undone, and one that ends on another day than was chosen first."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


@pytest.fixture
def rosa(foyer_here: Foyer) -> OwnCustomer:
    """A customer of this test's own."""
    return own_customer(foyer_here)


def in_days(count: int) -> date:
    """So many days from now, by the customer's calendar."""
    return date.today() + timedelta(days=count)  # noqa: DTZ011


def test_plan_a_pause_and_undo_it(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = rosa.subscribe("Studio")
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}")
    page.get_by_role("link", name="Pause", exact=True).click()
    page.get_by_label("When the paid period ends").check()
    page.get_by_role("button", name="Pause subscription").click()
    expect(page.get_by_text("The pause is planned. Until then everything stays as it is.")).to_be_visible()
    note = page.locator(".note").filter(has_text="It will pause")
    (change,) = rosa.subscription(studio)["pending_changes"]
    assert change["kind"] == "pause"
    foyer_here.wait_for_mail(rosa.email, "subscription_pause_scheduled")
    note.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. Everything stays as it was.")).to_be_visible()
    expect(note).to_have_count(0)
    assert rosa.subscription(studio)["pending_changes"] == []
    foyer_here.wait_for_mail(rosa.email, "subscription_pause_withdrawn")
    assert rosa.mails() == ["subscription_pause_scheduled", "subscription_pause_withdrawn"]


@every_look
@pytest.mark.refused(422)
def test_come_back_on_another_day(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    studio = rosa.subscribe("Studio")
    rosa.business(f"subscriptions/{studio}/pause", {"requested_by": "customer"})
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}")
    page.get_by_role("link", name="Choose another day").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When does Studio come back?")
    page.get_by_label("Date to come back").fill("2020-02-29")
    page.get_by_role("button", name="Change the date").click()
    expect(page.get_by_role("link", name="This date has passed. Choose a later one.")).to_be_visible()
    back = in_days(21)
    page.get_by_label("Date to come back").fill(back.isoformat())
    page.get_by_role("button", name="Change the date").click()
    expect(page.get_by_text("It comes back on the day that you chose.")).to_be_visible()
    day = f"{back.day} {back:%B %Y}"
    expect(page.locator(".note").filter(has_text=f"It comes back {day} by itself.")).to_be_visible()
    assert day in foyer_here.wait_for_mail(rosa.email, "subscription_resume_scheduled")["text"]
    (change,) = rosa.subscription(studio)["pending_changes"]
    assert change["kind"] == "resume"
    assert rosa.mails() == ["subscription_paused", "subscription_resume_scheduled"]
