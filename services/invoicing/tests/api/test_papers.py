"""The doors to the PDF and the XML of invoices."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from foyer_invoicing.domain.credit_note import CreditNote
from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.paper import PaperKind
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.papers import Papers
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from httpx import AsyncClient

FORMS = [("pdf", "application/pdf", b"%PDF-1.7"), ("xml", "application/xml", b"<?xml version")]
MakeClient = Callable[..., AsyncClient]


@pytest.fixture
def a_credit_note(
    database: Database, an_order: Callable[..., Awaitable[Order]], a_line: Callable[..., Line]
) -> Callable[[], Awaitable[CreditNote]]:
    """Gives back one of two lamps."""

    async def make() -> CreditNote:
        order = await an_order()
        net, tax = Money(1000, "EUR"), Money(210, "EUR")
        line = TaxedLine(a_line(quantity=1, of_line=1), Decimal(21), TaxCategory.STANDARD, net, tax)
        note = CreditNote(
            id="crn_1",
            business_id=NORTHWIND,
            customer_id=order.customer_id,
            number="NW-CN-2026-00001",
            invoice_id=order.invoice_id,
            invoice_number=order.invoice_number,
            totals=totals_of([line]),
            reason="One was broken.",
            settled=Money(1210, "EUR"),
            to_balance=Money(0, "EUR"),
            refunds=(),
            issued_on=date(2026, 3, 10),
            issued_at=NOW,
        )
        async with database.work(an_origin()) as work:
            await CreditNotes(work.session).add(note, [line])
            await Papers(work.session).add(
                PaperKind.CREDIT_NOTE,
                note.id,
                number=note.number,
                business_id=note.business_id,
                customer_id=note.customer_id,
            )
        return note

    return make


@pytest.mark.parametrize(("form", "kind", "begins"), FORMS)
async def test_both_sides_fetch_the_same_bytes(
    by_customer: MakeClient,
    by_business: MakeClient,
    an_order: Callable[..., Awaitable[Order]],
    make_papers: Callable[[], Awaitable[int]],
    form: str,
    kind: str,
    begins: bytes,
) -> None:
    order = await an_order()
    assert await make_papers() == 1
    answers = []
    for client, side in ((by_customer(order.customer_id), "customer"), (by_business(), "v1")):
        answer = await client.get(f"/{side}/invoices/{order.invoice_id}/{form}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-length"] == str(len(answer.content))
        assert f'filename="NW-2026-00001.{form}"' in answer.headers["content-disposition"]
        detail = await client.get(f"/{side}/invoices/{order.invoice_id}")
        assert detail.json()["document_ready"] is True
        answers.append(answer.content)
    assert answers[0] == answers[1]
    assert answers[0].startswith(begins)


@pytest.mark.parametrize("form", ["pdf", "xml"])
async def test_before_it_is_made_it_says_so(
    by_customer: MakeClient, an_order: Callable[..., Awaitable[Order]], form: str
) -> None:
    order = await an_order()
    client = by_customer(order.customer_id)
    answer = await client.get(f"/customer/invoices/{order.invoice_id}/{form}")
    assert (answer.status_code, answer.json()["code"]) == (409, "document_not_ready")
    assert (await client.get(f"/customer/invoices/{order.invoice_id}")).json()["document_ready"] is False


@pytest.mark.parametrize("form", ["pdf", "xml"])
async def test_anothers_is_not_found_in_the_words_of_nobodys(
    by_customer: MakeClient,
    by_business: MakeClient,
    an_order: Callable[..., Awaitable[Order]],
    a_customer: Callable[..., Awaitable[Any]],
    make_papers: Callable[[], Awaitable[int]],
    form: str,
) -> None:
    order = await an_order()
    await make_papers()
    grace = await a_customer("grace@example.com")
    for client, side in ((by_customer(grace.id), "customer"), (by_business(CONTOSO), "v1")):
        anothers = await client.get(f"/{side}/invoices/{order.invoice_id}/{form}")
        nobodys = await client.get(f"/{side}/invoices/inv_nobody/{form}")
        assert (anothers.status_code, nobodys.status_code) == (404, 404)
        assert anothers.json() | {"instance": ""} == nobodys.json() | {"instance": ""}


@pytest.mark.parametrize("form", ["pdf", "xml"])
async def test_it_takes_the_surface_and_the_scope(
    by_customer: MakeClient,
    by_business: MakeClient,
    an_order: Callable[..., Awaitable[Order]],
    make_papers: Callable[[], Awaitable[int]],
    form: str,
) -> None:
    order = await an_order()
    await make_papers()
    theirs, ours = f"/customer/invoices/{order.invoice_id}/{form}", f"/v1/invoices/{order.invoice_id}/{form}"
    refused = [
        await by_customer(order.customer_id, scopes=["payments:read", "invoicing:write"]).get(theirs),
        await by_customer(order.customer_id).get(ours),
        await by_business(scopes=["subscriptions:read"]).get(ours),
        await by_business().get(theirs),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4


async def test_a_payment_has_a_receipt_for_both_sides(
    by_customer: MakeClient,
    by_business: MakeClient,
    an_order: Callable[..., Awaitable[Order]],
    a_customer: Callable[..., Awaitable[Any]],
    make_papers: Callable[[], Awaitable[int]],
) -> None:
    order = await an_order()
    payment = (
        await by_business().post(
            f"/v1/invoices/{order.invoice_id}/payments", json={"amount": {"amount": 420, "currency": "EUR"}}
        )
    ).json()
    assert payment["receipt_ready"] is False
    path = f"invoices/{order.invoice_id}/payments/{payment['id']}/receipt"
    customer = by_customer(order.customer_id)
    early = await customer.get(f"/customer/{path}")
    assert (early.status_code, early.json()["code"]) == (409, "document_not_ready")

    assert await make_papers() == 2
    answers = [await customer.get(f"/customer/{path}"), await by_business().get(f"/v1/{path}")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert answers[0].content.startswith(b"%PDF-1.7")
    assert 'filename="NW-R-2026-00001.pdf"' in answers[0].headers["content-disposition"]
    shown = (await customer.get(f"/customer/invoices/{order.invoice_id}")).json()
    assert [each["receipt_ready"] for each in shown["payments"]] == [True]

    grace = by_customer((await a_customer("grace@example.com")).id)
    assert (await grace.get(f"/customer/{path}")).status_code == 404
    assert (await by_business(CONTOSO).get(f"/v1/{path}")).status_code == 404
    nobodys = path.replace(payment["id"], "ipay_nobody")
    assert (await customer.get(f"/customer/{nobodys}")).status_code == 404


@pytest.mark.parametrize(("form", "kind", "begins"), FORMS)
async def test_a_credit_note_is_fetched_as_its_invoice(
    by_customer: MakeClient,
    by_business: MakeClient,
    a_credit_note: Callable[[], Awaitable[CreditNote]],
    make_papers: Callable[[], Awaitable[int]],
    form: str,
    kind: str,
    begins: bytes,
) -> None:
    note = await a_credit_note()
    assert await make_papers() == 2
    for client, side in ((by_customer(note.customer_id), "customer"), (by_business(), "v1")):
        answer = await client.get(f"/{side}/credit-notes/{note.id}/{form}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.content.startswith(begins)
        assert f'filename="{note.number}.{form}"' in answer.headers["content-disposition"]
        assert (await client.get(f"/{side}/credit-notes/crn_nobody/{form}")).status_code == 404
