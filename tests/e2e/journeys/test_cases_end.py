"""What else becomes of a collection case: it waits, costs are waived, staff are content, others collect."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.looks import each_size
from tests.e2e.money_states import ask_for_plan, wait_for_plan
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until

TWO_DAYS_AGO = datetime.now(UTC) - timedelta(days=2)


def collected_from(foyer: Foyer) -> tuple[OwnCustomer, dict[str, Any], str]:
    """A German company that owes €119.00: who it is, its invoice, and where its case is."""
    parks = own_customer(foyer, country="DE", company="O'Parks GmbH")
    invoice = parks.overdue_invoice(("Advice", 10_000))
    return parks, invoice, f"collection-cases/{parks.collect(invoice)['id']}"


def with_costs(parks: OwnCustomer, case: str) -> None:
    """The formal notice, and €40.00 for collecting it."""
    parks.business(f"{case}/advance", {}, at=TWO_DAYS_AGO)
    parks.business(f"{case}/advance", {})


def pay_link(page: Page) -> Locator:
    """The way to pay all of it."""
    return page.get_by_role("link", name="Pay", exact=True)


def figures(page: Page) -> Locator:
    """To pay in all, open of the invoice, and its costs."""
    return page.get_by_role("region", name="At a glance").locator("b")


def text_of(mail: dict[str, Any]) -> str:
    """In one line."""
    return " ".join(mail["text"].split())


@each_size
def test_a_case_waits_while_it_is_on_hold(foyer_here: Foyer, page: Page) -> None:
    parks, invoice, case = collected_from(foyer_here)
    number = invoice["number"]
    sign_in(page, foyer_here, parks.email)
    page.goto(f"{foyer_here.url}/{case}")
    expect(pay_link(page)).to_be_visible()

    parks.business(f"{case}/hold", {"reason": "dispute"})
    mail = foyer_here.wait_for_mail(parks.email, "collection_case_held")
    assert f"something is not right with invoice {number}. While we look into it," in text_of(mail)
    page.goto(next(link for link in mail["links"] if "/collection-cases/" in link))
    notice = f"Invoice {number} is on hold: nothing goes on until you hear from us."
    expect(page.get_by_text(notice)).to_be_visible()
    expect(pay_link(page)).to_have_count(0)
    expect(page.get_by_role("region", name="Pay by bank transfer")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask for this plan")).to_have_count(0)

    parks.business(f"{case}/release", {})
    mail = foyer_here.wait_for_mail(parks.email, "collection_case_released")
    assert f"of invoice {number} is no longer on hold. €119.00 is to be paid." in text_of(mail)
    page.reload()
    expect(page.get_by_text(notice)).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Please pay €119.00 now.")
    expect(pay_link(page)).to_be_visible()


@each_size
def test_costs_are_waived_in_part_and_then_whole(foyer_here: Foyer, page: Page) -> None:
    parks, invoice, case = collected_from(foyer_here)
    number = invoice["number"]
    with_costs(parks, case)
    sign_in(page, foyer_here, parks.email)
    page.goto(f"{foyer_here.url}/{case}")
    main = page.get_by_role("main")
    expect(figures(page)).to_contain_text(["€159.00", "€119.00", "€40.00"])
    expect(main).to_contain_text(f"Collection costs were added to invoice {number}. Please pay €159.00 now.")

    parks.business(f"{case}/waive", {"amount": {"amount": 1500, "currency": "EUR"}})
    page.reload()
    expect(figures(page)).to_contain_text(["€144.00", "€119.00", "€25.00"])
    parks.business(f"{case}/waive", {})
    page.reload()
    expect(figures(page)).to_contain_text(["€119.00", "€119.00", "€0.00"])
    expect(main).not_to_contain_text("Collection costs were added to invoice")
    expect(main).to_contain_text("Please pay €119.00 now.")
    pay_link(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay €119.00")

    page.goto(f"{foyer_here.url}/{case}")
    page.get_by_role("link", name="Invoice of the collection costs").click()
    expect(page.get_by_role("region", name="Credit notes")).to_contain_text("€15.00")


@each_size
def test_staff_are_content_with_a_part(foyer_here: Foyer, page: Page) -> None:
    parks, invoice, case = collected_from(foyer_here)
    number = invoice["number"]
    with_costs(parks, case)
    parks.pay(invoice, 5000)
    parks.business(f"{case}/settle", {})
    mail = foyer_here.wait_for_mail(parks.email, "collection_case_settled")
    assert f"You owe nothing more for invoice {number}." in text_of(mail)
    sign_in(page, foyer_here, parks.email)
    page.goto(next(link for link in mail["links"] if "/collection-cases/" in link))
    expect(page.get_by_text(f"Invoice {number} is settled, and nothing more is to be paid.")).to_be_visible()
    expect(figures(page)).to_contain_text(["€0.00", "€0.00", "€0.00"])
    expect(pay_link(page)).to_have_count(0)
    assert parks.read(case)["outcome"] == "partial"
    for owed in (f"invoices/{invoice['id']}", f"invoices/{parks.read(case)['fee_invoice_id']}"):
        page.goto(f"{foyer_here.url}/{owed}")
        expect(pay_link(page)).to_have_count(0)


@each_size
def test_others_collect_after_the_last_warning(foyer_here: Foyer, page: Page) -> None:
    parks, invoice, case = collected_from(foyer_here)
    number = invoice["number"]
    with_costs(parks, case)
    sign_in(page, foyer_here, parks.email)
    parks.business(f"{case}/advance", {})
    page.goto(f"{foyer_here.url}/{case}")
    expect(page.get_by_role("main")).to_contain_text(f"This is the last warning about invoice {number}.")
    expect(pay_link(page)).to_be_visible()

    parks.business(f"{case}/advance", {})
    subject = f"Invoice {number} is now collected by others"
    # The mail about the last warning may still be on its way.
    mail = until(
        lambda: next((one for one in foyer_here.mails(parks.email) if one["subject"] == subject), None),
        f"a mail {subject}",
    )
    assert "They will write to you." in text_of(mail)
    page.reload()
    expect(page.get_by_text(f"We have given invoice {number} to others to collect.")).to_be_visible()
    expect(pay_link(page)).to_have_count(0)
    expect(page.get_by_role("region", name="Pay by bank transfer")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask for this plan")).to_have_count(0)


@each_size
def test_a_missed_instalment_ends_the_plan_and_the_case_goes_on(foyer_here: Foyer, page: Page) -> None:
    parks, invoice, case = collected_from(foyer_here)
    number = invoice["number"]
    sign_in(page, foyer_here, parks.email)
    page.goto(f"{foyer_here.url}/{case}")
    plan_id = ask_for_plan(page, parks, case)
    parks.business(f"payment-plans/{plan_id}/approve", {}, at=datetime.now(UTC) - timedelta(days=21))
    wait_for_plan(parks, case, "broken")
    mail = foyer_here.wait_for_mail(parks.email, "payment_plan_broken")
    assert f"An instalment for invoice {number} was not paid in time" in text_of(mail)
    assert "Still open: €119.00" in text_of(mail)
    page.goto(next(link for link in mail["links"] if "/collection-cases/" in link))
    expect(page.get_by_role("region", name="Payment plan")).to_contain_text(
        "Ended: an instalment was not paid"
    )
    expect(page.get_by_role("main")).to_contain_text("Please pay €119.00 now.")
    expect(page.get_by_role("list", name="How far it is").get_by_role("listitem").first).to_have_text(
        "Friendly reminderNow"
    )
    pay_link(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay €119.00")
