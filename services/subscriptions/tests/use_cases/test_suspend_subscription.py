"""Staff suspend what is past due, and it comes back by itself."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing
from foyer_subscriptions.use_cases.suspend_subscription import suspend_subscription

Subscribed = Callable[..., Awaitable[Subscription]]


async def owe(database: Database, subscription: Subscription, number: int, *, overdue: bool) -> None:
    """An invoice of it is overdue, or settled."""
    invoice = InvoiceData(
        invoice_id=f"inv_{number}",
        number=f"NW-2026-0000{number}",
        customer_id=ADA,
        subscription_id=subscription.id,
        total=Amount(amount=3509, currency="EUR"),
        open=Amount(amount=3509, currency="EUR"),
        issued_on=date(2026, 2, 1),
        due_on=date(2026, 2, 15),
    )
    async with database.work(an_origin(customer_id=ADA)) as work:
        await note_invoice_standing(work, invoice, overdue=overdue, version=2 if overdue else 3)


async def suspended(database: Database, subscription: Subscription, business_id: str | None = None) -> str:
    """The code of the refusal, or nothing."""
    try:
        async with database.work(an_origin(business_id or subscription.business_id)) as work:
            await suspend_subscription(work, subscription.id)
    except FoyerError as refusal:
        return refusal.code
    return ""


async def status_of(database: Database, subscription: Subscription) -> Status:
    """Its state now."""
    async with database.work(an_origin()) as work:
        return (await Subscriptions(work.session).get(work.scope, subscription.id)).status


async def test_what_is_past_due_is_suspended_once_until_all_is_paid(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    for number in (1, 2):
        await owe(database, subscription, number, overdue=True)
    assert await suspended(database, subscription) == ""
    assert await suspended(database, subscription) == "nothing_owed"
    await owe(database, subscription, 1, overdue=False)
    assert await status_of(database, subscription) is Status.SUSPENDED
    await owe(database, subscription, 2, overdue=False)
    assert await status_of(database, subscription) is Status.ACTIVE
    told = [(event.type, event.data["invoice_id"]) for event in await announced(database)]
    assert told == [
        ("subscription.past_due", "inv_1"),
        ("subscription.suspended", "inv_1"),
        ("subscription.recovered", "inv_2"),
    ]


@pytest.mark.parametrize(
    ("business_id", "code"), [(None, "nothing_owed"), (CONTOSO, "subscription_not_found")]
)
async def test_what_owes_nothing_and_what_is_anothers_is_not(
    database: Database, subscribed: Subscribed, business_id: str | None, code: str
) -> None:
    subscription = await subscribed()
    assert await suspended(database, subscription, business_id) == code
    assert await status_of(database, subscription) is Status.ACTIVE
    assert await announced(database) == []
