"""The states of a customer's details and of what is collected: each names what the page shows then."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


def details(page: Page, foyer: Foyer) -> Iterator[str]:
    """What is known of whoever is signed in, the form, what is wrong in it, and the way to another email."""
    page.goto(f"{foyer.url}/details")
    yield "details"
    page.get_by_role("link", name="Edit your details").click()
    yield "details, the form"
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_label("Phone").fill("call me")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "details, with what is wrong"
    page.goto(f"{foyer.url}/details/email")
    yield "another email"
    page.get_by_label("New email address").fill("nobody")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "another email, no address"
    page.goto(f"{foyer.url}/details/close")
    expect(page.get_by_role("heading", name="Before you can close it")).to_be_visible()
    yield "closing the account, with something in the way"


def closing(page: Page, foyer: Foyer) -> Iterator[str]:
    """Nothing is in the way of whoever came just now: what closing means, the code, and the end."""
    leaver = own_customer(foyer, "Rosa O'Leaver")
    sign_in(page, foyer, leaver.email)
    page.goto(f"{foyer.url}/details/close")
    yield "closing the account"
    page.get_by_role("button", name="Send me a code").click()
    mail = foyer.wait_for_mail(leaver.email, "confirmation_code")
    yield "closing the account, the code"
    page.get_by_label("Code from the mail").fill("12")
    page.get_by_role("button", name="Close the account for good").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "closing the account, no code"
    page.get_by_label("Code from the mail").fill(str(mail["code"]))
    page.get_by_role("button", name="Close the account for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is closed")
    yield "closed"


def what_is_collected(page: Page, foyer: Foyer) -> Iterator[str]:
    """The overdue invoice of whoever is signed in becomes a case, for which a payment plan is asked."""
    page.goto(f"{foyer.url}/collection-cases")
    yield "collection cases, none"
    page.goto(f"{foyer.url}/invoices?status=overdue")
    invoice = page.get_by_role("main").get_by_role("link", name="NW-").first.get_attribute("href") or ""
    with as_business(foyer) as business:
        collecting = {"opening": "by_staff", "plans_offered": True}
        business.put("/v1/collection-settings", json=collecting).raise_for_status()
        opened = {"invoice_id": invoice.rpartition("/")[2]}
        case = business.post("/v1/collection-cases", json=opened).raise_for_status().json()
    page.goto(foyer.url)
    main = page.get_by_role("main")
    expect(main.locator(f"a[href='/collection-cases/{case['id']}']")).to_be_visible()
    yield "home, something is collected"
    page.goto(f"{foyer.url}/collection-cases")
    yield "collection cases"
    main.get_by_role("link", name=case["number"]).click()
    page.get_by_text("All of 3").click()
    yield "collection case"
    page.get_by_label("3 instalments").check()
    page.get_by_role("button", name="Ask for this plan").click()
    expect(page.get_by_role("heading", name="Payment plan")).to_be_visible()
    yield "collection case, a plan was asked for"
