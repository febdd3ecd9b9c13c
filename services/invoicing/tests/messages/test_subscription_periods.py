"""Periods of subscriptions, as the dispatcher hands them in: each makes one invoice."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus, Period
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.product import Product
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxCategory, TaxClass
from foyer_invoicing.messages import HANDLERS
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.products import Products
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.subscriptions import (
    ProductCreated,
    ProductData,
    ProductUpdated,
    SubscriptionData,
    SubscriptionItemData,
    SubscriptionLineData,
    SubscriptionPeriodStarted,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message, Retry, Verdict
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

SUB = "sub_01jdm3z8x0f0g9v2s4t6w8y0a1"
START, END = datetime(2026, 3, 10, 9, 30, tzinfo=UTC), datetime(2026, 4, 10, 8, 30, tzinfo=UTC)


def a_line(**changes: Any) -> SubscriptionLineData:
    """Three seats for €12.00 each, with any field changed."""
    fields = {
        "price_id": "price_1",
        "product_id": "prod_1",
        "description": "Team seats",
        "quantity": 3,
        "unit_amount": Amount(amount=1200, currency="EUR"),
        "amount": Amount(amount=3600, currency="EUR"),
    }
    return SubscriptionLineData(**fields | changes)


def a_period(
    customer_id: str,
    *lines: SubscriptionLineData,
    collection: Literal["automatic", "invoice"] = "invoice",
) -> SubscriptionPeriodStarted:
    """A month of a subscription."""
    item = SubscriptionItemData(
        price_id="price_1",
        product_id="prod_1",
        product_name="Team seats",
        quantity=3,
        unit_amount=Amount(amount=1200, currency="EUR"),
    )
    return SubscriptionPeriodStarted(
        subscription=SubscriptionData(
            subscription_id=SUB,
            customer_id=customer_id,
            status="active",
            name="Team seats",
            items=(item,),
            amount=Amount(amount=3600, currency="EUR"),
            interval="month",
            interval_count=1,
            collection=collection,
            current_period_start=START,
            current_period_end=END,
        ),
        period_start=START,
        period_end=END,
        lines=lines,
        reason="renewed",
    )


async def deliver(
    database: Database,
    event: Event,
    *,
    event_id: str = "evt_1",
    version: int = 1,
    business_id: str = NORTHWIND,
    customer_id: str | None = None,
) -> Verdict:
    """Hand it to the dispatcher as the bus does."""
    envelope = Envelope(
        id=event_id,
        source=f"/{event.owner}",
        type=event.type,
        time=NOW,
        subject="subject",
        subjectversion=version,
        businessid=business_id,
        customerid=customer_id,
        actor="system:subscriptions",
        businesstime=NOW,
        data=event.model_dump(mode="json"),
    )
    message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
    return await Dispatcher("invoicing", database, HANDLERS).dispatch(Delivery(message, 1))


async def know_product(
    database: Database,
    tax_class: Any = "standard",
    *,
    version: int = 1,
    business_id: str = NORTHWIND,
    active: bool = True,
    supply: Any = "services",
) -> None:
    """A product's event arrives."""
    product = ProductData(
        product_id="prod_1", name="Team seats", active=active, tax_class=tax_class, supply=supply
    )
    event = (ProductCreated if version == 1 else ProductUpdated)(product=product)
    assert (
        await deliver(database, event, event_id=f"evt_p{version}", version=version, business_id=business_id)
        == Done()
    )


async def invoices(database: Database) -> list[tuple[Invoice, tuple[TaxedLine, ...]]]:
    """All of Northwind's with their lines, the newest first."""
    async with database.work(an_origin()) as work:
        found = Invoices(work.session)
        listed = await found.list_page(work.scope, limit=10)
        return [await found.get_with_lines(work.scope, invoice.id) for invoice in listed]


async def test_a_period_is_invoiced_by_the_usual_terms(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer()
    await know_product(database)
    assert await deliver(database, a_period(ada.id, a_line()), customer_id=ada.id) == Done()
    ((invoice, (line,)),) = await invoices(database)
    assert (invoice.number, invoice.customer_id, invoice.subscription_id, invoice.order_id) == (
        "NW-2026-00001",
        ada.id,
        SUB,
        None,
    )
    assert (invoice.totals.total, invoice.open) == (Money(4356, "EUR"), Money(4356, "EUR"))
    assert (invoice.issued_on, invoice.due_on) == (date(2026, 3, 10), date(2026, 3, 24))
    assert (invoice.collection, invoice.period) == (Collection.INVOICE, Period(START, END))
    assert (line.line.description, line.line.quantity, line.line.unit_amount, line.tax) == (
        "Team seats",
        3,
        Money(1200, "EUR"),
        Money(756, "EUR"),
    )
    assert (line.line.product_id, line.line.reference) == ("prod_1", "price_1")
    (finalized,) = await announced(database)
    assert (finalized.type, finalized.subject, finalized.customerid, finalized.causationid) == (
        "invoice.finalized",
        invoice.id,
        ada.id,
        "evt_1",
    )
    assert finalized.data["invoice"]["subscription_id"] == SUB
    assert finalized.data["invoice"]["collection"] == "invoice"


async def test_one_that_is_collected_is_due_at_once_and_late_only_when_that_fails(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer()
    await know_product(database)
    await deliver(database, a_period(ada.id, a_line(), collection="automatic"), customer_id=ada.id)
    ((invoice, _),) = await invoices(database)
    assert (invoice.collection, invoice.due_on) == (Collection.AUTOMATIC, date(2026, 3, 10))
    finalized, due = await announced(database)
    assert finalized.data["invoice"]["collection"] == "automatic"
    assert (due.type, due.subject, due.data["attempt"]) == ("invoice.payment_due", invoice.id, 1)
    assert due.data["amount"] == {"amount": 4356, "currency": "EUR"}
    assert await dun_everywhere(database, now=datetime(2026, 5, 1, tzinfo=UTC)) == 0
    assert (await invoices(database))[0][0].overdue_at is None


async def test_a_line_is_taxed_by_its_product_s_class_and_its_own_behaviour(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer()
    await know_product(database, "reduced")
    part = a_line(quantity=1, amount=Amount(amount=417, currency="EUR"), proration_numerator=1)
    lines = (part, a_line(tax_behavior="inclusive"), a_line(tax_behavior="unspecified"))
    await deliver(database, a_period(ada.id, *lines), customer_id=ada.id)
    ((invoice, stored),) = await invoices(database)
    assert [(int(line.percent), line.net.amount, line.tax.amount) for line in stored] == [
        (9, 417, 38),
        (9, 3303, 297),
        (9, 3600, 324),
    ]
    assert [(line.line.unit_amount, line.line.tax_behavior) for line in stored] == [
        (None, TaxBehavior.EXCLUSIVE),
        (Money(1200, "EUR"), TaxBehavior.INCLUSIVE),
        (Money(1200, "EUR"), TaxBehavior.EXCLUSIVE),
    ]
    assert {line.line.tax_class for line in stored} == {TaxClass.REDUCED}
    assert invoice.totals.total == Money(455 + 3600 + 3924, "EUR")


async def test_goods_are_taxed_where_they_are_sent_and_the_invoice_says_where(
    database: Database, a_customer: ACustomer
) -> None:
    bern = Address(line1="Bundesplatz 3", postal_code="3005", city="Bern", country="CH")
    ada = await a_customer(country="DE", shipping_address=bern)
    await know_product(database, supply="goods")
    assert await deliver(database, a_period(ada.id, a_line()), customer_id=ada.id) == Done()
    ((invoice, (line,)),) = await invoices(database)
    assert (line.line.supply, line.category) == (Supply.GOODS, TaxCategory.EXPORT)
    assert invoice.totals.total == Money(3600, "EUR")
    async with database.work(an_origin()) as work:
        named = await Invoices(work.session).find_parties(work.scope, invoice.id)
    assert named is not None
    assert named.ship_to == bern


async def test_what_is_no_goods_is_sent_nowhere(database: Database, a_customer: ACustomer) -> None:
    bern = Address(line1="Bundesplatz 3", postal_code="3005", city="Bern", country="CH")
    ada = await a_customer(country="DE", shipping_address=bern)
    await know_product(database)
    assert await deliver(database, a_period(ada.id, a_line()), customer_id=ada.id) == Done()
    ((invoice, (line,)),) = await invoices(database)
    assert (int(line.percent), line.category) == (19, TaxCategory.STANDARD)
    async with database.work(an_origin()) as work:
        named = await Invoices(work.session).find_parties(work.scope, invoice.id)
    assert named is not None
    assert named.ship_to is None


async def test_a_discount_comes_off_before_the_tax(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer()
    await know_product(database)
    lines = (
        a_line(discount_amount=Amount(amount=600, currency="EUR")),
        a_line(discount_amount=Amount(amount=3600, currency="EUR")),
    )
    await deliver(database, a_period(ada.id, *lines), customer_id=ada.id)
    ((invoice, stored),) = await invoices(database)
    assert [(line.line.unit_amount, line.net.amount, line.tax.amount) for line in stored] == [
        (Money(1200, "EUR"), 3000, 630),
        (Money(1200, "EUR"), 0, 0),
    ]
    assert invoice.totals.total == Money(3630, "EUR")


async def test_a_company_abroad_is_not_charged_the_tax(database: Database, a_customer: ACustomer) -> None:
    engines = await a_customer(country="DE", company="Engines GmbH", vat_id="DE136695976")
    await know_product(database)
    await deliver(database, a_period(engines.id, a_line()), customer_id=engines.id)
    ((invoice, (line,)),) = await invoices(database)
    assert (invoice.totals.total, line.category) == (Money(3600, "EUR"), TaxCategory.REVERSE_CHARGE)


async def test_the_same_event_twice_and_at_once_makes_one(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer()
    await know_product(database)
    event = a_period(ada.id, a_line())
    verdicts = await asyncio.gather(*(deliver(database, event, customer_id=ada.id) for _ in range(3)))
    assert verdicts == [Done()] * 3
    assert len(await invoices(database)) == 1
    assert [envelope.type for envelope in await announced(database)] == ["invoice.finalized"]


async def test_the_next_period_makes_the_next(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer()
    await know_product(database)
    for event_id in ("evt_1", "evt_2"):
        await deliver(database, a_period(ada.id, a_line()), event_id=event_id, customer_id=ada.id)
    assert [invoice.number for invoice, _ in await invoices(database)] == ["NW-2026-00002", "NW-2026-00001"]


async def test_nothing_to_pay_makes_an_invoice_that_is_paid(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer()
    await know_product(database)
    free = a_line(unit_amount=Amount(amount=0, currency="EUR"), amount=Amount(amount=0, currency="EUR"))
    await deliver(database, a_period(ada.id, free, collection="automatic"), customer_id=ada.id)
    ((invoice, _),) = await invoices(database)
    assert (invoice.number, invoice.status, invoice.paid_at) == ("NW-2026-00001", InvoiceStatus.PAID, NOW)
    finalized, paid = await announced(database)
    assert (finalized.type, paid.type, paid.data["collection"]) == (
        "invoice.finalized",
        "invoice.paid",
        "automatic",
    )


async def test_a_period_without_lines_makes_none(
    database: Database, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    before = await stored()
    assert await deliver(database, a_period(ada.id), customer_id=ada.id) == Done()
    after = await stored()
    assert {name for name in after if after[name] != before[name]} == {"inbox"}


async def test_it_waits_for_its_product(database: Database, a_customer: ACustomer, stored: Stored) -> None:
    ada = await a_customer()
    await know_product(database, business_id=CONTOSO)
    before = await stored()
    event = a_period(ada.id, a_line())
    verdict = await deliver(database, event, customer_id=ada.id)
    assert verdict == Retry("NotYet: prod_1 has not arrived")
    assert await stored() == before


@pytest.mark.parametrize("late", ["product", "customer"])
async def test_what_was_late_is_made_up_for(database: Database, a_customer: ACustomer, late: str) -> None:
    ada = await a_customer()
    if late == "customer":
        await know_product(database)
        verdict = await deliver(database, a_period("cus_later", a_line()), customer_id="cus_later")
        assert verdict == Retry("NotYet: There is no such customer.")
    else:
        event = a_period(ada.id, a_line())
        assert isinstance(await deliver(database, event, customer_id=ada.id), Retry)
        await know_product(database)
    assert await invoices(database) == []
    assert await deliver(database, a_period(ada.id, a_line()), customer_id=ada.id) == Done()
    assert len(await invoices(database)) == 1


async def test_a_newer_product_takes_the_place_of_an_older_one_in_any_order(database: Database) -> None:
    newest = {
        1: Product(TaxClass.ZERO, Supply.GOODS, active=True),
        3: Product(TaxClass.EXEMPT, Supply.SERVICES, active=False),
    }
    newest[2] = newest[1]
    for version, tax_class, supply in (
        (2, "zero", "goods"),
        (1, "standard", "services"),
        (3, "exempt", "services"),
    ):
        await know_product(database, tax_class, version=version, active=version < 3, supply=supply)
        async with database.work(an_origin()) as work:
            known = await Products(work.session).find(work.scope, ["prod_1", "prod_2"])
        assert known == {"prod_1": newest[version]}
