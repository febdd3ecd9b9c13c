"""A change of plan that is paid first: it waits, lapses, happens once, or the money comes back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.basics.errors import FoyerError
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.plan import ChangeDue
from foyer_subscriptions.domain.policy import Proration
from foyer_subscriptions.domain.quote import PlanQuote
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    Collection,
    PausedBy,
    Subscription,
)
from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.settle_plan_change import settle_plan_change
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
CUSTOMER, BUSINESS = PausedBy.CUSTOMER, PausedBy.BUSINESS
PERIOD_END = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
HALF = NOW + (PERIOD_END - NOW) / 2
"""The middle of the period: half of each amount is left."""
ALLOWED = {
    "collection": Collection.AUTOMATIC,
    "allow_upgrade": True,
    "allow_downgrade": True,
    "allow_cycle_change": True,
    "allow_quantity_change": True,
}
PAID_FIRST = ALLOWED | {"proration": Proration.INVOICE_NOW}


@pytest_asyncio.fixture(autouse=True)
async def a_card(database: Database) -> None:
    """Ada can pay."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )


async def quoted(
    database: Database,
    subscription: Subscription,
    *,
    now: datetime = HALF,
    by: PausedBy = CUSTOMER,
    customer_id: str | None = ADA,
    **asked: Any,
) -> PlanQuote:
    """A quote for Ada."""
    async with database.work(an_origin(customer_id=customer_id, now=now)) as work:
        return await quote_plan_change(work, subscription.id, AskedChange(**asked), by=by)


async def confirm(
    database: Database,
    subscription: Subscription,
    quote_id: str,
    *,
    now: datetime = HALF,
    customer_id: str | None = ADA,
    business_id: str = NORTHWIND,
) -> Subscription:
    """The quote is presented."""
    async with database.work(an_origin(business_id, customer_id=customer_id, now=now)) as work:
        return await confirm_plan_change(
            work, subscription.id, quote_id, for_customer=customer_id is not None
        )


async def changed(
    database: Database, subscription: Subscription, *, now: datetime = HALF, **asked: Any
) -> Subscription:
    """Quoted and confirmed."""
    made = await quoted(database, subscription, now=now, **asked)
    return await confirm(database, subscription, made.id, now=now)


async def advanced(database: Database, subscription: Subscription, now: datetime) -> Subscription:
    """It as it is then."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await advance_subscription(work, subscription.id)


async def stored(database: Database, subscription: Subscription) -> Subscription:
    """It as it is now."""
    async with database.work(an_origin()) as work:
        return await Subscriptions(work.session).get(work.scope, subscription.id)


async def told(database: Database) -> list[Envelope]:
    """What was announced of subscriptions."""
    return [event for event in await announced(database) if event.type.startswith("subscription.")]


async def types_told(database: Database) -> list[str]:
    """The types of it."""
    return [event.type.removeprefix("subscription.") for event in await told(database)]


def line_amounts(event: Envelope) -> list[int]:
    """The amounts of an event's lines."""
    return [line["amount"]["amount"] for line in event.data["lines"]]


async def paid(database: Database, subscription: Subscription, *, now: datetime = HALF) -> None:
    """The invoice of the change that was requested is paid."""
    (requested,) = (event for event in await told(database) if event.type.endswith("change_requested"))
    invoice = an_invoice(subscription.id, requested.data["change_id"], requested.data["quote_id"])
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        await settle_plan_change(work, invoice)


def an_invoice(subscription_id: str, change_id: str | None, quote_id: str | None = None) -> InvoiceData:
    """One that is paid."""
    return InvoiceData(
        invoice_id="inv_1",
        number="NW-2026-00001",
        customer_id=ADA,
        subscription_id=subscription_id,
        change_id=change_id,
        quote_id=quote_id,
        total=Amount(amount=1815, currency="EUR"),
        open=Amount(amount=0, currency="EUR"),
        issued_on=date(2026, 3, 25),
        due_on=date(2026, 3, 25),
    )


async def test_what_must_be_paid_first_waits_and_happens_once_when_it_is(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await changed(database, subscription, price_id=team.id)
    (change,) = waiting.waiting
    assert change.plan
    assert (change.kind, change.plan.lapses_at) == (ChangeKind.PLAN, HALF + timedelta(hours=24))
    assert waiting.amount.amount == 2900
    requested = (await told(database))[0]
    assert (requested.type, line_amounts(requested)) == (
        "subscription.plan_change_requested",
        [-1450, 2950],
    )
    later = HALF + timedelta(hours=5)
    # Heard twice, and by two workers at once.
    await asyncio.gather(*(paid(database, subscription, now=later) for _ in range(2)))
    await paid(database, subscription, now=later)
    after = await stored(database, subscription)
    assert (after.items[0].price_id, after.waiting, after.carried) == (team.id, (), ())
    assert await types_told(database) == ["plan_change_requested", "plan_changed"]
    event = (await told(database))[1]
    assert (event.data["due"], line_amounts(event), event.data["change_id"]) == (
        "paid",
        [-1450, 2950],
        change.id,
    )


async def test_unpaid_it_lapses_after_a_day_and_nothing_changes(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    await changed(database, subscription, price_id=team.id)
    almost = await advanced(database, subscription, HALF + timedelta(hours=24, seconds=-1))
    assert almost.waiting
    lapsed = await advanced(database, subscription, HALF + timedelta(hours=24))
    assert (lapsed.waiting, lapsed.amount.amount) == ((), 2900)
    withdrawn = (await told(database))[1]
    assert (withdrawn.type, withdrawn.data["cause"], withdrawn.data["awaiting_payment"]) == (
        "subscription.plan_change_withdrawn",
        "lapsed",
        True,
    )


async def test_a_payment_that_is_heard_of_after_the_lapse_still_counts_while_all_is_as_it_was(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    await changed(database, subscription, price_id=team.id)
    later = HALF + timedelta(hours=25)
    await advanced(database, subscription, later)
    await paid(database, subscription, now=later)
    assert (await stored(database, subscription)).items[0].price_id == team.id
    assert await types_told(database) == ["plan_change_requested", "plan_change_withdrawn", "plan_changed"]


@pytest.mark.parametrize("meanwhile", ["renewed", "withdrawn", "canceled"])
async def test_paid_too_late_the_money_comes_back_and_is_told_once(
    database: Database, subscribed: Subscribed, a_price: APrice, meanwhile: str
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await changed(database, subscription, price_id=team.id)
    now = HALF + timedelta(minutes=1)
    if meanwhile == "renewed":
        now = PERIOD_END
        await advanced(database, subscription, now)
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        if meanwhile == "withdrawn":
            await withdraw_pending_change(work, subscription.id, waiting.waiting[0].id, by=CUSTOMER)
        if meanwhile == "canceled":
            await cancel_subscription(work, subscription.id, by=CUSTOMER)
    for _ in range(2):
        await paid(database, subscription, now=now)
    assert (await stored(database, subscription)).items[0].price_id != team.id
    causes = [
        event.data["cause"] for event in await told(database) if event.type.endswith("change_withdrawn")
    ]
    assert causes == [{"renewed": "lapsed"}.get(meanwhile, meanwhile), "paid_too_late"]


async def test_an_invoice_of_something_unknown_waits_or_means_nothing(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**PAID_FIRST)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await settle_plan_change(work, an_invoice(subscription.id, None))
        await settle_plan_change(work, an_invoice(subscription.id, "chg_unknown"))
        with pytest.raises(NotYet):
            await settle_plan_change(work, an_invoice("sub_unknown", "chg_unknown"))
    assert await told(database) == []
    assert await stored(database, subscription) == subscription


async def test_an_unpaid_invoice_of_a_change_is_no_debt_until_the_change_has_happened(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await changed(database, subscription, price_id=team.id)
    invoice = an_invoice(subscription.id, waiting.waiting[0].id)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        await note_invoice_standing(work, invoice, overdue=True, version=2)
    assert (await stored(database, subscription)).status is Status.ACTIVE
    await paid(database, subscription)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        await note_invoice_standing(work, invoice, overdue=True, version=4)
    assert (await stored(database, subscription)).status is Status.PAST_DUE


async def test_the_policy_does_not_bind_the_business_and_it_does_not_pay_first(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC, proration=Proration.INVOICE_NOW)
    team = await a_price(amount=5900)
    with pytest.raises(FoyerError) as refused:
        await quoted(database, subscription, price_id=team.id)
    assert refused.value.code == "plan_change_not_offered"
    made = await quoted(database, subscription, by=BUSINESS, customer_id=None, price_id=team.id)
    assert (made.plan.due, made.must_be_paid_first) == (ChangeDue.NOW, False)
    with pytest.raises(FoyerError) as refused:
        await confirm(database, subscription, made.id)
    assert refused.value.code == "quote_not_found"
    after = await confirm(database, subscription, made.id, customer_id=None)
    assert after.items[0].price_id == team.id
    (event,) = await told(database)
    assert (event.data["due"], line_amounts(event)) == ("now", [-1450, 2950])


async def test_a_payment_and_the_lapse_at_once_have_one_outcome(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    await changed(database, subscription, price_id=team.id)
    later = HALF + timedelta(hours=24)
    await asyncio.gather(paid(database, subscription, now=later), advanced(database, subscription, later))
    assert (await stored(database, subscription)).items[0].price_id == team.id
    assert (await types_told(database)).count("plan_changed") == 1


async def test_a_pause_waits_until_the_change_is_settled(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await changed(database, subscription, price_id=team.id)
    before = await told(database)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        with pytest.raises(FoyerError) as refused:
            await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=CUSTOMER)
        assert refused.value.code == "plan_change_pending"
    assert (await told(database), await stored(database, subscription)) == (before, waiting)
