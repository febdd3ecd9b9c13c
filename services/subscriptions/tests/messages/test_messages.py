"""What the events of others do here: once, in any order."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest
import pytest_asyncio
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import (
    InvoiceData,
    InvoiceOverdue,
    InvoicePaid,
    InvoicePaymentFailed,
    InvoiceReopened,
    InvoiceRetriesExhausted,
    InvoiceUncollectible,
    InvoiceVoided,
)
from foyer_shared.contracts.payments import PaymentMethodAdded, PaymentMethodData
from foyer_shared.contracts.portal import BrandData, BusinessData, ClockMoved, DeclarationRecorded
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.billing_policy import AfterLastRetry, BillingPolicy
from foyer_subscriptions.domain.policy import Proration
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.messages import HANDLERS
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change

A_BUSINESS = BusinessData(
    business_id=NORTHWIND,
    legal_name="Northwind B.V.",
    slug="northwind",
    country="NL",
    currency="EUR",
    zone="Europe/Amsterdam",
    language="nl",
    number_prefix="NW",
    mode="sandbox",
    mail="on",
    portal_url="http://localhost",
    support_email="help@northwind.example",
    brand=BrandData(name="Northwind", accent="#0b5fff"),
)
Subscribed = Callable[..., Awaitable[Subscription]]


async def arrive(database: Database, event: Event, version: int, *, now: datetime = NOW) -> None:
    """Handle an event as the dispatcher does."""
    envelope = Envelope(
        id="evt_1",
        source=f"/{event.owner}",
        type=event.type,
        time=NOW,
        subject="subject",
        subjectversion=version,
        businessid=NORTHWIND,
        customerid=ADA,
        actor="system:test",
        businesstime=NOW,
        data=event.model_dump(mode="json"),
    )
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        await HANDLERS[type(event)](work, event, envelope)


def an_invoice(subscription_id: str | None) -> InvoiceData:
    """An open invoice of a subscription."""
    return InvoiceData(
        invoice_id="inv_1",
        number="NW-2026-00001",
        customer_id=ADA,
        subscription_id=subscription_id,
        total=Amount(amount=3509, currency="EUR"),
        open=Amount(amount=3509, currency="EUR"),
        issued_on=date(2026, 2, 1),
        due_on=date(2026, 2, 15),
    )


async def status_of(database: Database, subscription: Subscription) -> Status:
    """Its state now."""
    async with database.work(an_origin()) as work:
        return (await Subscriptions(work.session).get(work.scope, subscription.id)).status


async def test_an_overdue_invoice_makes_it_past_due_and_paying_brings_it_back(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    invoice = an_invoice(subscription.id)
    await arrive(database, InvoiceOverdue(invoice=invoice), 2)
    assert await status_of(database, subscription) is Status.PAST_DUE
    await arrive(database, InvoicePaid(invoice=invoice), 3)
    assert await status_of(database, subscription) is Status.ACTIVE
    assert [event.type for event in await announced(database)] == [
        "subscription.past_due",
        "subscription.recovered",
    ]


async def test_an_overdue_that_arrives_after_the_payment_changes_nothing(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    invoice = an_invoice(subscription.id)
    await arrive(database, InvoicePaid(invoice=invoice), 3)
    await arrive(database, InvoiceOverdue(invoice=invoice), 2)
    assert await status_of(database, subscription) is Status.ACTIVE
    assert await announced(database) == []


async def test_an_invoice_without_a_subscription_is_no_business_of_ours(
    database: Database, subscribed: Subscribed
) -> None:
    await subscribed()
    await arrive(database, InvoiceOverdue(invoice=an_invoice(None)), 2)
    assert await announced(database) == []


async def test_an_invoice_of_a_subscription_that_has_not_arrived_is_tried_again(
    database: Database,
) -> None:
    with pytest.raises(NotYet):
        await arrive(database, InvoiceOverdue(invoice=an_invoice("sub_unknown")), 2)


@pytest.mark.parametrize("owed", [InvoiceOverdue, InvoicePaymentFailed, InvoiceReopened])
@pytest.mark.parametrize("settled", [InvoicePaid, InvoiceVoided, InvoiceUncollectible])
async def test_what_is_owed_makes_it_past_due_until_it_is_not(
    database: Database, subscribed: Subscribed, owed: type[InvoiceOverdue], settled: type[InvoicePaid]
) -> None:
    subscription = await subscribed()
    invoice = an_invoice(subscription.id)
    await arrive(database, owed(invoice=invoice), 2)
    assert await status_of(database, subscription) is Status.PAST_DUE
    await arrive(database, settled(invoice=invoice), 3)
    assert await status_of(database, subscription) is Status.ACTIVE


async def test_an_invoice_that_is_open_again_before_its_due_date_makes_nothing_past_due(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    invoice = an_invoice(subscription.id)
    await arrive(database, InvoiceReopened(invoice=invoice, overdue=False), 2)
    assert await status_of(database, subscription) is Status.ACTIVE
    await arrive(database, InvoiceOverdue(invoice=invoice), 3)
    assert await status_of(database, subscription) is Status.PAST_DUE


async def test_after_the_last_retry_it_is_suspended_and_back_when_paid(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    invoice = an_invoice(subscription.id)
    await arrive(database, InvoicePaymentFailed(invoice=invoice), 2)
    await arrive(database, InvoiceRetriesExhausted(invoice=invoice), 3)
    assert await status_of(database, subscription) is Status.SUSPENDED
    # Its period ends meanwhile: nothing is charged, and the next one begins with the payment.
    paid = subscription.current_period_end + timedelta(days=5)
    await arrive(database, InvoicePaid(invoice=invoice), 4, now=paid)
    told = await announced(database)
    assert [event.type for event in told] == [
        "subscription.past_due",
        "subscription.suspended",
        "subscription.recovered",
        "subscription.period_started",
    ]
    assert datetime.fromisoformat(told[-1].data["period_start"]) == paid
    assert told[-1].data["period_end"] == "2026-05-15T08:30:00Z"


@pytest.mark.parametrize(
    ("after_last_retry", "status", "told"),
    [
        (AfterLastRetry.CANCELED, Status.CANCELED, ["past_due", "canceled"]),
        (AfterLastRetry.UNPAID, Status.PAST_DUE, ["past_due"]),
    ],
)
async def test_after_the_last_retry_the_policy_decides(
    database: Database,
    subscribed: Subscribed,
    after_last_retry: AfterLastRetry,
    status: Status,
    told: list[str],
) -> None:
    subscription = await subscribed(billing=BillingPolicy(after_last_retry=after_last_retry))
    await arrive(database, InvoiceRetriesExhausted(invoice=an_invoice(subscription.id)), 3)
    assert await status_of(database, subscription) is status
    events = await announced(database)
    assert [event.type.removeprefix("subscription.") for event in events] == told
    assert [event.data.get("cause") for event in events if "cause" in event.data] == ["retries_exhausted"] * (
        status is Status.CANCELED
    )


async def test_a_last_retry_of_what_was_paid_since_changes_nothing(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    invoice = an_invoice(subscription.id)
    await arrive(database, InvoicePaid(invoice=invoice), 4)
    await arrive(database, InvoiceRetriesExhausted(invoice=invoice), 3)
    assert await status_of(database, subscription) is Status.ACTIVE
    assert await announced(database) == []


async def test_a_payment_method_activates_what_waited_for_one(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC)
    assert subscription.status is Status.PENDING_MANDATE
    method = PaymentMethodData(
        payment_method_id="pm_1",
        customer_id=ADA,
        kind="card",
        label="Visa ···4242",
        is_default=True,
    )
    await arrive(database, PaymentMethodAdded(payment_method=method), 1)
    await arrive(database, PaymentMethodAdded(payment_method=method), 1)
    assert await status_of(database, subscription) is Status.ACTIVE
    assert [event.type for event in await announced(database)] == [
        "subscription.activated",
        "subscription.period_started",
    ]


async def test_a_paid_first_invoice_activates_what_waited_and_its_period_is_not_charged_again(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC)
    invoice = an_invoice(subscription.id)
    paid = NOW + timedelta(days=2)
    for version in (3, 3, 4):
        await arrive(database, InvoicePaid(invoice=invoice), version, now=paid)
    # What is heard of late does not bring the debt back.
    await arrive(database, InvoiceOverdue(invoice=invoice), 2, now=paid)
    async with database.work(an_origin()) as work:
        after = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (after.status, after.lapses_at, after.current_period_start) == (Status.ACTIVE, None, paid)
    assert [event.type for event in await announced(database)] == ["subscription.activated"]
    async with database.work(an_origin(now=after.current_period_end)) as work:
        await advance_subscription(work, subscription.id)
    assert [event.type for event in await announced(database)] == [
        "subscription.activated",
        "subscription.period_started",
    ]


async def test_a_first_invoice_that_is_paid_after_all_else_changes_nothing(
    database: Database, subscribed: Subscribed
) -> None:
    begun = await subscribed()
    await arrive(database, InvoicePaid(invoice=an_invoice(begun.id)), 2)
    lapsed = await subscribed(collection=Collection.AUTOMATIC)
    assert lapsed.lapses_at
    await arrive(database, InvoicePaid(invoice=an_invoice(lapsed.id)), 2, now=lapsed.lapses_at)
    assert await status_of(database, begun) is Status.ACTIVE
    assert await status_of(database, lapsed) is Status.CANCELED
    assert [event.type for event in await announced(database)] == ["subscription.canceled"]


@pytest_asyncio.fixture
async def a_change_to_be_paid(database: Database, subscribed: Subscribed) -> tuple[Subscription, InvoiceData]:
    """Three seats, once this invoice is paid."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )
    subscription = await subscribed(
        collection=Collection.AUTOMATIC, allow_quantity_change=True, proration=Proration.INVOICE_NOW
    )
    async with database.work(an_origin(customer_id=ADA)) as work:
        quote = await quote_plan_change(work, subscription.id, AskedChange(quantity=3), by=PausedBy.CUSTOMER)
        waiting = await confirm_plan_change(work, subscription.id, quote.id, for_customer=True)
    invoice = an_invoice(subscription.id).model_copy(update={"change_id": waiting.waiting[0].id})
    return waiting, invoice


async def test_a_change_of_plan_happens_when_its_invoice_is_paid_however_often_that_is_told(
    database: Database, a_change_to_be_paid: tuple[Subscription, InvoiceData]
) -> None:
    subscription, invoice = a_change_to_be_paid
    # Its collection failed once, which makes nothing past due: nothing was bought yet.
    await arrive(database, InvoicePaymentFailed(invoice=invoice), 2)
    assert await status_of(database, subscription) is Status.ACTIVE
    for version in (3, 3, 5):
        await arrive(database, InvoicePaid(invoice=invoice), version)
    async with database.work(an_origin()) as work:
        after = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (after.items[0].quantity, after.waiting) == (3, ())
    assert [event.type for event in await announced(database)] == [
        "subscription.plan_change_requested",
        "subscription.quantity_changed",
    ]


async def test_a_change_of_plan_whose_invoice_is_voided_is_withdrawn_at_once(
    database: Database, a_change_to_be_paid: tuple[Subscription, InvoiceData]
) -> None:
    subscription, invoice = a_change_to_be_paid
    another = invoice.model_copy(update={"change_id": "chg_other"})
    await arrive(database, InvoiceVoided(invoice=another), 2)
    for _ in range(2):
        await arrive(database, InvoiceVoided(invoice=invoice), 3)
    async with database.work(an_origin()) as work:
        after = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (after.items, after.waiting, after.status) == (subscription.items, (), Status.ACTIVE)
    told = await announced(database)
    assert [event.type for event in told] == [
        "subscription.plan_change_requested",
        "subscription.plan_change_withdrawn",
    ]
    assert (told[1].data["change_id"], told[1].data["cause"]) == (invoice.change_id, "withdrawn")


async def test_a_change_of_plan_that_was_paid_stays_though_its_invoice_is_voided_later(
    database: Database, a_change_to_be_paid: tuple[Subscription, InvoiceData]
) -> None:
    subscription, invoice = a_change_to_be_paid
    await arrive(database, InvoicePaid(invoice=invoice), 3)
    await arrive(database, InvoiceVoided(invoice=invoice), 2)
    async with database.work(an_origin()) as work:
        after = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (after.items[0].quantity, after.waiting) == (3, ())
    assert len(await announced(database)) == 2


async def test_a_declaration_cancels_in_the_name_of_whoever_declared_it(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    declared = DeclarationRecorded(
        declaration_id="dcl_1",
        number="NW-D-1001",
        kind="cancellation",
        customer_id=ADA,
        subscription_id=subscription.id,
        subscription_name="Studio",
        received_at=NOW - timedelta(hours=2),
        reason="unused",
        message="Bye.",
        content_hash="0" * 64,
    )
    for _ in range(2):
        await arrive(database, declared, 1)
    (event,) = await announced(database)
    assert (event.type, event.actor) == ("subscription.cancellation_requested", "system:test")
    assert (event.data["declaration_id"], event.data["reason"]) == ("dcl_1", "unused")
    # 30 days from its arrival come before the period's end.
    assert event.data["effective_at"] == "2026-04-10T08:30:00Z"


async def test_a_clock_is_followed_forward_only(database: Database) -> None:
    for version, offset in ((3, 7200), (2, 3600)):
        business = A_BUSINESS.model_copy(update={"clock_offset": offset})
        await arrive(database, ClockMoved(business=business), version)
    async with database.session() as session:
        clocks = await Businesses(session).clocks_for_everyone()
    assert clocks.of(NORTHWIND, NOW) == NOW + timedelta(hours=2)
    assert clocks.of(CONTOSO, NOW) == NOW
