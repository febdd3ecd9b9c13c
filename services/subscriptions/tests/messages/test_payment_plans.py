"""An overdue invoice that is paid in instalments: the subscription is kept or lost by policy."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import (
    InvoiceData,
    InvoiceOverdue,
    InvoicePaid,
    InvoiceRetriesExhausted,
    PaymentPlanBroken,
    PaymentPlanCompleted,
    PaymentPlanData,
    PaymentPlanStarted,
)
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.billing_policy import AfterLastRetry, BillingPolicy, DuringPaymentPlan
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions

Subscribed = Callable[..., Awaitable[Subscription]]
Arrive = Callable[..., Awaitable[None]]


def an_invoice(subscription: Subscription) -> InvoiceData:
    """An invoice of it that is overdue."""
    return InvoiceData(
        invoice_id="inv_1",
        number="NW-2026-00001",
        customer_id=ADA,
        subscription_id=subscription.id,
        total=Amount(amount=3509, currency="EUR"),
        open=Amount(amount=3509, currency="EUR"),
        issued_on=date(2026, 2, 1),
        due_on=date(2026, 2, 15),
    )


def a_plan(subscription_id: str | None) -> PaymentPlanData:
    """Its instalments."""
    return PaymentPlanData(
        plan_id="plan_1", customer_id=ADA, invoice_id="inv_1", subscription_id=subscription_id
    )


async def status_of(database: Database, subscription: Subscription) -> Status:
    """Its state now."""
    async with database.work(an_origin()) as work:
        return (await Subscriptions(work.session).get(work.scope, subscription.id)).status


async def told(database: Database) -> list[str]:
    """What was announced."""
    return [event.type.removeprefix("subscription.") for event in await announced(database)]


async def test_a_suspended_one_runs_again_while_the_plan_is_kept(
    database: Database, subscribed: Subscribed, arrive: Arrive
) -> None:
    subscription = await subscribed()
    invoice, plan = an_invoice(subscription), a_plan(subscription.id)
    await arrive(InvoiceRetriesExhausted(invoice=invoice), 3)
    assert await status_of(database, subscription) is Status.SUSPENDED
    for _ in range(2):
        await arrive(PaymentPlanStarted(plan=plan), 2)
    assert await status_of(database, subscription) is Status.ACTIVE
    # Another reminder, or the last instalment before the invoice is known to be paid, changes nothing.
    await arrive(InvoiceOverdue(invoice=invoice), 4)
    await arrive(InvoiceRetriesExhausted(invoice=invoice), 5)
    await arrive(PaymentPlanCompleted(plan=plan), 3)
    await arrive(InvoicePaid(invoice=invoice), 6)
    assert await status_of(database, subscription) is Status.ACTIVE
    assert await told(database) == ["past_due", "suspended", "recovered"]


@pytest.mark.parametrize(
    ("policy", "status", "events"),
    [
        (AfterLastRetry.SUSPENDED, Status.SUSPENDED, ["past_due", "recovered", "past_due", "suspended"]),
        (AfterLastRetry.UNPAID, Status.PAST_DUE, ["past_due", "recovered", "past_due"]),
        (AfterLastRetry.CANCELED, Status.PAST_DUE, ["past_due", "recovered", "past_due"]),
    ],
)
async def test_a_plan_that_breaks_leaves_the_debt(
    database: Database,
    subscribed: Subscribed,
    arrive: Arrive,
    policy: AfterLastRetry,
    status: Status,
    events: list[str],
) -> None:
    subscription = await subscribed(billing=BillingPolicy(after_last_retry=policy))
    invoice, plan = an_invoice(subscription), a_plan(subscription.id)
    await arrive(InvoiceOverdue(invoice=invoice), 2)
    await arrive(PaymentPlanStarted(plan=plan), 1)
    await arrive(PaymentPlanBroken(plan=plan), 2)
    # What is heard late changes nothing.
    await arrive(PaymentPlanStarted(plan=plan), 1)
    assert await status_of(database, subscription) is status
    assert await told(database) == events
    await arrive(InvoicePaid(invoice=invoice), 3)
    assert await status_of(database, subscription) is Status.ACTIVE


async def test_where_the_policy_says_so_it_stays_lost_until_all_is_paid(
    database: Database, subscribed: Subscribed, arrive: Arrive
) -> None:
    lose = BillingPolicy(during_payment_plan=DuringPaymentPlan.LOSE)
    subscription = await subscribed(billing=lose)
    invoice, plan = an_invoice(subscription), a_plan(subscription.id)
    await arrive(InvoiceOverdue(invoice=invoice), 2)
    await arrive(PaymentPlanStarted(plan=plan), 1)
    assert await status_of(database, subscription) is Status.PAST_DUE
    await arrive(PaymentPlanCompleted(plan=plan), 2)
    assert await status_of(database, subscription) is Status.PAST_DUE
    await arrive(InvoicePaid(invoice=invoice), 3)
    assert await told(database) == ["past_due", "recovered"]


async def test_a_plan_for_an_invoice_of_no_subscription_or_an_unknown_one(
    database: Database, arrive: Arrive
) -> None:
    await arrive(PaymentPlanStarted(plan=a_plan(None)), 1)
    with pytest.raises(NotYet):
        await arrive(PaymentPlanStarted(plan=a_plan("sub_unknown")), 1)
    assert await told(database) == []
