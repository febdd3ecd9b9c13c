"""Other ways than to cancel: to whom they are open, what taking one does, and what is kept of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import TicketData, TicketOpened
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.coupon import Coupon, Duration, Reduction
from foyer_subscriptions.domain.discount_errors import CouponNotFound
from foyer_subscriptions.domain.policy import CancellationMode, PauseTiming
from foyer_subscriptions.domain.retention import OfferKind, OfferLimit, RetentionOffer
from foyer_subscriptions.domain.retention_errors import (
    RetentionOfferInvalid,
    RetentionOfferNotOpen,
    RetentionOffersNotDistinct,
)
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.messages.on_ticket_opened import on_ticket_opened
from foyer_subscriptions.storage.retention import RetentionOffers
from foyer_subscriptions.storage.rows import RetentionPresentationRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.accept_retention_offer import accept_retention_offer
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.create_coupon import create_coupon
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.remember_payment_method import remember_payment_method
from foyer_subscriptions.use_cases.set_retention_offers import set_retention_offers
from foyer_subscriptions.use_cases.show_retention_offers import show_retention_offers
from foyer_subscriptions.use_cases.update_coupon import update_coupon
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation
from sqlalchemy import select

Subscribed = Callable[..., Awaitable[Subscription]]
BOB = "cus_01jdbob00000e8000000000000"
HALF = RetentionOffer(code="half", kind=OfferKind.COUPON, coupon_id="cpn_half")
PAUSE = RetentionOffer(code="a_break", kind=OfferKind.PAUSE)
LONGER = RetentionOffer(code="longer", kind=OfferKind.TRIAL_EXTENSION, days=14)
TALK = RetentionOffer(code="talk", kind=OfferKind.CONTACT)


async def offering(database: Database, *offers: RetentionOffer) -> None:
    """Northwind offers these, and has a coupon for half the price once."""
    async with database.work(an_origin()) as work:
        await create_coupon(
            work,
            Coupon(
                id="cpn_half",
                business_id=NORTHWIND,
                name="Half",
                reduction=Reduction(hundredths_off=5000),
                duration=Duration.ONCE,
            ),
        )
        await set_retention_offers(work, offers)


async def show(
    database: Database,
    subscription: Subscription,
    reason: str | None = None,
    *,
    now: datetime = NOW,
    customer_id: str = ADA,
    business_id: str = NORTHWIND,
) -> list[str]:
    """The codes of the offers that Ada sees."""
    async with database.work(an_origin(business_id, customer_id=customer_id, now=now)) as work:
        return [one.offer.code for one in await show_retention_offers(work, subscription.id, reason)]


async def accept(
    database: Database,
    subscription: Subscription,
    code: str,
    *,
    now: datetime = NOW,
    customer_id: str = ADA,
    business_id: str = NORTHWIND,
) -> Subscription:
    async with database.work(an_origin(business_id, customer_id=customer_id, now=now)) as work:
        return await accept_retention_offer(work, subscription.id, code)


async def kept(database: Database) -> list[tuple[str, str, str | None]]:
    """What is kept of each showing, by the offer's name: what became of it, the reason."""
    async with database.session() as session:
        rows = await session.scalars(select(RetentionPresentationRow))
        found = [(row.offer, row.outcome, row.reason) for row in rows]
        return sorted(found, key=lambda one: (one[0], one[1], one[2] or ""))


async def told(database: Database) -> list[str]:
    return [event.type for event in await announced(database)]


async def test_what_can_be_taken_is_shown_in_the_businesss_order(
    database: Database, subscribed: Subscribed
) -> None:
    await offering(database, TALK, HALF, LONGER, PAUSE)
    in_trial, subscription = await subscribed(trial_days=14, allow_pause=False), await subscribed()
    assert await show(database, subscription, "too_expensive") == ["talk", "half", "a_break"]
    assert await show(database, in_trial) == ["talk", "half", "longer"]
    assert await kept(database) == [
        ("a_break", "shown", "too_expensive"),
        ("half", "shown", None),
        ("half", "shown", "too_expensive"),
        ("longer", "shown", None),
        ("talk", "shown", None),
        ("talk", "shown", "too_expensive"),
    ]
    first = (await announced(database))[0]
    assert (first.type, first.customerid, first.subjectversion) == ("retention_offer.shown", ADA, 1)
    assert first.data["offer"] == {
        "presentation_id": first.subject,
        "subscription_id": subscription.id,
        "customer_id": ADA,
        "offer": "talk",
        "kind": "contact",
        "reason": "too_expensive",
    }
    assert await told(database) == ["retention_offer.shown"] * 6


async def test_shown_again_it_is_told_once(database: Database, subscribed: Subscribed) -> None:
    await offering(database, TALK)
    subscription = await subscribed()
    for reason in (None, "unused", "too_complex"):
        assert await show(database, subscription, reason) == ["talk"]
    assert await kept(database) == [("talk", "shown", "too_complex")]
    assert await told(database) == ["retention_offer.shown"]


async def test_for_some_reasons_and_products_only(database: Database, subscribed: Subscribed) -> None:
    subscription, other = await subscribed(), await subscribed()
    product_id = subscription.items[0].product_id
    await offering(
        database,
        RetentionOffer(code="dear", kind=OfferKind.CONTACT, reasons=("too_expensive", "unused")),
        RetentionOffer(code="ours", kind=OfferKind.CONTACT, product_ids=(product_id,)),
    )
    assert await show(database, subscription, "unused") == ["dear", "ours"]
    assert await show(database, subscription, "other") == ["ours"]
    assert await show(database, subscription) == ["ours"]
    assert await show(database, other, "too_expensive") == ["dear"]
    with pytest.raises(errors.CancellationReasonUnknown):
        await show(database, subscription, "because")


async def test_a_coupon_is_given_at_once(database: Database, subscribed: Subscribed) -> None:
    await offering(database, HALF, TALK)
    subscription = await subscribed()
    await show(database, subscription, "too_expensive")
    taken = await accept(database, subscription, "half")
    assert taken.discount is not None
    assert (taken.discount.coupon_id, taken.waiting) == ("cpn_half", ())
    assert await kept(database) == [
        ("half", "accepted", "too_expensive"),
        ("talk", "shown", "too_expensive"),
    ]
    assert await told(database) == [
        *["retention_offer.shown"] * 2,
        "retention_offer.accepted",
        "subscription.discount_applied",
    ]
    accepted = (await announced(database))[2]
    assert (accepted.data["offer"]["offer"], accepted.subjectversion) == ("half", 2)
    # It is no longer open: neither a second time here, nor on another subscription of theirs.
    with pytest.raises(RetentionOfferNotOpen):
        await accept(database, subscription, "half")
    assert await show(database, subscription) == ["talk"]
    assert await show(database, await subscribed()) == ["talk"]


async def test_a_trial_that_a_planned_pause_waits_for_is_not_made_longer(
    database: Database, subscribed: Subscribed
) -> None:
    await offering(database, LONGER, TALK)
    subscription = await subscribed(trial_days=14)
    assert await show(database, subscription) == ["longer", "talk"]
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(
            work, subscription.id, resumes_at=None, when=PauseTiming.PERIOD_END, by=PausedBy.CUSTOMER
        )
    assert await show(database, subscription) == ["talk"]


async def test_a_trial_gets_longer_once(database: Database, subscribed: Subscribed) -> None:
    twice = RetentionOffer(
        code="longer", kind=OfferKind.TRIAL_EXTENSION, days=14, limit=OfferLimit(times=2, months=1)
    )
    await offering(database, twice)
    subscription = await subscribed(trial_days=14)
    await show(database, subscription)
    longer = await accept(database, subscription, "longer")
    ends = NOW + timedelta(days=28)
    assert (longer.trial_ends_at, longer.current_period_end, longer.billing_anchor) == (ends, ends, ends)
    event = (await announced(database))[-1]
    assert (event.type, event.data["days"], event.data["trial_ends_at"]) == (
        "subscription.trial_extended",
        14,
        "2026-04-07T09:30:00Z",
    )
    assert await show(database, subscription) == []
    # The limit is the customer's, and another subscription is another trial.
    assert await show(database, await subscribed(trial_days=14)) == ["longer"]


async def test_a_smaller_plan_is_offered_where_there_is_one(
    database: Database, subscribed: Subscribed, a_price: Callable[..., Awaitable[Price]]
) -> None:
    await offering(database, RetentionOffer(code="smaller", kind=OfferKind.PLAN))
    async with database.work(an_origin(customer_id=ADA)) as work:
        await remember_payment_method(work, payment_method_id="pm_1", customer_id=ADA, version=1, kind="card")
    both_ways = {"allow_downgrade": True, "allow_upgrade": True}
    alone = await subscribed(collection=Collection.AUTOMATIC, **both_ways)
    await a_price(amount=9000)  # Dearer, so that it keeps nobody.
    assert await show(database, alone) == []
    smaller = await a_price(amount=900)
    assert await show(database, alone) == ["smaller"]
    assert await show(database, await subscribed(collection=Collection.AUTOMATIC)) == []
    # The click leads to the page; it is taken when the plan has changed.
    assert (await accept(database, alone, "smaller")).items == alone.items
    assert ("smaller", "shown", None) in await kept(database)
    async with database.work(an_origin(customer_id=ADA)) as work:
        asked = AskedChange(price_id=smaller.id)
        quote = await quote_plan_change(work, alone.id, asked, by=PausedBy.CUSTOMER)
        await confirm_plan_change(work, alone.id, quote.id, for_customer=True)
    assert await kept(database) == [("smaller", "accepted", None)]
    assert (await told(database))[-2:] == ["retention_offer.accepted", "subscription.plan_change_scheduled"]


async def paused(database: Database, subscription: Subscription, by: PausedBy) -> None:
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=by)


async def test_a_pause_is_taken_when_the_customer_has_paused(
    database: Database, subscribed: Subscribed
) -> None:
    await offering(database, PAUSE, TALK)
    subscription, theirs = await subscribed(), await subscribed()
    await show(database, subscription)
    await show(database, theirs)
    assert await accept(database, subscription, "a_break") == subscription
    assert {outcome for _, outcome, _ in await kept(database)} == {"shown"}
    await paused(database, theirs, PausedBy.BUSINESS)
    assert {outcome for _, outcome, _ in await kept(database)} == {"shown"}
    await paused(database, subscription, PausedBy.CUSTOMER)
    assert [one for one in await kept(database) if one[1] == "accepted"] == [("a_break", "accepted", None)]
    assert (await told(database)).count("retention_offer.accepted") == 1


async def wrote(database: Database, subscription: Subscription, *, now: datetime = NOW, **facts: Any) -> None:
    """Ada, unless told, opened a ticket about it."""
    actor = facts.pop("actor", "login:log_ada")
    ticket = TicketData(
        ticket_id="tkt_1",
        number="T-1",
        customer_id=ADA,
        subject="Too dear",
        category="question",
        status="open",
        subscription_id=subscription.id,
        **facts,
    )
    event = TicketOpened(ticket=ticket)
    envelope = Envelope(
        id="evt_1",
        source="/support",
        type=event.type,
        time=now,
        subject="tkt_1",
        subjectversion=1,
        businessid=NORTHWIND,
        customerid=ADA,
        actor=actor,
        businesstime=now,
        data=event.model_dump(mode="json"),
    )
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        await on_ticket_opened(work, event, envelope)


async def test_a_talk_is_taken_when_the_customer_has_written(
    database: Database, subscribed: Subscribed
) -> None:
    await offering(database, TALK)
    subscription = await subscribed()
    # Nothing was offered to whoever writes of their own accord.
    await wrote(database, subscription)
    await show(database, subscription)
    assert await accept(database, subscription, "talk") == subscription
    await wrote(database, subscription, actor="staff:stf_1")
    await wrote(database, subscription, change_id="chg_1")
    assert await kept(database) == [("talk", "shown", None)]
    for _ in range(2):
        await wrote(database, subscription)
    assert await kept(database) == [("talk", "accepted", None)]
    assert await told(database) == ["retention_offer.shown", "retention_offer.accepted"]


async def test_the_limit_counts_months(database: Database, subscribed: Subscribed) -> None:
    often = RetentionOffer(code="talk", kind=OfferKind.CONTACT, limit=OfferLimit(times=2, months=1))
    await offering(database, often)
    subscription = await subscribed()
    for _ in range(2):
        assert await show(database, subscription) == ["talk"]
        await wrote(database, subscription)
    month = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
    assert await show(database, subscription, now=month - timedelta(seconds=1)) == []
    assert await show(database, subscription, now=month) == ["talk"]


async def test_what_can_no_longer_be_taken_is_not_given(database: Database, subscribed: Subscribed) -> None:
    await offering(database, HALF)
    subscription = await subscribed()
    with pytest.raises(RetentionOfferNotOpen):
        await accept(database, subscription, "half")  # It was not shown.
    await show(database, subscription)
    async with database.work(an_origin()) as work:
        await update_coupon(work, "cpn_half", changes={"active": False})
    with pytest.raises(RetentionOfferNotOpen):
        await accept(database, subscription, "half")
    assert await show(database, subscription) == []
    assert await kept(database) == [("half", "shown", None)]
    async with database.work(an_origin()) as work:
        assert (await Subscriptions(work.session).get(work.scope, subscription.id)) == subscription


@pytest.mark.parametrize("mode", [CancellationMode.REQUEST, CancellationMode.IMMEDIATE])
async def test_canceling_anyway_declines_what_was_shown(
    database: Database, subscribed: Subscribed, mode: CancellationMode
) -> None:
    await offering(database, HALF, TALK)
    subscription, other = await subscribed(cancellation_mode=mode), await subscribed()
    await show(database, other)
    await show(database, subscription)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    assert await kept(database) == [
        (code, outcome, None) for code in ("half", "talk") for outcome in ("declined", "shown")
    ]
    assert (await told(database)).count("retention_offer.declined") == 2
    assert await show(database, subscription) == []
    with pytest.raises(RetentionOfferNotOpen):
        await accept(database, subscription, "half")
    if mode is CancellationMode.REQUEST:
        async with database.work(an_origin(customer_id=ADA)) as work:
            await withdraw_cancellation(work, subscription.id, by=PausedBy.CUSTOMER)
        assert await show(database, subscription) == ["half", "talk"]


async def test_nothing_is_shown_where_nothing_can_be_canceled(
    database: Database, subscribed: Subscribed
) -> None:
    await offering(database, TALK)
    assert await show(database, await subscribed(allow_cancel=False)) == []
    assert await kept(database) == []


async def test_nobody_elses_is_found(database: Database, subscribed: Subscribed) -> None:
    await offering(database, TALK)
    subscription = await subscribed()
    await show(database, subscription)
    for business_id, customer_id in ((NORTHWIND, BOB), (CONTOSO, ADA)):
        with pytest.raises(errors.SubscriptionNotFound):
            await show(database, subscription, business_id=business_id, customer_id=customer_id)
        with pytest.raises(errors.SubscriptionNotFound):
            await accept(database, subscription, "talk", business_id=business_id, customer_id=customer_id)
    async with database.work(an_origin(CONTOSO)) as work:
        assert await RetentionOffers(work.session).get(work.scope) == ()
        with pytest.raises(CouponNotFound):
            await set_retention_offers(work, [HALF])
        theirs = (subscription.items[0].product_id,)
        for_it = RetentionOffer(code="talk", kind=OfferKind.CONTACT, product_ids=theirs)
        with pytest.raises(errors.ProductNotFound):
            await set_retention_offers(work, [for_it])


async def test_the_limit_holds_with_several_at_once(database: Database, subscribed: Subscribed) -> None:
    await offering(database, HALF)
    all_of_adas = [await subscribed() for _ in range(3)]
    for one in all_of_adas:
        assert await show(database, one) == ["half"]
    outcomes = await asyncio.gather(
        *(accept(database, one, "half") for one in all_of_adas), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "RetentionOfferNotOpen",
        "RetentionOfferNotOpen",
        "Subscription",
    ]
    assert (await told(database)).count("subscription.discount_applied") == 1


async def test_two_windows_show_it_once(database: Database, subscribed: Subscribed) -> None:
    await offering(database, TALK)
    subscription = await subscribed()
    assert await asyncio.gather(*(show(database, subscription) for _ in range(2))) == [["talk"], ["talk"]]
    assert await told(database) == ["retention_offer.shown"]


@pytest.mark.parametrize(
    ("offers", "error", "field"),
    [
        ((TALK, TALK), RetentionOffersNotDistinct, "offers.code"),
        ((RetentionOffer(code="half", kind=OfferKind.COUPON),), RetentionOfferInvalid, "offers.coupon"),
        (
            (RetentionOffer(code="talk", kind=OfferKind.CONTACT, coupon_id="cpn_half"),),
            RetentionOfferInvalid,
            "offers.coupon",
        ),
        (
            (RetentionOffer(code="longer", kind=OfferKind.TRIAL_EXTENSION),),
            RetentionOfferInvalid,
            "offers.days",
        ),
        ((RetentionOffer(code="rest", kind=OfferKind.PAUSE, days=3),), RetentionOfferInvalid, "offers.days"),
        (
            (RetentionOffer(code="talk", kind=OfferKind.CONTACT, reasons=("because",)),),
            errors.CancellationReasonUnknown,
            "offers.reasons",
        ),
    ],
)
async def test_offers_that_make_no_sense_are_refused(
    database: Database, offers: tuple[RetentionOffer, ...], error: Any, field: str
) -> None:
    await offering(database, PAUSE)
    async with database.work(an_origin()) as work:
        with pytest.raises(error) as refused:
            await set_retention_offers(work, offers)
        assert refused.value.field == field
        assert await RetentionOffers(work.session).get(work.scope) == (PAUSE,)
