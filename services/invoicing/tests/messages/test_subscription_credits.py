"""What subscriptions give back, as the dispatcher hands it in."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from foyer_invoicing.domain.credit_note import CreditNote
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import PaymentSucceeded
from foyer_shared.contracts.subscriptions import (
    PlanData,
    ProductCreated,
    ProductData,
    ProductUpdated,
    SubscriptionCanceled,
    SubscriptionCompleted,
    SubscriptionCreated,
    SubscriptionData,
    SubscriptionItemData,
    SubscriptionLineData,
    SubscriptionPaused,
    SubscriptionPeriodStarted,
    SubscriptionPeriodVoided,
    SubscriptionPlanChanged,
)
from foyer_shared.messaging.transport import Done, Retry
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin
from foyer_shared.testing.outbox import announced

START, END = datetime(2026, 3, 10, 9, 30, tzinfo=UTC), datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
Booked = Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]]


def euros(amount: int) -> Amount:
    """Cents."""
    return Amount(amount=amount, currency="EUR")


def a_line(amount: int) -> SubscriptionLineData:
    """Of its one price."""
    return SubscriptionLineData(
        price_id="price_1",
        product_id="prod_1",
        description="Studio",
        quantity=1,
        unit_amount=euros(3000),
        amount=euros(amount),
    )


@pytest.fixture
def studio(
    a_customer: Callable[..., Awaitable[Customer]], deliver: Any
) -> Callable[[], Awaitable[SubscriptionData]]:
    """Ada's subscription for €30.00 a month, whose product is known."""

    async def make() -> SubscriptionData:
        ada = await a_customer(country="NL")
        product = ProductData(product_id="prod_1", name="Studio", active=True)
        assert await deliver(ProductCreated(product=product)) == Done()
        item = SubscriptionItemData(
            price_id="price_1",
            product_id="prod_1",
            product_name="Studio",
            quantity=1,
            unit_amount=euros(3000),
        )
        return SubscriptionData(
            subscription_id="sub_1",
            customer_id=ada.id,
            status="active",
            name="Studio",
            items=(item,),
            amount=euros(3000),
            interval="month",
            interval_count=1,
            collection="invoice",
            current_period_start=START,
            current_period_end=END,
        )

    return make


def begun(subscription: SubscriptionData, *, start: datetime = START) -> SubscriptionPeriodStarted:
    """A period of it, for €36.30 with tax."""
    return SubscriptionPeriodStarted(
        subscription=subscription, period_start=start, period_end=END, lines=(a_line(3000),), reason="renewed"
    )


def canceled(subscription: SubscriptionData, **more: Any) -> SubscriptionCanceled:
    """It ends now."""
    return SubscriptionCanceled(subscription=subscription, canceled_at=NOW, cause="requested", **more)


@pytest.fixture
def paid_by_card(deliver: Any, a_card_payment: Any) -> Callable[[Invoice], Awaitable[None]]:
    """Pays all of an invoice, as `pay_` and its id."""

    async def pay(invoice: Invoice) -> None:
        parts = {invoice.id: invoice.totals.total.amount}
        payment = a_card_payment(f"pay_{invoice.id}", invoice.customer_id, parts)
        assert await deliver(PaymentSucceeded(payment=payment)) == Done()

    return pay


@pytest.fixture
def documents(database: Database) -> Callable[[], Awaitable[tuple[list[Invoice], list[CreditNote]]]]:
    """All invoices and credit notes, the newest first."""

    async def read() -> tuple[list[Invoice], list[CreditNote]]:
        async with database.work(an_origin()) as work:
            return (
                await Invoices(work.session).list_page(work.scope, limit=20),
                await CreditNotes(work.session).list_page(work.scope, limit=20),
            )

    return read


@pytest.fixture
def balance(database: Database) -> Callable[[str], Awaitable[list[Money]]]:
    """A customer's balances."""

    async def read(customer_id: str) -> list[Money]:
        async with database.work(an_origin()) as work:
            return await Balances(work.session).list_of(work.scope, customer_id)

    return read


async def test_what_comes_back_goes_to_the_card_where_the_policy_says_so(
    studio: Any, deliver: Any, paid_by_card: Any, documents: Any, booked: Booked
) -> None:
    subscription = await studio()
    end = canceled(subscription, credit_lines=(a_line(1000),), credit_to="refund")
    assert isinstance(await deliver(end, event_id="evt_end"), Retry)
    await deliver(begun(subscription))
    ((invoice,), _) = await documents()
    await paid_by_card(invoice)
    assert await deliver(end, event_id="evt_end") == Done()
    assert await deliver(end, event_id="evt_end") == Done()
    _, (note,) = await documents()
    assert (note.invoice_id, note.reason, note.totals.total) == (invoice.id, "Studio", Money(1210, "EUR"))
    assert [(part.payment_id, part.amount.amount) for part in note.refunds] == [(f"pay_{invoice.id}", 1210)]
    assert (await booked())[-1] == ("credit_note_issued", {"revenue": 1000, "tax": 210, "refunds": -1210})


async def test_what_is_still_owed_is_less_by_it(
    studio: Any, deliver: Any, documents: Any, balance: Any, booked: Booked
) -> None:
    subscription = await studio()
    await deliver(begun(subscription))
    paused = SubscriptionPaused(
        subscription=subscription,
        paused_at=NOW,
        resumes_at=END,
        credit_lines=(a_line(1000),),
        credit_to="balance",
    )
    assert await deliver(paused) == Done()
    (invoice,), (note,) = await documents()
    assert (invoice.open, note.settled, await balance(invoice.customer_id)) == (
        Money(2420, "EUR"),
        Money(1210, "EUR"),
        [],
    )
    assert [occasion for occasion, _ in await booked()] == ["invoice_finalized", "credit_note_issued"]


async def test_more_than_one_invoice_has_is_given_back_on_several(
    studio: Any, deliver: Any, paid_by_card: Any, documents: Any, balance: Any, booked: Booked
) -> None:
    subscription = await studio()
    for month in (1, 2):
        await deliver(begun(subscription, start=datetime(2026, month, 10, tzinfo=UTC)))
        (newest, *_), _ = await documents()
        await paid_by_card(newest)
    assert await deliver(canceled(subscription, credit_lines=(a_line(4000),), credit_to="balance")) == Done()
    _, notes = await documents()
    assert sorted(note.totals.total.amount for note in notes) == [1210, 3630]
    assert await balance(subscription.customer_id) == [Money(4840, "EUR")]
    assert sum(moved.get("revenue", 0) for _, moved in await booked()) == -2000


async def test_what_was_invoiced_elsewhere_becomes_balance(
    studio: Any, deliver: Any, documents: Any, balance: Any, booked: Booked
) -> None:
    subscription = await studio()
    assert await deliver(SubscriptionCreated(subscription=subscription, imported=True)) == Done()
    assert await deliver(canceled(subscription, credit_lines=(a_line(1000),), credit_to="refund")) == Done()
    assert await documents() == ([], [])
    assert await balance(subscription.customer_id) == [Money(1210, "EUR")]
    assert await booked() == [("balance_adjusted", {"write_offs": 1210, "customer_balance": -1210})]


@pytest.fixture
def reduced(deliver: Any) -> Callable[[], Awaitable[None]]:
    """The product is taxed at 9 percent from now on."""

    async def make() -> None:
        product = ProductData(product_id="prod_1", name="Studio", active=True, tax_class="reduced")
        assert await deliver(ProductUpdated(product=product)) == Done()

    return make


async def test_what_comes_back_is_taxed_as_it_was_invoiced(
    studio: Any, deliver: Any, reduced: Any, documents: Any, booked: Booked
) -> None:
    subscription = await studio()
    await deliver(begun(subscription))
    await reduced()
    assert await deliver(canceled(subscription, credit_lines=(a_line(1000),))) == Done()
    _, (note,) = await documents()
    assert (note.totals.subtotal, note.totals.tax) == (Money(1000, "EUR"), Money(210, "EUR"))
    assert (await booked())[-1] == (
        "credit_note_issued",
        {"revenue": 1000, "tax": 210, "receivable": -1210},
    )


async def test_so_is_what_comes_off_a_last_invoice(
    studio: Any, deliver: Any, reduced: Any, documents: Any
) -> None:
    subscription = await studio()
    await deliver(begun(subscription))
    await reduced()
    used = a_line(500).model_copy(update={"price_id": "price_used"})
    end = SubscriptionCompleted(
        subscription=subscription, completed_at=NOW, usage_lines=(used,), lines=(a_line(-200),)
    )
    assert await deliver(end) == Done()
    (last, _), _ = await documents()
    by_rate = {int(each.percent): each.tax.amount for each in last.totals.taxes}
    assert (last.totals.subtotal, by_rate) == (Money(300, "EUR"), {9: 45, 21: -42})


async def test_what_was_used_and_changed_is_invoiced_at_the_end(
    studio: Any, deliver: Any, documents: Any, booked: Booked
) -> None:
    subscription = await studio()
    await deliver(begun(subscription))
    end = SubscriptionCompleted(
        subscription=subscription, completed_at=NOW, usage_lines=(a_line(500),), lines=(a_line(-200),)
    )
    assert await deliver(end) == Done()
    (last, _), notes = await documents()
    assert (last.totals.subtotal, last.status, notes) == (Money(300, "EUR"), InvoiceStatus.OPEN, [])
    assert [occasion for occasion, _ in await booked()] == ["invoice_finalized"] * 2


async def test_an_end_with_nothing_to_charge_or_give_back_does_nothing(
    studio: Any, deliver: Any, documents: Any
) -> None:
    subscription = await studio()
    assert await deliver(canceled(subscription)) == Done()
    assert await documents() == ([], [])


@pytest.mark.parametrize("paid", [True, False])
async def test_a_period_that_should_not_have_begun_is_given_back_as_a_whole(
    database: Database,
    studio: Any,
    deliver: Any,
    paid_by_card: Any,
    documents: Any,
    booked: Booked,
    *,
    paid: bool,
) -> None:
    subscription = await studio()
    void = SubscriptionPeriodVoided(
        subscription=subscription,
        period_start=START,
        period_end=END,
        lines=(a_line(3000),),
        declaration_id="dcl_1",
    )
    await deliver(begun(subscription, start=datetime(2026, 2, 10, tzinfo=UTC)))
    assert isinstance(await deliver(void, event_id="evt_void"), Retry)
    await deliver(begun(subscription))
    (invoice, _), _ = await documents()
    if paid:
        await paid_by_card(invoice)
    assert await deliver(void, event_id="evt_void") == Done()
    assert await deliver(void, event_id="evt_again") == Done()
    (after, before), (note,) = await documents()
    assert (note.invoice_id, note.totals) == (invoice.id, invoice.totals)
    assert (before.credited, after.credited) == (Money(0, "EUR"), Money(3630, "EUR"))
    assert after.status is (InvoiceStatus.PAID if paid else InvoiceStatus.VOID)
    assert [part.amount.amount for part in note.refunds] == ([3630] if paid else [])
    last = [event.type for event in await announced(database)][-1]
    assert last == ("credit_note.issued" if paid else "invoice.voided")
    assert (await booked())[-1][0] == "credit_note_issued"


async def test_a_change_of_plan_that_should_not_have_been_is_given_back_and_no_other_invoice(
    studio: Any, deliver: Any, documents: Any
) -> None:
    subscription = await studio()
    plan = PlanData(
        name="Studio", items=subscription.items, amount=euros(3000), interval="month", interval_count=1
    )
    changed = SubscriptionPlanChanged(
        subscription=subscription,
        change_id="chg_1",
        quote_id="quo_1",
        kind="upgrade",
        effective_at=NOW,
        lines=(a_line(-1000), a_line(3000)),
        due="now",
        before=plan,
        after=plan,
    )
    void = SubscriptionPeriodVoided(
        subscription=subscription,
        period_start=START,
        period_end=END,
        lines=changed.lines,
        declaration_id="dcl_1",
        quote_id="quo_1",
    )
    await deliver(begun(subscription))
    assert isinstance(await deliver(void, event_id="evt_void"), Retry)
    await deliver(changed)
    assert await deliver(void, event_id="evt_void") == Done()
    assert await deliver(void, event_id="evt_again") == Done()
    (change, period), (note,) = await documents()
    assert (note.invoice_id, note.totals) == (change.id, change.totals)
    assert (change.quote_id, change.credited, period.credited) == (
        "quo_1",
        Money(2420, "EUR"),
        Money(0, "EUR"),
    )
