"""One invoice by its link: read, saved and paid by whoever has it, and nothing else of the account."""

from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.rate_limit import INVOICE_LINKS_OF_ADDRESS
from foyer_portal_bff.storage.rows import AuditRow
from foyer_shared.http.callers import Surface
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA
from sqlalchemy import select
from sqlmodel import col

HERE = "/i/gAAAA"
PAYMENT = {
    "id": "pay_9",
    "status": "requires_action",
    "amount": {"amount": 2900, "currency": "EUR"},
    "invoices": [{"invoice_id": "inv_39", "amount": {"amount": 2900, "currency": "EUR"}}],
    "action_url": "http://localhost/sandbox/pay/1",
}


@pytest.fixture
def linked(full: Any) -> Any:
    """The link is that of an invoice that is open."""
    link = {"customer_id": ADA, "invoice_id": "inv_39"}
    full.answer("notifications", "POST /internal/invoice-links", link)
    return full


async def test_it_shows_the_invoice_and_nothing_else_of_the_account(
    visitor_browser: Any, linked: Any
) -> None:
    page = await visitor_browser.get(HERE)
    one = linked.answers["invoicing", "GET /customer/invoices/inv_39"].json()
    assert page.text_of("h1") == f"Invoice {one['number']}"
    own = {"/", "/cancel", "/withdraw", "/dev/mail", "#main", f"{HERE}/pdf"}
    assert set(page.links()) <= own
    looked, read = linked.calls
    assert (looked.path, looked.body, looked.caller.surface) == (
        "/internal/invoice-links",
        {"token": "gAAAA"},
        Surface.INTERNAL,
    )
    assert (read.path, read.caller.customer_id, str(read.caller.actor), read.caller.surface) == (
        "/customer/invoices/inv_39",
        ADA,
        "system:invoice_link",
        Surface.CUSTOMER,
    )
    assert read.caller.scopes == {"invoicing:read", "payments:read", "payments:write"}


async def test_nobody_finds_or_keeps_it(visitor_browser: Any, linked: Any) -> None:
    headers = (await visitor_browser.client.get(HERE)).headers
    assert [headers[name] for name in ("x-robots-tag", "cache-control", "referrer-policy")] == [
        "noindex, nofollow",
        "no-store",
        "no-referrer",
    ]


async def test_it_is_paid_on_the_providers_page_and_back_here(
    visitor_browser: Any, linked: Any, database: Database
) -> None:
    linked.answer("payments", "POST /customer/payments", PAYMENT)
    form = (await visitor_browser.get(HERE)).form(f"{HERE}/pay")
    assert await visitor_browser.send(f"{HERE}/pay", form) == PAYMENT["action_url"]
    (asked,) = linked.of("payments")
    assert asked.body == {
        "invoices": [{"invoice_id": "inv_39", "amount": None}],
        "payment_method_id": None,
        "kind": None,
        "save": False,
        "return_path": f"{HERE}?payment={{id}}",
        "language": "en",
    }
    assert asked.headers["idempotency-key"] == form["idempotency_key"]
    async with database.session() as session:
        [noted] = await session.scalars(select(AuditRow).where(col(AuditRow.action) == "pay_by_link"))
    assert (noted.actor, noted.target, noted.outcome, noted.ip) == (
        "system:invoice_link",
        "inv_39",
        "done",
        "192.0.2.7",
    )
    done = PAYMENT | {"status": "succeeded", "action_url": None}
    linked.answer("payments", "GET /customer/payments/pay_9", done)
    linked.answer("payments", "POST /customer/payments/pay_9/look", done)
    back = await visitor_browser.get(f"{HERE}?payment=pay_9")
    assert "Thank you" in back.text() or "paid" in back.text().lower()


async def test_to_another_host_the_page_leads_on_by_itself(visitor_browser: Any, linked: Any) -> None:
    elsewhere = "https://pay.example.com/1"
    linked.answer("payments", "POST /customer/payments", PAYMENT | {"action_url": elsewhere})
    form = (await visitor_browser.get(HERE)).form(f"{HERE}/pay")
    answer = await visitor_browser.client.post(f"{HERE}/pay", data=form)
    assert (answer.status_code, answer.headers["refresh"]) == (200, f"0; url={elsewhere}")


async def test_a_payment_of_another_invoice_is_not_shown(visitor_browser: Any, linked: Any) -> None:
    other = PAYMENT | {"invoices": [{"invoice_id": "inv_1", "amount": PAYMENT["amount"]}]}
    linked.answer("payments", "GET /customer/payments/pay_9", other)
    await visitor_browser.get(f"{HERE}?payment=pay_9")
    assert [call.method for call in linked.of("payments")] == ["GET"]


async def test_a_refusal_is_said_on_the_page(visitor_browser: Any, linked: Any) -> None:
    refusal = {"code": "payment_under_way", "detail": "…"}
    linked.answer("payments", "POST /customer/payments", refusal, status=409)
    form = (await visitor_browser.get(HERE)).form(f"{HERE}/pay")
    page = await visitor_browser.post(f"{HERE}/pay", form, status=409)
    assert "You need not pay again." in page.text()


async def test_a_form_of_another_site_pays_nothing(visitor_browser: Any, linked: Any) -> None:
    answer = await visitor_browser.client.post(f"{HERE}/pay", data={"idempotency_key": "1"})
    assert (answer.status_code, linked.calls) == (403, [])


async def test_a_link_that_does_not_work_shows_nothing(visitor_browser: Any, full: Any) -> None:
    refusal = {"code": "invoice_link_not_valid", "detail": "…"}
    full.answer("notifications", "POST /internal/invoice-links", refusal, status=404)
    await visitor_browser.get(HERE, status=404)
    assert {call.service for call in full.calls} == {"notifications"}


async def test_the_copy_of_a_mail_leads_to_the_invoice_for_those_who_sign_in(
    visitor_browser: Any, full: Any
) -> None:
    answer = await visitor_browser.client.get("/i/inv_12")
    assert (answer.status_code, answer.headers["location"], full.calls) == (303, "/invoices/inv_12", [])


async def test_its_pdf_is_passed_on(visitor_browser: Any, linked: Any) -> None:
    linked.answers["invoicing", "GET /customer/invoices/inv_39/pdf"] = httpx.Response(
        200, content=b"%PDF", headers={"content-type": "application/pdf"}
    )
    answer = await visitor_browser.client.get(f"{HERE}/pdf")
    assert (answer.content, answer.headers["x-robots-tag"]) == (b"%PDF", "noindex, nofollow")


async def test_nobody_tries_links_for_long(visitor_browser: Any, linked: Any) -> None:
    statuses = [
        (await visitor_browser.client.get(HERE)).status_code
        for _ in range(INVOICE_LINKS_OF_ADDRESS.calls + 1)
    ]
    assert (set(statuses[:-1]), statuses[-1]) == ({200}, 429)


@pytest.mark.parametrize(("switch", "status"), [("invoices", 404), ("pay_open_invoices", 200)])
async def test_what_the_business_has_switched_off_is_not_there(
    visitor_browser: Any, linked: Any, client_at: Any, switch: str, status: int
) -> None:
    form = (await visitor_browser.get(HERE)).form(f"{HERE}/pay")
    off = {"features": {switch: {"enabled": False}}}
    business = client_at("foyer_sk_northwind")
    assert (await business.put("/v1/portal/configurations/default", json=off)).status_code == 200
    page = await visitor_browser.get(HERE, status=status)
    assert f"{HERE}/pay" not in [one.get("action") for one in page.all("form")]
    await visitor_browser.post(f"{HERE}/pay", form, status=404)
    assert linked.of("payments") == []
