"""The states of a customer's details, and of money that is owed or given back: each names what is shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import OwnCustomer, lines_of, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until


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


def new_email(page: Page, foyer: Foyer) -> Iterator[str]:
    """The code, the link that is mailed to the new address, what it does, and that it does it once."""
    mover = own_customer(foyer, "Rosa O'Mover")
    new = f"new.{mover.email}"
    sign_in(page, foyer, mover.email)
    page.goto(f"{foyer.url}/details/email")
    page.get_by_label("New email address").fill(new)
    page.get_by_role("button", name="Send me a code").click()
    code = foyer.wait_for_mail(mover.email, "confirmation_code")["code"]
    yield "another email, the code"
    page.get_by_label("Code from the mail").fill("12")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "another email, no code"
    page.get_by_label("Code from the mail").fill(str(code))
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details")
    yield "details, a link was sent"
    link = foyer.wait_for_mail(new, "email_change_link")["links"][0]
    page.goto(link)
    yield "the link to the new address"
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("status")).to_be_visible()
    yield "the link to the new address, done"
    page.goto(link)
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "the link to the new address, used up"


def given_back(page: Page, foyer: Foyer) -> Iterator[str]:
    """Invoices that are void, given back or paid again, their credit notes, the balance, and the orders."""
    iris = own_customer(foyer, "Iris")
    sign_in(page, foyer, iris.email)
    for name in ("credit-notes", "balance"):
        page.goto(f"{foyer.url}/{name}")
        yield f"{name}, nothing there"
    shown = dict(_given_back(iris))
    for name, address in shown.items():
        page.goto(f"{foyer.url}{address}")
        yield name
    for name in ("invoices", "credit-notes", "balance", "orders"):
        page.goto(f"{foyer.url}/{name}")
        yield f"{name}, of each kind"
    page.goto(f"{foyer.url}/invoices?text=nobody%27s")
    expect(page.get_by_text("No invoice matches.")).to_be_visible()
    yield "invoices, no match"
    page.goto(f"{foyer.url}/invoices?since=soon&until=2026-02-30")
    expect(page.get_by_role("alert")).to_be_visible()
    yield "invoices, a search with mistakes"


def _given_back(iris: OwnCustomer) -> Iterator[tuple[str, str]]:
    """Each document by what is to be seen of it. What is void comes first: a balance pays what is open."""
    lines = (("Atelier lamp with a painter's & photographer's arm", 12950), ("Shipping", 495))
    void = iris.invoice(*lines)
    iris.business(f"invoices/{void['id']}/void", {})
    yield "invoice, void", f"/invoices/{void['id']}"
    part = iris.invoice(*lines)
    iris.pay(part)
    reason = "The arm is a hand's breadth too short, and one of its joints doesn't hold"
    note = iris.business("credit-notes", {"invoice_id": part["id"], "lines": [{"line": 1}], "reason": reason})
    until(lambda: iris.read(f"credit-notes/{note['id']}")["document_ready"], "the note's PDF")
    yield "invoice, with a credit note", f"/invoices/{part['id']}"
    yield "credit note", f"/credit-notes/{note['id']}"
    order = iris.order(*lines)
    iris.pay(iris.read(f"invoices/{order['invoice_id']}"))
    iris.business("credit-notes", {"invoice_id": order["invoice_id"]})
    yield "invoice, refunded", f"/invoices/{order['invoice_id']}"
    yield "order, refunded", f"/orders/{order['id']}"
    order = iris.order(*lines)
    iris.business(f"orders/{order['id']}/fulfill", {})
    yield "invoice, paid from the balance", f"/invoices/{order['invoice_id']}"
    yield "order, fulfilled", f"/orders/{order['id']}"
    atelier = {"line1": "Kirchengasse 17", "postal_code": "10119", "city": "Berlin", "country": "DE"}
    sent = {"discount": {"percent": 12.5}, "shipping": {"label": "Parcel", "amount": 495}}
    wanted = {"customer_id": iris.id, "lines": lines_of(*lines), "shipping_address": atelier}
    order = iris.business("orders", wanted | sent)
    yield "order, sent to an address", f"/orders/{order['id']}"
    yield "invoice, sent to an address", f"/invoices/{order['invoice_id']}"
    dear = (("Painter's studio", 9_900_000),)
    order = iris.order(*dear)
    iris.business(f"orders/{order['id']}/cancel", {})
    yield "order, canceled", f"/orders/{order['id']}"
    wrong = iris.invoice(*dear)
    paid = iris.pay(wrong)
    iris.business(f"payments/{paid['id']}/reverse", {"reason": "Somebody else's"})
    yield "invoice, a payment was taken back", f"/invoices/{wrong['id']}"


def collected(page: Page, foyer: Foyer) -> Iterator[str]:
    """An overdue invoice becomes a case, for which payment plans are asked; another goes on to its end."""
    late = own_customer(foyer, "Rosa O'Late")
    invoice = late.overdue_invoice(("Advice", 100_000))
    sign_in(page, foyer, late.email)
    page.goto(f"{foyer.url}/collection-cases")
    yield "collection cases, none"
    case = late.collect(invoice)
    page.goto(foyer.url)
    main = page.get_by_role("main")
    expect(main.locator(f"a[href='/collection-cases/{case['id']}']")).to_be_visible()
    yield "home, something is collected"
    page.goto(f"{foyer.url}/collection-cases/{case['id']}")
    page.get_by_text("All of 3").click()
    yield "collection case"
    for answer, state in (("decline", "not agreed on"), ("approve", "running")):
        plan = ask_for_plan(page, late, f"collection-cases/{case['id']}")
        yield f"collection case, a plan was asked for, to be {state}"
        reason = {"reason": "Three months are too long: that's what we've said"}
        late.business(f"payment-plans/{plan}/{answer}", reason if answer == "decline" else {})
        page.reload()
        yield f"collection case, a plan is {state}"
    late.pay(invoice)
    wait_for_plan(late, f"collection-cases/{case['id']}", "completed")
    page.reload()
    yield "collection case, a plan is completed"
    other = late.collect(late.overdue_invoice(("More advice", 20_000)))
    for step, state in (
        ("hold", "on hold"),
        ("release", "goes on"),
        ("advance", "formal notice"),
        ("settle", "settled"),
    ):
        late.business(
            f"collection-cases/{other['id']}/{step}", {"reason": "dispute"} if step == "hold" else {}
        )
        page.goto(f"{foyer.url}/collection-cases/{other['id']}")
        yield f"collection case, {state}"
    page.goto(f"{foyer.url}/collection-cases")
    yield "collection cases"


def given_to_others(page: Page, foyer: Foyer) -> Iterator[str]:
    """A plan is broken, costs are added, a last warning is given, and then others collect."""
    late = own_customer(foyer, "Rosa O'Never")
    case = late.collect(late.overdue_invoice(("Advice", 100_000)), days_between_stages=None)
    sign_in(page, foyer, late.email)
    address = f"{foyer.url}/collection-cases/{case['id']}"
    page.goto(address)
    plan = ask_for_plan(page, late, f"collection-cases/{case['id']}")
    long_ago = datetime.now(UTC) - timedelta(days=21)
    late.business(f"payment-plans/{plan}/approve", {}, at=long_ago)
    wait_for_plan(late, f"collection-cases/{case['id']}", "broken")
    page.goto(address)
    yield "collection case, a plan is broken"
    late.business(f"collection-cases/{case['id']}/advance", {}, at=long_ago)  # The formal notice.
    for notice in ("Collection costs were added", "This is the last warning", "given invoice"):
        late.business(f"collection-cases/{case['id']}/advance", {})
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text(notice)
        yield f"collection case, {notice}"


def ask_for_plan(page: Page, late: OwnCustomer, case: str) -> str:
    """Ask on the page of a case to pay it in three instalments; the plan's id."""
    page.get_by_label("3 instalments").check()
    page.get_by_role("button", name="Ask for this plan").click()
    expect(page.get_by_role("heading", name="Payment plan")).to_be_visible()
    plan_id: str = late.read(case)["plan"]["id"]
    return plan_id


def wait_for_plan(late: OwnCustomer, case: str, status: str) -> None:
    """Until the newest plan of that case is."""
    until(lambda: late.read(case)["plan"]["status"] == status, f"a plan that is {status}")
