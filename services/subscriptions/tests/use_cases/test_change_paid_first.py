"""A change of plan that is paid first: it waits, lapses, happens once, or the money comes back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.plan import ChangeDue
from foyer_subscriptions.domain.policy import Proration
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    Collection,
    PausedBy,
    Subscription,
)
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
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


pytestmark = pytest.mark.usefixtures("a_card")


async def test_what_must_be_paid_first_waits_and_happens_once_when_it_is(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await plans.changed(subscription, price_id=team.id)
    (change,) = waiting.waiting
    assert change.plan
    assert (change.kind, change.plan.lapses_at) == (ChangeKind.PLAN, HALF + timedelta(hours=24))
    assert waiting.amount.amount == 2900
    requested = (await plans.told())[0]
    assert (requested.type, plans.line_amounts(requested)) == (
        "subscription.plan_change_requested",
        [-1450, 2950],
    )
    later = HALF + timedelta(hours=5)
    # Heard twice, and by two workers at once.
    await asyncio.gather(*(plans.paid(subscription, now=later) for _ in range(2)))
    await plans.paid(subscription, now=later)
    after = await plans.stored(subscription)
    assert (after.items[0].price_id, after.waiting, after.carried) == (team.id, (), ())
    assert await plans.types_told() == ["plan_change_requested", "plan_changed"]
    event = (await plans.told())[1]
    assert (event.data["due"], plans.line_amounts(event), event.data["change_id"]) == (
        "paid",
        [-1450, 2950],
        change.id,
    )


async def test_unpaid_it_lapses_after_a_day_and_nothing_changes(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    await plans.changed(subscription, price_id=team.id)
    almost = await plans.advanced(subscription, HALF + timedelta(hours=24, seconds=-1))
    assert almost.waiting
    lapsed = await plans.advanced(subscription, HALF + timedelta(hours=24))
    assert (lapsed.waiting, lapsed.amount.amount) == ((), 2900)
    withdrawn = (await plans.told())[1]
    assert (withdrawn.type, withdrawn.data["cause"], withdrawn.data["awaiting_payment"]) == (
        "subscription.plan_change_withdrawn",
        "lapsed",
        True,
    )


async def test_a_payment_that_is_heard_of_after_the_lapse_still_counts_while_all_is_as_it_was(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    await plans.changed(subscription, price_id=team.id)
    later = HALF + timedelta(hours=25)
    await plans.advanced(subscription, later)
    await plans.paid(subscription, now=later)
    assert (await plans.stored(subscription)).items[0].price_id == team.id
    assert await plans.types_told() == ["plan_change_requested", "plan_change_withdrawn", "plan_changed"]


@pytest.mark.parametrize("meanwhile", ["renewed", "withdrawn", "canceled"])
async def test_paid_too_late_the_money_comes_back_and_is_told_once(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice, meanwhile: str
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await plans.changed(subscription, price_id=team.id)
    now = HALF + timedelta(minutes=1)
    if meanwhile == "renewed":
        now = PERIOD_END
        await plans.advanced(subscription, now)
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        if meanwhile == "withdrawn":
            await withdraw_pending_change(work, subscription.id, waiting.waiting[0].id, by=CUSTOMER)
        if meanwhile == "canceled":
            await cancel_subscription(work, subscription.id, by=CUSTOMER)
    for _ in range(2):
        await plans.paid(subscription, now=now)
    assert (await plans.stored(subscription)).items[0].price_id != team.id
    causes = [event.data["cause"] for event in await plans.told() if event.type.endswith("change_withdrawn")]
    assert causes == [{"renewed": "lapsed"}.get(meanwhile, meanwhile), "paid_too_late"]


async def test_an_invoice_of_something_unknown_waits_or_means_nothing(
    database: Database, plans: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**PAID_FIRST)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await settle_plan_change(work, plans.an_invoice(subscription.id, None))
        await settle_plan_change(work, plans.an_invoice(subscription.id, "chg_unknown"))
        with pytest.raises(NotYet):
            await settle_plan_change(work, plans.an_invoice("sub_unknown", "chg_unknown"))
    assert await plans.told() == []
    assert await plans.stored(subscription) == subscription


async def test_an_unpaid_invoice_of_a_change_is_no_debt_until_the_change_has_happened(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await plans.changed(subscription, price_id=team.id)
    invoice = plans.an_invoice(subscription.id, waiting.waiting[0].id)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        await note_invoice_standing(work, invoice, overdue=True, version=2)
    assert (await plans.stored(subscription)).status is Status.ACTIVE
    await plans.paid(subscription)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        await note_invoice_standing(work, invoice, overdue=True, version=4)
    assert (await plans.stored(subscription)).status is Status.PAST_DUE


async def test_the_policy_does_not_bind_the_business_and_it_does_not_pay_first(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC, proration=Proration.INVOICE_NOW)
    team = await a_price(amount=5900)
    with pytest.raises(FoyerError) as refused:
        await plans.quoted(subscription, price_id=team.id)
    assert refused.value.code == "plan_change_not_offered"
    made = await plans.quoted(subscription, by=BUSINESS, customer_id=None, price_id=team.id)
    assert (made.plan.due, made.must_be_paid_first) == (ChangeDue.NOW, False)
    with pytest.raises(FoyerError) as refused:
        await plans.confirm(subscription, made.id)
    assert refused.value.code == "quote_not_found"
    after = await plans.confirm(subscription, made.id, customer_id=None)
    assert after.items[0].price_id == team.id
    (event,) = await plans.told()
    assert (event.data["due"], plans.line_amounts(event)) == ("now", [-1450, 2950])


async def test_a_payment_and_the_lapse_at_once_have_one_outcome(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    await plans.changed(subscription, price_id=team.id)
    later = HALF + timedelta(hours=24)
    await asyncio.gather(plans.paid(subscription, now=later), plans.advanced(subscription, later))
    assert (await plans.stored(subscription)).items[0].price_id == team.id
    assert (await plans.types_told()).count("plan_changed") == 1


async def test_a_pause_waits_until_the_change_is_settled(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**PAID_FIRST), await a_price(amount=5900)
    waiting = await plans.changed(subscription, price_id=team.id)
    before = await plans.told()
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        with pytest.raises(FoyerError) as refused:
            await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=CUSTOMER)
        assert refused.value.code == "plan_change_pending"
    assert (await plans.told(), await plans.stored(subscription)) == (before, waiting)
