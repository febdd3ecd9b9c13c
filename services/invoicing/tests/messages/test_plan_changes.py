"""Changes of plan, as the dispatcher hands them in: invoiced as shown, void when they do not happen."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from foyer_invoicing.api.bodies import CustomerTaxQuoteBody, QuotedLineBody
from foyer_invoicing.domain.balance import AdjustmentKind
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus
from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.payment import InvoiceVoid
from foyer_invoicing.domain.tax import Supply, TaxCategory
from foyer_invoicing.domain.tax_quote import TaxQuote
from foyer_invoicing.messages import HANDLERS
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.tax_quotes import TaxQuotes
from foyer_invoicing.use_cases.adjust_balance import adjust_balance
from foyer_invoicing.use_cases.quote_tax import quote_tax
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.subscriptions import (
    PlanData,
    ProductCreated,
    ProductData,
    SubscriptionData,
    SubscriptionItemData,
    SubscriptionLineData,
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeWithdrawn,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message, Retry, Verdict
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

ACustomer = Callable[..., Awaitable[Customer]]
START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
EUR = "EUR"
BERN = Address(line1="Bundesplatz 3", postal_code="3005", city="Bern", country="CH")
LYON = Address(line1="1 Rue Mercière", postal_code="69002", city="Lyon", country="FR")
ITEM = SubscriptionItemData(
    price_id="price_2",
    product_id="prod_1",
    product_name="Large",
    quantity=1,
    unit_amount=Amount(amount=5900, currency=EUR),
)
PLAN = PlanData(
    name="Large", items=(ITEM,), amount=Amount(amount=5900, currency=EUR), interval="month", interval_count=1
)


def a_line(amount: int, discount: int | None = None) -> SubscriptionLineData:
    """What is charged or credited."""
    return SubscriptionLineData(
        price_id="price_2",
        product_id="prod_1",
        description="Large",
        quantity=1,
        unit_amount=Amount(amount=5900, currency=EUR),
        amount=Amount(amount=amount, currency=EUR),
        discount_amount=None if discount is None else Amount(amount=discount, currency=EUR),
    )


LINES = (a_line(-2000), a_line(4100))


def a_subscription(customer_id: str) -> SubscriptionData:
    """Hers, collected automatically."""
    return SubscriptionData(
        subscription_id="sub_1",
        customer_id=customer_id,
        status="active",
        name="Large",
        items=(ITEM,),
        amount=Amount(amount=5900, currency=EUR),
        interval="month",
        interval_count=1,
        collection="automatic",
        current_period_start=START,
        current_period_end=END,
    )


def requested(
    customer_id: str, lines: tuple[SubscriptionLineData, ...] = LINES
) -> SubscriptionPlanChangeRequested:
    """A change that is to be paid first."""
    return SubscriptionPlanChangeRequested(
        subscription=a_subscription(customer_id),
        change_id="chg_1",
        quote_id="quote_1",
        kind="upgrade",
        effective_at=NOW,
        lapses_at=NOW + timedelta(days=1),
        lines=lines,
        before=PLAN,
        after=PLAN,
    )


def changed(customer_id: str, due: Any, lines: tuple[SubscriptionLineData, ...] = LINES) -> Event:
    """A change that has happened."""
    return SubscriptionPlanChanged(
        subscription=a_subscription(customer_id),
        change_id="chg_1",
        quote_id="quote_1",
        kind="upgrade",
        effective_at=NOW,
        lines=lines,
        due=due,
        before=PLAN,
        after=PLAN,
    )


def withdrawn(customer_id: str, *, awaiting_payment: bool = True) -> Event:
    """It does not happen."""
    return SubscriptionPlanChangeWithdrawn(
        subscription=a_subscription(customer_id),
        change_id="chg_1",
        quote_id="quote_1",
        kind="upgrade",
        cause="lapsed",
        awaiting_payment=awaiting_payment,
        after=PLAN,
    )


@pytest.fixture
def deliver(database: Database) -> Callable[..., Awaitable[Verdict]]:
    """Hands an event to the dispatcher as the bus does."""

    async def hand_in(event: Event, *, event_id: str = "evt_1") -> Verdict:
        envelope = Envelope(
            id=event_id,
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject="sub_1",
            subjectversion=1,
            businessid=NORTHWIND,
            actor="system:subscriptions",
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        return await Dispatcher("invoicing", database, HANDLERS).dispatch(Delivery(message, 1))

    return hand_in


@pytest.fixture
def ada(a_customer: ACustomer, deliver: Callable[..., Awaitable[Verdict]]) -> Callable[..., Awaitable[str]]:
    """Ada's id, once her product is known."""

    async def make(**details: Any) -> str:
        product = ProductData(product_id="prod_1", name="Large", active=True)
        customer = await a_customer(country="NL", **details)
        assert await deliver(ProductCreated(product=product), event_id="evt_product") == Done()
        return customer.id

    return make


async def invoices(database: Database) -> list[tuple[Invoice, tuple[TaxedLine, ...]]]:
    """All of Northwind's with their lines."""
    async with database.work(an_origin()) as work:
        found = Invoices(work.session)
        listed = await found.list_page(work.scope, limit=10)
        return [await found.get_with_lines(work.scope, invoice.id) for invoice in listed]


async def test_what_must_be_paid_first_is_invoiced_once(database: Database, ada: Any, deliver: Any) -> None:
    customer_id = await ada()
    assert await deliver(requested(customer_id)) == Done()
    assert await deliver(requested(customer_id)) == Done()
    ((invoice, lines),) = await invoices(database)
    assert [line.net.amount for line in lines] == [-2000, 4100]
    assert (invoice.totals.total, invoice.open) == (Money(2541, EUR), Money(2541, EUR))
    assert (invoice.collection, invoice.due_on) == (Collection.INVOICE, date(2026, 3, 11))
    (finalized,) = await announced(database)
    told = finalized.data["invoice"]
    assert (told["change_id"], told["quote_id"], told["subscription_id"]) == ("chg_1", "quote_1", "sub_1")
    async with database.work(an_origin()) as work:
        await record_payment(work, invoice.id, amount=invoice.totals.total)
    paid = (await announced(database))[-1]
    assert (paid.type, paid.data["invoice"]["change_id"]) == ("invoice.paid", "chg_1")


async def test_the_tax_is_that_of_the_quote(database: Database, ada: Any, deliver: Any) -> None:
    customer_id = await ada()
    async with database.work(an_origin()) as work:
        asked = [Line(description="Shown", quantity=1, amount=Money(amount, EUR)) for amount in (-2000, 4100)]
        quote = await quote_tax(work, customer_id=customer_id, lines=asked, reference="quote_1")
    assert await deliver(requested(customer_id)) == Done()
    ((invoice, lines),) = await invoices(database)
    assert [line.line.description for line in lines] == ["Shown", "Shown"]
    assert invoice.totals == quote.totals
    async with database.work(an_origin()) as work:
        used = await TaxQuotes(work.session).get_for_update(work.scope, quote.id)
    assert used.used_for == invoice.id


async def test_what_one_costs_and_what_came_off_are_those_of_the_quote(
    database: Database, ada: Any, deliver: Any
) -> None:
    customer_id = await ada()
    shown = QuotedLineBody(
        description="Shown",
        quantity=1,
        amount=5310,
        unit_amount=5900,
        discount_amount=590,
        product_id="prod_1",
        reference="price_2",
    )
    asked = CustomerTaxQuoteBody(currency=EUR, lines=[shown])
    async with database.work(an_origin()) as work:
        await quote_tax(work, customer_id=customer_id, lines=asked.priced_lines(), reference="quote_1")
    assert await deliver(requested(customer_id, (a_line(5900, discount=590),))) == Done()
    ((_, (line,)),) = await invoices(database)
    assert line.line == Line(
        description="Shown",
        quantity=1,
        amount=Money(5310, EUR),
        unit_amount=Money(5900, EUR),
        discount=Money(590, EUR),
        product_id="prod_1",
        reference="price_2",
    )
    assert (line.net, line.tax) == (Money(5310, EUR), Money(1115, EUR))


@pytest.mark.parametrize(
    ("before", "given", "after"),
    [(BERN, None, LYON), (BERN, None, None), (None, None, BERN), (BERN, LYON, BERN)],
)
async def test_goods_go_where_the_quote_was_made_for(
    database: Database,
    ada: Any,
    deliver: Any,
    before: Address | None,
    given: Address | None,
    after: Address | None,
) -> None:
    customer_id = await ada(shipping_address=before)
    asked = [
        Line(description="Shown", quantity=1, amount=Money(amount, EUR), supply=Supply.GOODS)
        for amount in (-2000, 4100)
    ]
    async with database.work(an_origin()) as work:
        quote = await quote_tax(
            work, customer_id=customer_id, lines=asked, reference="quote_1", ship_to=given
        )
    async with database.work(an_origin()) as work:
        await update_customer(work, customer_id, {"shipping_address": after})
    assert await deliver(requested(customer_id)) == Done()
    ((invoice, _),) = await invoices(database)
    assert (invoice.totals, invoice.ship_to) == (quote.totals, given or before)
    async with database.work(an_origin()) as work:
        named = await Invoices(work.session).find_parties(work.scope, invoice.id)
    assert named is not None
    assert named.ship_to == (given or before)


@pytest.fixture
def quoted_after_vat_id(
    database: Database, deliver: Any, a_customer: ACustomer, a_product: Callable[..., Awaitable[str]]
) -> Callable[..., Awaitable[tuple[Customer, TaxQuote]]]:
    """A Belgian company pays €71.39 with 21 % tax, adds its VAT id, and is shown a quote of these lines; then
    it takes the id out again, which changes nothing of what was shown.
    """

    async def make(charged: SubscriptionLineData) -> tuple[Customer, TaxQuote]:
        await a_product()
        engines = await a_customer(country="BE", company="Engines BV")
        before = changed(engines.id, "now", (a_line(5900),))
        assert await deliver(before, event_id="evt_before") == Done()
        ((first, _),) = await invoices(database)
        async with database.work(an_origin()) as work:
            await record_payment(work, first.id, amount=Money(7139, EUR))
            await update_customer(work, engines.id, {"vat_id": "BE0428759497"})
        async with database.work(an_origin()) as work:
            asked = [
                Line(description="Large", quantity=1, amount=line.amount.money(), reference=line.price_id)
                for line in (a_line(-2000), charged)
            ]
            quote = await quote_tax(
                work, customer_id=engines.id, lines=asked, reference="quote_1", subscription_id="sub_1"
            )
            await update_customer(work, engines.id, {"vat_id": None})
        assert [(line.category, line.tax.amount) for line in quote.lines] == [
            (TaxCategory.STANDARD, -420),
            (TaxCategory.REVERSE_CHARGE, 0),
        ]
        return engines, quote

    return make


async def test_a_quote_gives_back_the_tax_that_was_invoiced(
    database: Database, quoted_after_vat_id: Any, deliver: Any, booked: Any
) -> None:
    engines, quote = await quoted_after_vat_id(a_line(4100))
    assert quote.totals.total == Money(1680, EUR)
    assert await deliver(requested(engines.id)) == Done()
    (invoice, lines), _ = await invoices(database)
    assert (lines, invoice.totals, invoice.open) == (quote.lines, quote.totals, Money(1680, EUR))
    assert (await booked())[-1] == ("invoice_finalized", {"receivable": 1680, "revenue": -2100, "tax": 420})


async def test_so_does_a_quote_that_comes_to_less_than_nothing(
    database: Database, quoted_after_vat_id: Any, deliver: Any, booked: Any
) -> None:
    engines, quote = await quoted_after_vat_id(a_line(500))
    assert quote.totals.total == Money(-1920, EUR)
    assert await deliver(changed(engines.id, "now", (a_line(-2000), a_line(500)))) == Done()
    (second, lines), (first, _) = await invoices(database)
    assert (first.credited, lines, second.totals.total, second.open) == (
        Money(2420, EUR),
        quote.lines[1:],
        Money(500, EUR),
        Money(0, EUR),
    )
    async with database.work(an_origin()) as work:
        (note,) = await CreditNotes(work.session).list_page(work.scope, limit=10)
        assert await Balances(work.session).list_of(work.scope, engines.id) == [Money(1920, EUR)]
    assert (note.invoice_id, note.totals.subtotal, note.totals.tax) == (
        first.id,
        Money(2000, EUR),
        Money(420, EUR),
    )
    assert (await booked())[2:] == [
        ("credit_note_issued", {"revenue": 2000, "tax": 420, "customer_balance": -2420}),
        ("invoice_finalized", {"receivable": 500, "revenue": -500}),
        ("balance_used", {"customer_balance": 500, "receivable": -500}),
    ]


async def test_a_quote_over_other_lines_is_not_used(database: Database, ada: Any, deliver: Any) -> None:
    customer_id = await ada()
    async with database.work(an_origin()) as work:
        asked = [Line(description="Cheap", quantity=1, amount=Money(1, EUR))]
        await quote_tax(work, customer_id=customer_id, lines=asked, reference="quote_1")
    assert await deliver(requested(customer_id)) == Done()
    ((invoice, _),) = await invoices(database)
    assert invoice.totals.total == Money(2541, EUR)


@pytest.mark.parametrize(("due", "made"), [("now", 1), ("paid", 0), ("next_invoice", 0), ("nothing", 0)])
async def test_only_what_is_due_now_is_invoiced_with_the_change(
    database: Database, ada: Any, deliver: Any, due: str, made: int
) -> None:
    customer_id = await ada()
    assert await deliver(changed(customer_id, due)) == Done()
    found = await invoices(database)
    assert len(found) == made
    assert all(invoice.change_id is None and invoice.quote_id == "quote_1" for invoice, _ in found)


async def test_a_discount_comes_off(database: Database, ada: Any, deliver: Any) -> None:
    assert await deliver(requested(await ada(), (a_line(4100, discount=410),))) == Done()
    ((invoice, (line,)),) = await invoices(database)
    assert (line.net, invoice.totals.total) == (Money(3690, EUR), Money(4465, EUR))


async def test_less_than_nothing_is_given_back_once_there_is_an_invoice(
    database: Database, ada: Any, deliver: Any, booked: Any
) -> None:
    customer_id = await ada()
    less = changed(customer_id, "now", (a_line(-2000), a_line(500)))
    assert isinstance(await deliver(less, event_id="evt_2"), Retry)
    assert await invoices(database) == []
    await deliver(requested(customer_id))
    ((first, _),) = await invoices(database)
    async with database.work(an_origin()) as work:
        await record_payment(work, first.id, amount=first.totals.total)
    assert await deliver(less, event_id="evt_2") == Done()
    (second, lines), (before, _) = await invoices(database)
    assert (before.credited, before.status) == (Money(2420, EUR), InvoiceStatus.PAID)
    assert [line.net.amount for line in lines] == [500]
    assert (second.totals.total, second.open, second.status) == (
        Money(605, EUR),
        Money(0, EUR),
        InvoiceStatus.PAID,
    )
    async with database.work(an_origin()) as work:
        (note,) = await CreditNotes(work.session).list_page(work.scope, limit=10)
        assert await Balances(work.session).list_of(work.scope, customer_id) == [Money(1815, EUR)]
    assert (note.invoice_id, note.reason, note.to_balance) == (first.id, "Large", Money(2420, EUR))
    assert [occasion for occasion, _ in await booked()] == [
        "invoice_finalized",
        "payment_received",
        "credit_note_issued",
        "invoice_finalized",
        "balance_used",
    ]


async def test_what_does_not_happen_is_void(database: Database, ada: Any, deliver: Any, booked: Any) -> None:
    customer_id = await ada()
    early = await deliver(withdrawn(customer_id), event_id="evt_2")
    assert isinstance(early, Retry)
    await deliver(requested(customer_id))
    assert await deliver(withdrawn(customer_id), event_id="evt_2") == Done()
    ((invoice, _),) = await invoices(database)
    assert (invoice.status, invoice.open, invoice.totals.total) == (
        InvoiceStatus.VOID,
        Money(0, EUR),
        Money(2541, EUR),
    )
    assert [event.type for event in await announced(database)] == ["invoice.finalized", "invoice.voided"]
    assert await booked() == [
        ("invoice_finalized", {"receivable": 2541, "revenue": -2100, "tax": -441}),
        ("invoice_voided", {"receivable": -2541, "revenue": 2100, "tax": 441}),
    ]
    with pytest.raises(InvoiceVoid):
        async with database.work(an_origin()) as work:
            await record_payment(work, invoice.id, amount=Money(2541, EUR))


async def test_what_was_paid_in_part_becomes_balance(
    database: Database, ada: Any, deliver: Any, booked: Any
) -> None:
    customer_id = await ada()
    await deliver(requested(customer_id))
    ((invoice, _),) = await invoices(database)
    async with database.work(an_origin()) as work:
        await record_payment(work, invoice.id, amount=Money(541, EUR))
    assert await deliver(withdrawn(customer_id), event_id="evt_2") == Done()
    ((kept, _),) = await invoices(database)
    assert (kept.status, kept.open, kept.credited) == (
        InvoiceStatus.VOID,
        Money(0, EUR),
        Money(2541, EUR),
    )
    assert (await booked())[-1] == (
        "credit_note_issued",
        {"revenue": 2100, "tax": 441, "receivable": -2000, "customer_balance": -541},
    )


async def test_what_the_balance_had_paid_of_it_comes_back_once(
    database: Database, ada: Any, deliver: Any, booked: Any
) -> None:
    customer_id = await ada()
    async with database.work(an_origin()) as work:
        await adjust_balance(
            work, customer_id, amount=Money(541, EUR), kind=AdjustmentKind.MONEY, reason="Transfer"
        )
    await deliver(requested(customer_id))
    for event_id in ("evt_2", "evt_2", "evt_3"):
        assert await deliver(withdrawn(customer_id), event_id=event_id) == Done()
    ((invoice, _),) = await invoices(database)
    assert (invoice.status, invoice.open, invoice.credited) == (
        InvoiceStatus.VOID,
        Money(0, EUR),
        Money(2541, EUR),
    )
    assert [sums["customer_balance"] for _, sums in await booked() if "customer_balance" in sums] == [
        -541,
        541,
        -541,
    ]


async def test_what_never_waited_for_money_has_no_invoice(database: Database, ada: Any, deliver: Any) -> None:
    assert await deliver(withdrawn(await ada(), awaiting_payment=False)) == Done()
    assert await invoices(database) == []
