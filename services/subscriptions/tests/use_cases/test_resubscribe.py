"""What has ended is subscribed to again: by whom, to what is still sold, once."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.actions import Action
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    Collection,
    PausedBy,
    Subscription,
)
from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.offer_actions import offer_actions
from foyer_subscriptions.use_cases.resubscribe import resubscribe
from foyer_subscriptions.use_cases.update_price import update_price
from foyer_subscriptions.use_cases.update_product import update_product
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation

Subscribed = Callable[..., Awaitable[Subscription]]
AT_ONCE, AT_PERIOD_END = (
    {"cancellation_mode": mode} for mode in (CancellationMode.IMMEDIATE, CancellationMode.PERIOD_END)
)


async def cancel(
    database: Database,
    subscription: Subscription,
    *,
    by: PausedBy = PausedBy.CUSTOMER,
    now: datetime = NOW,
    customer_id: str | None = ADA,
    business_id: str | None = None,
    **asked: Any,
) -> tuple[Subscription, Outlook]:
    """Ada cancels it."""
    origin = an_origin(business_id or subscription.business_id, customer_id=customer_id, now=now)
    async with database.work(origin) as work:
        return await cancel_subscription(work, subscription.id, by=by, **asked)


async def told(database: Database) -> list[str]:
    """The types of all that was announced."""
    return [event.type.removeprefix("subscription.") for event in await announced(database)]


@pytest.mark.parametrize("toggle", ["allow_self_management", "allow_reactivate"])
async def test_who_may_not_come_back_is_refused_behind_the_button(
    database: Database, subscribed: Subscribed, toggle: str
) -> None:
    ended, pending = await subscribed(**AT_ONCE, **{toggle: False}), await subscribed(**{toggle: False})
    for one in (ended, pending):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await cancel_subscription(work, one.id, by=PausedBy.BUSINESS)
    before = await announced(database)
    with pytest.raises(errors.ReactivationNotOffered):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await resubscribe(work, ended.id, by=PausedBy.CUSTOMER)
    with pytest.raises(errors.ReactivationNotOffered):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await withdraw_cancellation(work, pending.id, by=PausedBy.CUSTOMER)
    assert await announced(database) == before


@pytest.mark.parametrize("unsold", ["price", "product"])
async def test_what_is_sold_no_more_has_no_button_to_subscribe_again(
    database: Database, subscribed: Subscribed, unsold: str
) -> None:
    subscription = await subscribed(**AT_ONCE)
    await cancel(database, subscription)

    async def buttons() -> tuple[Action, ...]:
        async with database.work(an_origin(customer_id=ADA)) as work:
            ended = await Subscriptions(work.session).get(work.scope, subscription.id)
            (own,) = await offer_actions(work, [ended])
            return own.actions

    assert await buttons() == (Action.RESUBSCRIBE,)
    item = subscription.items[0]
    async with database.work(an_origin()) as work:
        if unsold == "price":
            await update_price(work, item.price_id, active=False)
        else:
            await update_product(
                work, item.product_id, changes={"active": False}, self_service={}, billing={}
            )
    assert await buttons() == ()


async def test_the_business_subscribes_whoever_has_a_card_again_at_once(
    database: Database, subscribed: Subscribed
) -> None:
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )
    subscription = await subscribed(**AT_ONCE, collection=Collection.AUTOMATIC)
    await cancel(database, subscription)
    async with database.work(an_origin()) as work:
        renewed = await resubscribe(work, subscription.id, by=PausedBy.BUSINESS)
    assert renewed.status is Status.ACTIVE


async def test_an_ended_one_is_subscribed_to_again_once(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(**AT_ONCE)

    async def again(by: PausedBy = PausedBy.CUSTOMER) -> Subscription:
        async with database.work(an_origin(customer_id=ADA)) as work:
            return await resubscribe(work, subscription.id, by=by)

    with pytest.raises(errors.SubscriptionNotEnded):
        await again()
    await cancel(database, subscription)
    renewed = await again()
    assert (renewed.status, renewed.resubscribed_from) == (Status.ACTIVE, subscription.id)
    assert (renewed.items, renewed.collection) == (subscription.items, Collection.INVOICE)
    with pytest.raises(errors.AlreadyResubscribed):
        await again()
    await cancel(database, renewed)
    async with database.work(an_origin()) as work:
        product_id = subscription.items[0].product_id
        await update_product(
            work, product_id, changes={}, self_service={"allow_reactivate": False}, billing={}
        )
    with pytest.raises(errors.ReactivationNotOffered):
        await again()
    async with database.work(an_origin()) as work:
        await update_product(work, product_id, changes={"active": False}, self_service={}, billing={})
    with pytest.raises(errors.PriceNotSold):
        await again(PausedBy.BUSINESS)
    assert await told(database) == [
        "canceled",
        "created",
        "period_started",
        "canceled",
        *["product.updated"] * 2,
    ]
