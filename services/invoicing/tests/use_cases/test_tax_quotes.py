"""Lines priced for a customer, frozen, and used once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer, CustomerNotFound
from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.sale import Sale, SaleLine, lines_of
from foyer_invoicing.domain.tax import TaxBehavior, TaxCategory
from foyer_invoicing.domain.tax_quote import (
    TaxQuote,
    TaxQuoteAlreadyUsed,
    TaxQuoteExpired,
    TaxQuoteForSomethingElse,
    TaxQuoteNotFound,
)
from foyer_invoicing.domain.totals import TaxSubtotal, Totals
from foyer_invoicing.storage.rows import BusinessRow, TaxQuoteRow
from foyer_invoicing.use_cases.forget_tax_quotes import forget_tax_quotes
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.quote_tax import quote_tax
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_invoicing.use_cases.use_tax_quote import use_tax_quote
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from sqlalchemy import func, select, update
from sqlmodel import col

ACustomer = Callable[..., Awaitable[Customer]]
ALine = Callable[..., Line]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]
Quote = Callable[..., Awaitable[TaxQuote]]


@pytest.fixture
def quote(database: Database, a_line: ALine) -> Quote:
    """Prices what a plan change costs a customer: a year for €120.00, less €33.33 of the month left."""

    async def make(customer: Customer, **changes: Any) -> TaxQuote:
        lines = [
            a_line(quantity=1, amount=Money(12_000, "EUR"), reference="new"),
            a_line(quantity=1, amount=Money(-3_333, "EUR"), reference="old"),
        ]
        asked = {"customer_id": customer.id, "lines": lines, "reference": "quo_1"} | changes
        async with database.work(an_origin(customer.business_id)) as work:
            return await quote_tax(work, **asked)

    return make


async def use(database: Database, quote_id: str, customer: Customer, **changes: Any) -> TaxQuote:
    now = changes.pop("now", NOW)
    named = {"customer_id": customer.id, "reference": "quo_1", "used_for": "inv_1"} | changes
    async with database.work(an_origin(customer.business_id, now=now)) as work:
        return await use_tax_quote(work, quote_id, **named)


async def test_what_is_charged_and_given_back_is_taxed_alike(a_customer: ACustomer, quote: Quote) -> None:
    made = await quote(await a_customer())
    assert [(line.net.amount, line.tax.amount, line.gross.amount) for line in made.lines] == [
        (12_000, 2_520, 14_520),
        (-3_333, -700, -4_033),
    ]
    net, tax = Money(8_667, "EUR"), Money(1_820, "EUR")
    assert made.totals == Totals(
        net, tax, Money(10_487, "EUR"), (TaxSubtotal(Decimal(21), TaxCategory.STANDARD, net, tax),)
    )
    assert made.expires_at == NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("currency", "net", "tax"),
    [("EUR", 826, 173), ("JPY", 826, 173), ("KWD", 826, 173)],
)
async def test_what_has_its_tax_inside_stays_what_it_is(
    a_customer: ACustomer, a_line: ALine, quote: Quote, currency: str, net: int, tax: int
) -> None:
    lines = [a_line(quantity=1, amount=Money(999, currency), tax_behavior=TaxBehavior.INCLUSIVE)]
    made = await quote(await a_customer(), lines=lines)
    assert (made.totals.subtotal, made.totals.tax) == (Money(net, currency), Money(tax, currency))
    assert made.totals.total == Money(999, currency)


async def test_nothing_is_taxed_at_nothing(a_customer: ACustomer, a_line: ALine, quote: Quote) -> None:
    made = await quote(await a_customer(), lines=[a_line(quantity=0, amount=Money(0, "EUR"))])
    nothing = Money(0, "EUR")
    assert made.totals == Totals(
        nothing, nothing, nothing, (TaxSubtotal(Decimal(21), TaxCategory.STANDARD, nothing, nothing),)
    )


async def test_what_is_quoted_is_what_is_invoiced(
    database: Database, a_customer: ACustomer, a_sale_line: Callable[..., SaleLine], quote: Quote
) -> None:
    """Parts of a cent that add up, beside a price with its tax inside."""
    ada = await a_customer()
    sevens = [a_sale_line(quantity=1, unit_amount=Money(7, "EUR")) for _ in range(3)]
    inside = a_sale_line(quantity=1, unit_amount=Money(999, "EUR"), tax_behavior=TaxBehavior.INCLUSIVE)
    sale = Sale((*sevens, inside))
    made = await quote(ada, lines=lines_of(sale, {}))
    async with database.work(an_origin()) as work:
        invoice, invoiced = await issue_invoice(work, customer_id=ada.id, sale=sale)
    assert (invoiced, invoice.totals) == (made.lines, made.totals)
    assert [line.tax.amount for line in invoiced] == [2, 1, 2, 173]
    assert [line.gross.amount for line in invoiced] == [9, 8, 9, 999]


async def test_a_company_abroad_accounts_for_the_tax_itself(
    a_customer: ACustomer, a_line: ALine, quote: Quote
) -> None:
    engines = await a_customer(country="DE", company="Engines GmbH", vat_id="DE136695976")
    for behavior in TaxBehavior:
        made = await quote(engines, lines=[a_line(amount=Money(999, "EUR"), tax_behavior=behavior)])
        assert [(line.category, line.net.amount, line.tax.amount) for line in made.lines] == [
            (TaxCategory.REVERSE_CHARGE, 999, 0)
        ]


async def test_it_is_used_as_it_was_shown_whatever_changed_since(
    database: Database, a_customer: ACustomer, quote: Quote
) -> None:
    ada = await a_customer()
    made = await quote(ada)
    async with database.work(an_origin()) as work:
        await update_customer(work, ada.id, {"country": "HU"})
    last = made.expires_at - timedelta(microseconds=1)
    used = await use(database, made.id, ada, now=last)
    assert (used.lines, used.totals) == (made.lines, made.totals)
    assert (used.used_at, used.used_for) == (last, "inv_1")
    assert (await quote(ada)).totals.tax == Money(2_340, "EUR")


@pytest.mark.parametrize(
    ("changes", "refusal", "code"),
    [
        ({"now": NOW + timedelta(minutes=15)}, TaxQuoteExpired, "tax_quote_expired"),
        ({"reference": "quo_2"}, TaxQuoteForSomethingElse, "tax_quote_for_something_else"),
        ({"reference": None}, TaxQuoteForSomethingElse, "tax_quote_for_something_else"),
        ({"customer_id": "cus_2"}, TaxQuoteNotFound, "not_found"),
    ],
)
async def test_what_cannot_be_used_stays_unused(
    database: Database,
    a_customer: ACustomer,
    quote: Quote,
    stored: Stored,
    changes: dict[str, Any],
    refusal: type[FoyerError],
    code: str,
) -> None:
    ada = await a_customer()
    made = await quote(ada)
    before = await stored()
    with pytest.raises(refusal) as raised:
        await use(database, made.id, ada, **changes)
    assert raised.value.code == code
    assert await stored() == before


async def test_another_business_s_and_an_unknown_one_are_not_found_alike(
    database: Database, a_customer: ACustomer, quote: Quote, stored: Stored
) -> None:
    ada, eve = await a_customer(), await a_customer(business_id=CONTOSO)
    made = await quote(ada)
    before = await stored()
    refusals = []
    for quote_id, customer_id in ((made.id, ada.id), (made.id, eve.id), ("txq_none", eve.id)):
        with pytest.raises(TaxQuoteNotFound) as raised:
            await use(database, quote_id, eve, customer_id=customer_id)
        refusals.append(raised.value.detail)
    assert refusals == ["There is no such tax quote."] * 3
    assert await stored() == before


async def test_a_used_one_says_so_even_after_its_end(
    database: Database, a_customer: ACustomer, quote: Quote, stored: Stored
) -> None:
    ada = await a_customer()
    made = await quote(ada)
    await use(database, made.id, ada)
    before = await stored()
    for now in (NOW, made.expires_at):
        with pytest.raises(TaxQuoteAlreadyUsed):
            await use(database, made.id, ada, used_for="inv_2", now=now)
    assert await stored() == before


async def test_of_two_at_once_one_uses_it(database: Database, a_customer: ACustomer, quote: Quote) -> None:
    ada = await a_customer()
    made = await quote(ada)
    outcomes = await asyncio.gather(
        *(use(database, made.id, ada, used_for=f"inv_{number}") for number in range(5)),
        return_exceptions=True,
    )
    assert (
        sorted(type(outcome).__name__ for outcome in outcomes) == ["TaxQuote"] + ["TaxQuoteAlreadyUsed"] * 4
    )


async def test_another_business_s_customer_gets_no_quote(
    database: Database, a_customer: ACustomer, quote: Quote, stored: Stored
) -> None:
    ada, eve = await a_customer(), await a_customer(business_id=CONTOSO)
    before = await stored()
    with pytest.raises(CustomerNotFound):
        await quote(ada, customer_id=eve.id)
    assert await stored() == before


async def test_they_are_forgotten_after_thirty_real_days(
    database: Database, a_customer: ACustomer, quote: Quote
) -> None:
    ada = await a_customer()
    old, used, kept = await quote(ada), await quote(ada), await quote(ada)
    await use(database, used.id, ada)
    async with database.session() as session:
        for quote_id, age in ((old.id, 30), (used.id, 31), (kept.id, 29)):
            await session.execute(
                update(TaxQuoteRow)
                .where(col(TaxQuoteRow.id) == quote_id)
                .values(recorded_at=func.now() - timedelta(days=age))
            )
    assert [await forget_tax_quotes(database) for _ in range(2)] == [2, 0]
    async with database.session() as session:
        assert list(await session.scalars(select(col(TaxQuoteRow.id)))) == [kept.id]
        assert len(list(await session.scalars(select(col(BusinessRow.id))))) == 2
