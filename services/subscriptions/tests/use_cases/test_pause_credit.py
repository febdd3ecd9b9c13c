"""A pause that credits the unused paid days, as it is stored and told."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.policy import CancellationMode, PauseTiming, PauseUnused
from foyer_subscriptions.domain.pricing import UsageType
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.offer_actions import offer_actions
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.record_usage import record_usage
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription

Subscribed = Callable[..., Awaitable[Subscription]]
PAUSED_AT, BACK = NOW + timedelta(days=10), NOW + timedelta(days=30)


async def paused_then(database: Database, subscription: Subscription) -> Subscription:
    """Ada pauses it on 20 March until 9 April."""
    async with database.work(an_origin(customer_id=ADA, now=PAUSED_AT)) as work:
        return await pause_subscription(
            work, subscription.id, resumes_at=BACK, when=None, by=PausedBy.CUSTOMER
        )


async def test_the_dialog_foretells_what_is_credited(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(pause_unused=PauseUnused.CREDIT)
    async with database.work(an_origin(customer_id=ADA, now=PAUSED_AT)) as work:
        (own,) = await offer_actions(work, [subscription])
    assert own.pause_offer is not None
    # 21 days less the hour of summer time, of 31 less that hour, of €29.00.
    assert [(choice.timing, choice.unused, choice.comes_back) for choice in own.pause_offer.choices] == [
        (PauseTiming.NOW, PauseUnused.CREDIT, Money(1963, "EUR")),
        (PauseTiming.PERIOD_END, PauseUnused.SHIFT, Money(0, "EUR")),
    ]


async def test_the_pause_tells_what_comes_back_and_the_resume_what_begins(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(pause_unused=PauseUnused.CREDIT)
    paused = await paused_then(database, subscription)
    async with database.work(an_origin(customer_id=ADA)) as work:
        assert await Subscriptions(work.session).get(work.scope, subscription.id) == paused
    late = BACK + timedelta(days=1)
    async with database.work(an_origin(customer_id=ADA, now=late)) as work:
        running = await advance_subscription(work, subscription.id)
    assert (running.status, running.version) == (Status.ACTIVE, 3)
    first, resumed, begun = await announced(database)
    assert (first.type, first.data["credit_to"]) == ("subscription.paused", "balance")
    (line,) = first.data["credit_lines"]
    assert (line["amount"], line["proration_numerator"], line["proration_denominator"]) == (
        {"amount": 1963, "currency": "EUR"},
        21 * 86_400 - 3_600,
        31 * 86_400 - 3_600,
    )
    assert (resumed.type, resumed.data["resumed_at"]) == ("subscription.resumed", "2026-04-09T09:30:00Z")
    assert (begun.type, begun.data["reason"]) == ("subscription.period_started", "resumed")
    assert (begun.data["period_start"], begun.data["period_end"]) == (
        "2026-04-09T09:30:00Z",
        "2026-05-09T09:30:00Z",
    )
    assert [line["amount"]["amount"] for line in begun.data["lines"]] == [2900]


async def test_resumed_early_by_hand_too(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(pause_unused=PauseUnused.CREDIT)
    await paused_then(database, subscription)
    early = PAUSED_AT + timedelta(days=2)
    async with database.work(an_origin(customer_id=ADA, now=early)) as work:
        running = await resume_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    assert (running.current_period_start, running.version) == (early, 3)
    assert [event.type for event in await announced(database)] == [
        "subscription.paused",
        "subscription.resumed",
        "subscription.period_started",
    ]


async def test_a_trial_and_a_plain_policy_credit_nothing(database: Database, subscribed: Subscribed) -> None:
    trial = await subscribed(pause_unused=PauseUnused.CREDIT, trial_days=14)
    plain = await subscribed()
    assert (await paused_then(database, trial)).current_period_end == trial.current_period_end
    assert (await paused_then(database, plain)).current_period_end == plain.current_period_end
    for event in await announced(database):
        assert (event.data["credit_lines"], event.data["credit_to"]) == ([], None)


async def test_a_cancellation_that_comes_before_the_resume_has_run_is_not_charged(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(
        pause_unused=PauseUnused.CREDIT, cancellation_mode=CancellationMode.PERIOD_END
    )
    await paused_then(database, subscription)
    late = BACK + timedelta(hours=1)
    async with database.work(an_origin(customer_id=ADA, now=late)) as work:
        ended, plan = await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    assert (ended.status, ended.ended_at) == (Status.CANCELED, late)
    assert plan.comes_back == Money(0, "EUR")
    assert [event.type for event in await announced(database)] == [
        "subscription.paused",
        "subscription.canceled",
    ]


async def test_what_was_used_before_the_pause_is_billed_when_it_ends(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(
        pause_unused=PauseUnused.CREDIT,
        amount=10,
        pricing={"usage_type": UsageType.METERED, "included_units": 100},
    )
    async with database.work(an_origin(customer_id=ADA, now=NOW + timedelta(days=1))) as work:
        await record_usage(work, subscription.id, price_id=None, quantity=130, key="call", used_at=None)
    paused = await paused_then(database, subscription)
    assert paused.pause_credited
    async with database.work(an_origin(customer_id=ADA, now=BACK)) as work:
        await advance_subscription(work, subscription.id)
    told = [event for event in await announced(database) if event.type.startswith("subscription.")]
    first, _, begun = told
    # Nothing is paid ahead, so that nothing comes back.
    assert (first.data["credit_lines"], first.data["credit_to"]) == ([], None)
    assert begun.data["usage"] == [{"price_id": subscription.items[0].price_id, "quantity": 130}]
    assert [line["amount"] for line in begun.data["lines"]] == [{"amount": 300, "currency": "EUR"}]
