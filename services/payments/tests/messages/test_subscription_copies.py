"""What payments keeps of subscriptions: which of them need a way to collect."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_payments.domain.subscription import Subscription
from foyer_payments.storage.subscriptions import Subscriptions
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.subscriptions import (
    PlanData,
    SubscriptionActivated,
    SubscriptionCanceled,
    SubscriptionCollectionChanged,
    SubscriptionCompleted,
    SubscriptionEvent,
    SubscriptionPlanChanged,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin

TellSubscription = Callable[..., Awaitable[None]]
PLAN = Subscription("sub_1", "Support plan")
TEAM = PlanData(
    name="Team plan",
    items=(),
    amount=Amount(amount=1000, currency="EUR"),
    interval="month",
    interval_count=1,
)


async def needing(database: Database, **origin: Any) -> list[Subscription]:
    """Those of Ada's that are paid automatically."""
    async with database.work(an_origin(**origin)) as work:
        return await Subscriptions(work.session).paid_automatically(work.scope, ADA)


@pytest.mark.parametrize(
    ("status", "needs"),
    [
        ("pending_mandate", False),
        ("trialing", True),
        ("active", True),
        ("past_due", True),
        ("paused", True),
        ("suspended", True),
        ("completed", False),
        ("canceled", False),
    ],
)
async def test_a_live_one_needs_a_way_to_collect(
    database: Database, tell_subscription: TellSubscription, status: str, *, needs: bool
) -> None:
    await tell_subscription(status=status)

    assert await needing(database) == ([PLAN] if needs else [])


async def test_one_that_is_paid_by_invoice_needs_none(
    database: Database, tell_subscription: TellSubscription
) -> None:
    await tell_subscription(collection="invoice")

    assert await needing(database) == []


@pytest.mark.parametrize(
    ("event", "change", "facts", "then"),
    [
        (SubscriptionActivated, {"status": "active"}, {}, [PLAN]),
        (SubscriptionCollectionChanged, {"collection": "invoice"}, {}, []),
        (
            SubscriptionCanceled,
            {"status": "canceled"},
            {"canceled_at": NOW, "cause": "requested"},
            [],
        ),
        (SubscriptionCompleted, {"status": "completed"}, {"completed_at": NOW}, []),
        (
            SubscriptionPlanChanged,
            {"name": "Team plan"},
            {
                "change_id": "chg_1",
                "quote_id": "quo_1",
                "kind": "upgrade",
                "effective_at": NOW,
                "due": "nothing",
                "before": TEAM,
                "after": TEAM,
            },
            [Subscription("sub_1", "Team plan")],
        ),
    ],
)
async def test_what_changes_is_followed_in_any_order(
    database: Database,
    tell_subscription: TellSubscription,
    event: type[SubscriptionEvent],
    change: dict[str, Any],
    facts: dict[str, Any],
    then: list[Subscription],
) -> None:
    await tell_subscription(
        version=1, status="pending_mandate" if event is SubscriptionActivated else "active"
    )
    await tell_subscription(version=2, event=event, **change, **facts)
    assert await needing(database) == then

    await tell_subscription(version=1)
    assert await needing(database) == then


async def test_another_s_is_not_hers(database: Database, tell_subscription: TellSubscription) -> None:
    await tell_subscription(customer_id="cus_other")
    await tell_subscription("sub_2", business_id=CONTOSO)

    assert await needing(database) == []
