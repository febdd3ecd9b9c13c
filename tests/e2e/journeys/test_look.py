"""Every page in each of its states, light and dark, at both sizes: accessible to axe, and wholly visible."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.announcing import announced
from tests.e2e.money_states import closing, collected, details, given_back, given_to_others, new_email
from tests.e2e.paying_states import choosing, paying, removing
from tests.e2e.signing_in import ADA, GRACE, KATHERINE, MARY, ask_for_mail, sign_in
from tests.e2e.subscription_states import judith, olga, rosa, vera
from tests.e2e.system import Foyer

States = Callable[[Page, Foyer], Iterator[str]]
"""Brings the page from one state to the next, and names each."""


def visitor(page: Page, foyer: Foyer) -> Iterator[str]:
    """Somebody who has not signed in yet."""
    page.goto(f"{foyer.url}/sign-in")
    yield "sign-in"
    page.get_by_label("Email address").fill("nobody")
    page.get_by_role("button", name="Send me a code").click()
    yield "sign-in, no address"
    mail = ask_for_mail(page, foyer, ADA)
    yield "sign-in, code"
    page.get_by_label("Code from the mail").fill("12")
    page.get_by_role("button", name="Sign in").click()
    yield "sign-in, wrong code"
    page.get_by_role("button", name="Send a new code").click()
    yield "sign-in, too soon"
    page.goto(next(link for link in mail["links"] if "/sign-in/link" in link))
    yield "sign-in, link"
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").last.click()
    page.goto(f"{foyer.url}/sign-in/link?token=used-up")
    page.get_by_role("button", name="Sign in").click()
    yield "sign-in, link that does not work"
    page.goto(f"{foyer.url}/nowhere")
    yield "visitor, page not found"
    page.goto(f"{foyer.url}/dev/mail")
    yield "mailbox"
    page.goto(f"{foyer.url}/dev/mail?to=nobody@example.com")
    yield "mailbox, nothing found"
    page.goto(f"{foyer.url}/dev/mail")
    page.get_by_role("main").get_by_role("link").filter(has_text="Sign in").first.click()
    yield "mail"


def ada(page: Page, foyer: Foyer) -> Iterator[str]:
    """Who has something of everything."""
    sign_in(page, foyer, ADA)
    yield "home"
    yield from _menu(page)
    for path in ("/subscriptions", "/orders", "/payment-methods", "/support", "/history", "/settings"):
        page.goto(f"{foyer.url}{path}")
        yield path
    for name in ("Studio", "Team seats", "Print magazine"):
        _open_subscription(page, foyer, name)
        yield f"subscription {name}"
    page.get_by_role("link", name="Choose another day").click()
    yield "resume on another day"
    page.get_by_label("Date to come back").fill("2020-02-29")
    page.get_by_role("button", name="Change the date").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "resume on another day, one that is over"
    _open_subscription(page, foyer, "Print magazine")
    page.get_by_role("link", name="Resume").click()
    yield "resume"
    yield from _pause(page, foyer)


def ada_reads(page: Page, foyer: Foyer) -> Iterator[str]:
    """Her documents, her questions and her details."""
    sign_in(page, foyer, ADA)
    page.goto(f"{foyer.url}/invoices")
    yield "invoices"
    page.get_by_role("main").get_by_role("link", name=re.compile("^NW-")).first.click()
    yield "invoice, open"
    page.goto(f"{foyer.url}/invoices?status=paid")
    yield "invoices, paid"
    page.get_by_role("main").get_by_role("link", name=re.compile("^NW-")).first.click()
    yield "invoice, paid"
    page.get_by_role("link", name="Ask for a refund").click()
    yield "refund, the form"
    page.get_by_role("button", name="Ask for a refund").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "refund, with nothing in it"
    page.goto(f"{foyer.url}/notifications")
    yield "notifications"
    page.goto(f"{foyer.url}/invoices?status=overdue")
    expect(page.get_by_role("link", name="Show all invoices")).to_be_visible()
    yield "invoices, none of this status"
    page.goto(f"{foyer.url}/orders")
    page.get_by_role("main").get_by_role("link", name=re.compile("^NW-O-")).first.click()
    yield "order"
    page.goto(f"{foyer.url}/support")
    page.get_by_role("main").get_by_role("link", name=re.compile("magazine")).click()
    yield "ticket"
    page.goto(f"{foyer.url}/support/new")
    yield "new ticket"
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "new ticket, with nothing in it"
    page.goto(f"{foyer.url}/settings")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    yield "settings, saved"
    page.get_by_role("switch", name="News and offers").click()
    expect(page.get_by_role("switch", name="News and offers")).not_to_be_checked()
    yield "settings, mails switched off"
    yield from details(page, foyer)
    yield from contact_persons(page, foyer)
    page.goto(f"{foyer.url}/subscriptions/sub_01jd0000000000000000000000")
    yield "page not found"


def contact_persons(page: Page, foyer: Foyer) -> Iterator[str]:
    """From none to one who is asked, changed and removed, and what that one sees."""
    page.goto(f"{foyer.url}/contact-persons")
    yield "contact persons, none"
    page.get_by_role("link", name="Add a contact person").click()
    page.get_by_role("button", name="Add and send the link").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "contact person, with nothing in it"
    page.get_by_label("Name").fill("Grace O'Hara")
    page.get_by_label("Email address").fill("books@example.com")
    page.get_by_label("Role").fill("Bookkeeping")
    page.get_by_role("button", name="Add and send the link").click()
    expect(page.get_by_text("Not confirmed yet")).to_be_visible()
    yield "contact persons, one who is asked"
    page.get_by_role("link", name="Change").click()
    yield "contact person, to be changed"
    page.goto(f"{foyer.url}/contact-persons")
    page.get_by_role("link", name="Remove").click()
    yield "contact person, to be removed"
    page.goto(foyer.wait_for_mail("books@example.com", "contact_link")["links"][0])
    yield "contact person, asked"
    page.get_by_role("button", name="Yes, send me copies").click()
    yield "contact person, said yes"
    page.goto(f"{foyer.url}/contact-persons/answer?token=nobody")
    yield "contact person, link of nobody"


def grace(page: Page, foyer: Foyer) -> Iterator[str]:
    """Who has invoices and nothing else."""
    sign_in(page, foyer, GRACE)
    yield "home of who has invoices alone"
    for path in ("/subscriptions", "/orders", "/payment-methods", "/support", "/history", "/declarations"):
        page.goto(f"{foyer.url}{path}")
        yield f"{path}, nothing there"


def katherine(page: Page, foyer: Foyer) -> Iterator[str]:
    """Who is late with a payment."""
    sign_in(page, foyer, KATHERINE)
    yield "home, past due"
    _open_subscription(page, foyer, "Studio")
    yield "subscription, past due"
    page.goto(f"{foyer.url}/invoices?status=overdue")
    yield "invoices, overdue"


def mary(page: Page, foyer: Foyer) -> Iterator[str]:
    """Whose role sees little."""
    sign_in(page, foyer, MARY)
    yield "home of a member"
    page.goto(f"{foyer.url}/support/new")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not allowed")
    yield "not allowed"


def _menu(page: Page) -> Iterator[str]:
    # A phone folds the navigation away behind it; on a desktop nothing is there to open.
    page.evaluate("document.querySelector('details.menu').open = true")
    yield "home, menu open"


def _open_subscription(page: Page, foyer: Foyer, name: str) -> None:
    page.goto(f"{foyer.url}/subscriptions")
    page.get_by_role("main").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def _pause(page: Page, foyer: Foyer) -> Iterator[str]:
    """The dialog, its refusal, a pause that is planned, and its undoing."""
    _open_subscription(page, foyer, "Studio")
    page.get_by_role("link", name="Pause").click()
    yield "pause"
    with page.expect_response(re.compile("/pause[?]")):
        page.get_by_role("radio").nth(1).check()
    yield "pause, when the period ends"
    page.get_by_label("Date to come back").fill("2020-02-29")
    page.get_by_role("button", name="Pause subscription").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "pause, with a date that is over"
    page.get_by_label("Date to come back").fill("")
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Pause subscription").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    yield "subscription, pause planned"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    yield "subscription, pause undone"


@pytest.mark.parametrize(
    "states",
    [
        *(visitor, ada, ada_reads, announced, grace, katherine, mary, rosa, vera, olga, judith),
        *(closing, new_email, given_back, collected, given_to_others, paying, removing, choosing),
    ],
)
def test_every_state_is_accessible_and_fits(foyer_here: Foyer, browser: Browser, states: States) -> None:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    found = [wrong for state in states(page, foyer_here) for wrong in wrong_with(page, state)]
    context.close()
    assert found == []
