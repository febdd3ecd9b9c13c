"""An overdue invoice is collected: its case and its progress, a plan that staff agree on, and its end."""

from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


@every_look
def test_a_case_is_paid_in_instalments(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    invoice = rosa.overdue_invoice(("Advice", 100_000))
    case = rosa.collect(invoice)
    number = invoice["number"]
    mail = foyer_here.wait_for_mail(rosa.email, "collection_case_opened")
    assert f"€1,210.00 of invoice {number} was due on" in " ".join(mail["text"].split())

    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/collection-cases/{case['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Case {case['number']}")
    expect(page.get_by_role("region", name="At a glance")).to_contain_text("€1,210.00")
    steps = page.get_by_role("list", name="How far it is").get_by_role("listitem")
    expect(steps).to_have_text(
        [
            "Friendly reminderNow",
            "Formal noticeIf it is not paid before",
            "Collection costs addedIf it is not paid before",
            "Final warningIf it is not paid before",
        ]
    )
    page.get_by_label("3 instalments").check()
    page.get_by_role("button", name="Ask for this plan").click()
    plan = page.get_by_role("region", name="Payment plan")
    expect(plan).to_contain_text("Waiting for our answer")
    foyer_here.wait_for_mail(rosa.email, "payment_plan_requested")

    asked = rosa.read(f"collection-cases/{case['id']}")["plan"]
    assert [each["amount"]["amount"] for each in asked["instalments"]] == [40333, 40333, 40334]
    rosa.business(f"payment-plans/{asked['id']}/approve", {})
    mail = foyer_here.wait_for_mail(rosa.email, "payment_plan_approved")
    assert f"We agree: you pay invoice {number} in 3 instalments." in " ".join(mail["text"].split())
    page.goto(next(link for link in mail["links"] if "/collection-cases/" in link))
    expect(plan).to_contain_text("Running")
    expect(plan).to_contain_text("3 instalments, €1,210.00 in all.")
    expect(plan.get_by_role("listitem").locator(".num")).to_have_text(["€403.33", "€403.33", "€403.34"])
    expect(page.get_by_role("button", name="Ask for this plan")).to_have_count(0)

    rosa.pay(invoice, 40333)
    page.reload()
    expect(page.get_by_role("region", name="At a glance")).to_contain_text("€806.67")
    rosa.pay(invoice, 80667)
    foyer_here.wait_for_mail(rosa.email, "payment_plan_completed")
    foyer_here.wait_for_mail(rosa.email, "collection_case_settled")
    page.reload()
    expect(page.get_by_text(f"Invoice {number} is settled, and nothing more is to be paid.")).to_be_visible()
    expect(plan).to_contain_text("Completed")
    page.goto(f"{foyer_here.url}/")
    expect(page.get_by_role("main").locator("a[href^='/collection-cases/']")).to_have_count(0)
