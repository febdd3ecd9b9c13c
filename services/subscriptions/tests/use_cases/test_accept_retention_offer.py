"""Taking one of the other ways than to cancel, at once or by doing it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import TicketData, TicketOpened
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.coupon import Coupon, Duration, Reduction
from foyer_subscriptions.domain.policy import PauseTiming
from foyer_subscriptions.domain.retention import OfferKind, OfferLimit, RetentionOffer
from foyer_subscriptions.domain.retention_errors import (
    RetentionOfferNotOpen,
)
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.messages.on_ticket_opened import on_ticket_opened
from foyer_subscriptions.storage.rows import RetentionPresentationRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.accept_retention_offer import accept_retention_offer
from foyer_subscriptions.use_cases.create_coupon import create_coupon
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.set_retention_offers import set_retention_offers
from foyer_subscriptions.use_cases.show_retention_offers import show_retention_offers
from foyer_subscriptions.use_cases.update_coupon import update_coupon
from sqlalchemy import select

Subscribed = Callable[..., Awaitable[Subscription]]
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
