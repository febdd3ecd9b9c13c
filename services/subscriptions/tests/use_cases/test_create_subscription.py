"""Subscribing a customer."""

from collections.abc import Awaitable, Callable

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.remember_payment_method import remember_payment_method
from foyer_subscriptions.use_cases.update_product import update_product

APrice = Callable[..., Awaitable[Price]]
Subscribed = Callable[..., Awaitable[Subscription]]


@pytest.mark.parametrize(
    ("collection", "trial_days", "status"),
    [
        (Collection.INVOICE, 0, Status.ACTIVE),
        (Collection.INVOICE, 14, Status.TRIALING),
        (Collection.AUTOMATIC, 0, Status.PENDING_MANDATE),
        (Collection.AUTOMATIC, 14, Status.TRIALING),
    ],
)
async def test_it_begins_by_how_it_is_collected(
    subscribed: Subscribed, collection: Collection, trial_days: int, status: Status
) -> None:
    subscription = await subscribed(collection=collection, trial_days=trial_days)
    assert subscription.status is status


async def test_it_is_stored_and_told(database: Database, a_price: APrice) -> None:
    price = await a_price()
    async with database.work(an_origin(customer_id=ADA)) as work:
        made = await create_subscription(
            work,
            customer_id=ADA,
            items=[(price.id, 5)],
            terms=Terms(collection=Collection.INVOICE),
        )
    async with database.work(an_origin(customer_id=ADA)) as work:
        assert await Subscriptions(work.session).get(work.scope, made.id) == made
    told, begun = (await announced(database))[-2:]
    assert (told.type, told.subject, told.subjectversion) == ("subscription.created", made.id, 1)
    assert told.customerid == ADA
    assert told.data["subscription"]["amount"] == {"amount": 14500, "currency": "EUR"}
    assert (begun.type, begun.subject, begun.subjectversion) == ("subscription.period_started", made.id, 1)
    assert (begun.data["reason"], begun.data["usage"]) == ("started", [])
    assert (begun.data["period_start"], begun.data["period_end"]) == (
        "2026-03-10T09:30:00Z",
        "2026-04-10T08:30:00Z",
    )
    assert begun.data["lines"] == [
        {
            "price_id": price.id,
            "product_id": price.product_id,
            "description": "Studio",
            "quantity": 5,
            "unit_amount": {"amount": 2900, "currency": "EUR"},
            "amount": {"amount": 14500, "currency": "EUR"},
            "discount_amount": None,
            "tax_behavior": "exclusive",
            "billing_scheme": "per_unit",
            "proration_numerator": None,
            "proration_denominator": None,
            "used_from": None,
            "used_until": None,
            "period_start": None,
            "period_end": None,
            "quote_id": None,
        }
    ]


async def test_a_customer_with_a_payment_method_is_active_at_once(
    database: Database, subscribed: Subscribed
) -> None:
    async with database.work(an_origin(customer_id=ADA)) as work:
        await remember_payment_method(work, payment_method_id="pm_1", customer_id=ADA, kind="card", version=1)
    assert (await subscribed(collection=Collection.AUTOMATIC)).status is Status.ACTIVE


async def test_prices_that_cannot_be_subscribed_to_are_refused(database: Database, a_price: APrice) -> None:
    monthly, yearly = await a_price(), await a_price(interval=Interval.YEAR)
    dollars, once = await a_price(currency="USD"), await a_price(interval=None)
    withdrawn = await a_price()
    async with database.work(an_origin()) as work:
        await update_product(
            work, withdrawn.product_id, changes={"active": False}, self_service={}, billing={}
        )
    before = await announced(database)
    wrong: list[tuple[list[str], type[FoyerError]]] = [
        ([monthly.id, yearly.id], errors.PricesDoNotMix),
        ([monthly.id, dollars.id], errors.PricesDoNotMix),
        ([once.id], errors.PriceNotRecurring),
        ([withdrawn.id], errors.PriceNotSold),
        (["price_unknown"], errors.PriceNotFound),
    ]
    for price_ids, error in wrong:
        with pytest.raises(error):
            async with database.work(an_origin(customer_id=ADA)) as work:
                await create_subscription(
                    work,
                    customer_id=ADA,
                    items=[(price_id, 1) for price_id in price_ids],
                    terms=Terms(collection=Collection.INVOICE),
                )
    assert await announced(database) == before


async def test_a_price_of_another_business_is_not_found(database: Database, a_price: APrice) -> None:
    price = await a_price()
    with pytest.raises(errors.PriceNotFound):
        async with database.work(an_origin(CONTOSO, customer_id=ADA, now=NOW)) as work:
            await create_subscription(
                work,
                customer_id=ADA,
                items=[(price.id, 1)],
                terms=Terms(collection=Collection.INVOICE),
            )
