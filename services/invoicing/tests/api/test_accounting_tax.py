"""Invoices in another currency than the business's say their tax in that one too."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import USUAL_TERMS, Invoice, Period, Terms
from foyer_invoicing.domain.line import negated
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.issue_priced_lines import issue_priced_lines
from foyer_invoicing.use_cases.price_sale import price_sale
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from httpx import AsyncClient
from sqlalchemy import update

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
AnInvoice = Callable[..., Awaitable[Invoice]]
MakePapers = Callable[[], Awaitable[int]]


@pytest.fixture
def invoiced(database: Database, a_customer: ACustomer, a_sale_line: Callable[..., SaleLine]) -> AnInvoice:
    """Issues an invoice over $20.00 and $4.20 tax, with what is named of the line."""
    customers: list[Customer] = []

    async def make(*, period: Period | None = None, now: datetime = NOW, **line: Any) -> Invoice:
        if not customers:
            customers.append(await a_customer())
        sale = Sale((a_sale_line(**{"unit_amount": Money(1000, "USD")} | line),))
        async with database.work(an_origin(now=now)) as work:
            invoice, _ = await issue_invoice(
                work, customer_id=customers[0].id, sale=sale, terms=Terms(period=period)
            )
        return invoice

    return make


async def say(client: AsyncClient, rate: str, day: str, source: str = "ECB") -> None:
    """A euro is worth so many dollars."""
    body = {"from_currency": "EUR", "to_currency": "USD", "rate": rate, "valid_from": day, "source": source}
    assert (await client.post("/v1/exchange-rates", json=body)).status_code == 201


async def read(client: AsyncClient, invoice: Invoice) -> dict[str, Any]:
    """The invoice as the business reads it."""
    answer: dict[str, Any] = (await client.get(f"/v1/invoices/{invoice.id}")).json()
    return answer


def accounted(euros: int, rate: str, day: str) -> dict[str, Any]:
    """What an answer says of so many euros (in cents)."""
    return {
        "tax": {"amount": euros, "currency": "EUR"},
        "exchange_rate": {
            "from_currency": "EUR",
            "to_currency": "USD",
            "rate": rate,
            "valid_from": day,
            "source": "ECB",
        },
    }


async def test_it_goes_by_the_rate_of_its_day_for_good(
    by_business: Client, by_customer: Client, invoiced: AnInvoice
) -> None:
    async with by_business() as client:
        for rate, day in (("1.2", "2026-03-09"), ("1.05", "2026-03-10"), ("1.4", "2026-03-11")):
            await say(client, rate, day)
        invoice = await invoiced()
        seen = await read(client, invoice)
        (listed,) = (await client.get("/v1/invoices")).json()["data"]
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == []
    own = (await by_customer(invoice.customer_id).get(f"/customer/invoices/{invoice.id}")).json()
    expected = accounted(400, "1.05", "2026-03-10")
    assert [each["accounting_tax"] for each in (seen, listed, own)] == [expected] * 3
    assert seen["tax"] == {"amount": 420, "currency": "USD"}


async def test_an_invoice_keeps_a_rate_that_is_taken_back(
    by_business: Client, invoiced: AnInvoice, make_papers: MakePapers
) -> None:
    async with by_business() as client:
        await say(client, "1.05", "2026-03-10")
        invoice = await invoiced()
        (rate,) = (await client.get("/v1/exchange-rates")).json()["data"]
        await client.delete(f"/v1/exchange-rates/{rate['id']}")
        assert await make_papers() == 1
        seen = await read(client, invoice)
        assert (seen["accounting_tax"], seen["document_ready"]) == (
            accounted(400, "1.05", "2026-03-10"),
            True,
        )


async def test_a_rate_holds_until_the_next_one(by_business: Client, invoiced: AnInvoice) -> None:
    async with by_business() as client:
        await say(client, "1.2", "2025-12-01")
        await say(client, "1.3", "2026-03-11")
        assert (await read(client, await invoiced()))["accounting_tax"] == accounted(350, "1.2", "2025-12-01")


PERIODS = [
    ("in advance, the day of the invoice", (3, 10), (4, 9), 400),
    ("of a month behind it, its last day", (2, 1), (2, 28), 350),
]


@pytest.mark.parametrize(
    ("start", "end", "euros"), [row[1:] for row in PERIODS], ids=[row[0] for row in PERIODS]
)
async def test_which_day_counts_for_a_period(
    by_business: Client,
    invoiced: AnInvoice,
    start: tuple[int, int],
    end: tuple[int, int],
    euros: int,
) -> None:
    async with by_business() as client:
        for rate, day in (
            ("1.2", "2026-02-28"),
            ("1.5", "2026-03-01"),
            ("1.05", "2026-03-10"),
            ("2", "2026-03-11"),
        ):
            await say(client, rate, day)
        period = Period(datetime(2026, *start, 8, tzinfo=UTC), datetime(2026, *end, 23, tzinfo=UTC))
        seen = await read(client, await invoiced(period=period))
    assert seen["accounting_tax"]["tax"]["amount"] == euros


async def test_a_credit_note_goes_by_its_invoice_s_rate(by_business: Client, invoiced: AnInvoice) -> None:
    async with by_business() as client:
        await say(client, "1.05", "2026-03-01")
        invoice = await invoiced()
        await say(client, "2", "2026-03-02")
        part = {"invoice_id": invoice.id, "lines": [{"line": 1, "quantity": 1}]}
        issued = (await client.post("/v1/credit-notes", json=part)).json()
        read_again = (await client.get(f"/v1/credit-notes/{issued['id']}")).json()
        (listed,) = (await client.get("/v1/credit-notes")).json()["data"]
    expected = accounted(200, "1.05", "2026-03-01")
    assert [each["accounting_tax"] for each in (issued, read_again, listed)] == [expected] * 3


async def test_a_credit_note_of_what_was_not_taxed_says_nothing_of_it(
    by_business: Client, a_customer: ACustomer, make_papers: MakePapers
) -> None:
    lines = [
        {"description": name, "quantity": 1, "unit_amount": 1000, "currency": "USD", "tax_class": tax_class}
        for name, tax_class in (("Lamp", "standard"), ("Course", "exempt"))
    ]
    async with by_business() as client:
        await say(client, "1.05", "2026-03-10")
        body = {"customer_id": (await a_customer()).id, "lines": lines}
        invoice = (await client.post("/v1/invoices", json=body)).json()
        course = {"invoice_id": invoice["id"], "lines": [{"line": 2}]}
        note = (await client.post("/v1/credit-notes", json=course)).json()
        assert await make_papers() == 2
        xml = (await client.get(f"/v1/credit-notes/{note['id']}/xml")).text
    assert invoice["accounting_tax"] == accounted(200, "1.05", "2026-03-10")
    assert (note["tax"]["amount"], note["accounting_tax"]) == (0, None)
    assert "TaxCurrencyCode" not in xml


@pytest.mark.parametrize("known", [True, False], ids=["known when it is made final", "said later"])
async def test_a_credit_note_of_an_invoice_whose_tax_comes_to_nothing_has_its_rate(
    database: Database,
    by_business: Client,
    a_customer: ACustomer,
    a_sale_line: Callable[..., SaleLine],
    make_papers: MakePapers,
    *,
    known: bool,
) -> None:
    # 21% of the first is as much as 9% of the second.
    amounts = {TaxClass.STANDARD: 900, TaxClass.REDUCED: 2100, TaxClass.EXEMPT: 3000}
    sold = [
        a_sale_line(quantity=1, unit_amount=Money(amount, "USD"), tax_class=tax_class)
        for tax_class, amount in amounts.items()
    ]
    ada = await a_customer()
    async with by_business() as client:
        if known:
            await say(client, "1.05", "2026-03-10")
        async with database.work(an_origin()) as work:
            customer, (lamp, book, course) = await price_sale(
                work, customer_id=ada.id, sale=Sale(tuple(sold))
            )
            lines = (lamp, negated(book), course)
            invoice = await issue_priced_lines(work, customer=customer, lines=lines, terms=USUAL_TERMS)
        assert await make_papers() == 1
        seen = await read(client, invoice)
        assert (seen["accounting_tax"], seen["document_ready"]) == (None, True)
        part = {"invoice_id": invoice.id, "lines": [{"line": 1}]}
        note = (await client.post("/v1/credit-notes", json=part)).json()
        assert note["accounting_tax"] == (accounted(180, "1.05", "2026-03-10") if known else None)
        assert await make_papers() == 1
        missing = {"from_currency": "USD", "to_currency": "EUR", "valid_from": "2026-03-10", "invoices": 1}
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == [missing][known:]
        if not known:
            await say(client, "1.05", "2026-03-10")
            assert await make_papers() == 1
        read_again = (await client.get(f"/v1/credit-notes/{note['id']}")).json()
        xml = (await client.get(f"/v1/credit-notes/{note['id']}/xml")).text
    assert read_again["accounting_tax"] == accounted(180, "1.05", "2026-03-10")
    assert '<ram:TaxTotalAmount currencyID="EUR">1.80</ram:TaxTotalAmount>' in xml


async def test_what_needs_no_rate_has_none_and_waits_for_none(
    by_business: Client, invoiced: AnInvoice, make_papers: MakePapers
) -> None:
    async with by_business() as client:
        await say(client, "1.05", "2026-03-01")
        own = await invoiced(unit_amount=Money(1000, "EUR"))
        untaxed = await invoiced(tax_class=TaxClass.EXEMPT, unit_amount=Money(1000, "GBP"))
        known = await invoiced(tax_class=TaxClass.EXEMPT)
        assert await make_papers() == 3
        seen = [await read(client, each) for each in (own, untaxed, known)]
        missing = (await client.get("/v1/exchange-rates/missing")).json()
    assert [(each["accounting_tax"], each["document_ready"]) for each in seen] == [(None, True)] * 3
    assert missing == {"data": [], "next_cursor": None}


async def test_without_a_rate_it_is_final_and_owed_and_only_its_papers_wait(
    by_business: Client, invoiced: AnInvoice, make_papers: MakePapers
) -> None:
    async with by_business() as client, by_business(CONTOSO) as other:
        await say(client, "1.05", "2026-03-11")
        invoice, later = await invoiced(), await invoiced(now=datetime(2026, 3, 10, 23, 30, tzinfo=UTC))
        yen = await invoiced(unit_amount=Money(1000, "JPY"))
        waiting = await invoiced()
        whole = {"invoice_id": invoice.id}
        note = (await client.post("/v1/credit-notes", json=whole)).json()

        assert await make_papers() == 5
        seen = await read(client, waiting)
        assert (seen["number"], seen["status"], seen["open"]["amount"]) == ("NW-2026-00004", "open", 2420)
        assert (seen["accounting_tax"], seen["document_ready"]) == (None, False)
        assert (await read(client, later))["document_ready"] is True
        missing = [
            {"from_currency": "JPY", "to_currency": "EUR", "valid_from": "2026-03-10", "invoices": 1},
            {"from_currency": "USD", "to_currency": "EUR", "valid_from": "2026-03-10", "invoices": 2},
        ]
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == missing
        assert (await other.get("/v1/exchange-rates/missing")).json()["data"] == []
        assert await make_papers() == 0

        await say(client, "1.2", "2026-03-10")
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == missing[:1]
        assert await make_papers() == 4
        await say(client, "9", "2026-03-09")
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == missing[:1]
        for one in (invoice, waiting):
            seen = await read(client, one)
            assert (seen["accounting_tax"], seen["document_ready"]) == (
                accounted(350, "1.2", "2026-03-10"),
                True,
            )
            xml = (await client.get(f"/v1/invoices/{one.id}/xml")).text
            assert '<ram:TaxTotalAmount currencyID="EUR">3.50</ram:TaxTotalAmount>' in xml
        credited = (await client.get(f"/v1/credit-notes/{note['id']}")).json()
        xml = (await client.get(f"/v1/credit-notes/{note['id']}/xml")).text
        assert credited["accounting_tax"] == accounted(350, "1.2", "2026-03-10")
        assert '<ram:TaxTotalAmount currencyID="EUR">3.50</ram:TaxTotalAmount>' in xml
        assert (await read(client, yen))["document_ready"] is False


async def test_a_rate_is_missing_for_the_days_before_it_only(
    by_business: Client, invoiced: AnInvoice
) -> None:
    async with by_business() as client:
        # Its last day ends in Amsterdam when this says so; the one after it is the first of March.
        midnight = datetime(2026, 2, 28, 23, tzinfo=UTC)
        february = await invoiced(period=Period(datetime(2026, 2, 1, tzinfo=UTC), midnight))
        await invoiced()
        await say(client, "1.2", "2026-03-01")
        missing = {"from_currency": "USD", "to_currency": "EUR", "valid_from": "2026-02-28", "invoices": 1}
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == [missing]
        pounds = {"from_currency": "GBP", "to_currency": "USD", "rate": "1.3", "valid_from": "2026-02-28"}
        assert (await client.post("/v1/exchange-rates", json=pounds)).status_code == 201
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == [missing]
        dollars = {"from_currency": "USD", "to_currency": "EUR", "rate": "0.9", "valid_from": "2026-02-28"}
        assert (await client.post("/v1/exchange-rates", json=dollars)).status_code == 201
        assert (await client.get("/v1/exchange-rates/missing")).json()["data"] == []
        assert (await read(client, february))["accounting_tax"] is None


async def test_a_business_that_changed_its_currency_keeps_what_was_said(
    database: Database, by_business: Client, invoiced: AnInvoice, make_papers: MakePapers
) -> None:
    async with by_business() as client:
        await say(client, "1.05", "2026-03-01")
        invoice = await invoiced()
        async with database.session() as session:
            await session.execute(update(BusinessRow).values(currency="USD"))
        assert await make_papers() == 1
        assert (await read(client, invoice))["accounting_tax"] == accounted(400, "1.05", "2026-03-01")
        xml = (await client.get(f"/v1/invoices/{invoice.id}/xml")).text
    assert "<ram:TaxCurrencyCode>EUR</ram:TaxCurrencyCode>" in xml
