"""Events as they arrive, in any order and number."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.subscriptions import (
    LinkedServiceData,
    SubscriptionCanceled,
    SubscriptionCancellationRequested,
    SubscriptionCancellationWithdrawn,
    SubscriptionCompleted,
    SubscriptionData,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_LOGIN, ADA, NORTHWIND, NOW
from foyer_support.messages import HANDLERS

Hear = Callable[..., Awaitable[None]]
STUDIO = "sub_01jdm3k8zq7r2t5v8w3x9y4b6c"
ENDS = datetime(2026, 4, 8, 22, tzinfo=UTC)


@pytest.fixture
def hear(database: Database) -> Hear:
    """Lets an event arrive, as Ada's doing at NOW unless told."""
    dispatcher = Dispatcher("support", database, HANDLERS)

    async def deliver(
        event: Event,
        *,
        message_id: str | None = None,
        version: int = 1,
        business_id: str = NORTHWIND,
        actor: Actor = A_LOGIN,
        at: datetime = NOW,
    ) -> None:
        envelope = Envelope(
            id=message_id or new_id("evt"),
            source=f"/{event.owner}",
            type=event.type,
            time=at,
            subject="any",
            subjectversion=version,
            businessid=business_id,
            actor=str(actor),
            businesstime=at,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    return deliver


@pytest.fixture
def subscription() -> SubscriptionData:
    """Ada's monthly Studio."""
    return SubscriptionData(
        subscription_id=STUDIO,
        customer_id=ADA,
        status="active",
        name="Studio",
        items=(),
        amount=Amount(amount=2900, currency="EUR"),
        interval="month",
        interval_count=1,
        collection="automatic",
        current_period_start=datetime(2026, 2, 28, 23, tzinfo=UTC),
        current_period_end=datetime(2026, 3, 31, 22, tzinfo=UTC),
    )


@pytest.fixture
def requested(subscription: SubscriptionData) -> Callable[..., SubscriptionCancellationRequested]:
    """Makes the request to cancel Studio, with any field changed."""

    def make(change_id: str = "chg_1", **changes: Any) -> SubscriptionCancellationRequested:
        return SubscriptionCancellationRequested(
            subscription=subscription,
            change_id=change_id,
            effective_at=ENDS,
            mode="request",
            reason="too_expensive",
            message="Thank you,\n  but *no*.",
            linked_services=(LinkedServiceData(name="ada.example", url="https://dns.example/ada"),),
        ).model_copy(update=changes)

    return make


@pytest.fixture
def withdrawn(subscription: SubscriptionData) -> Callable[..., SubscriptionCancellationWithdrawn]:
    """Makes the withdrawal of a request."""

    def make(change_id: str = "chg_1") -> SubscriptionCancellationWithdrawn:
        return SubscriptionCancellationWithdrawn(subscription=subscription, change_id=change_id)

    return make


@pytest.fixture
def ended(subscription: SubscriptionData) -> dict[str, Event]:
    """The ends of Studio, by the cause that the ticket's history names."""
    return {
        "subscription_canceled": SubscriptionCanceled(
            subscription=subscription, canceled_at=ENDS, cause="requested", change_id="chg_1", mode="request"
        ),
        "subscription_completed": SubscriptionCompleted(subscription=subscription, completed_at=ENDS),
    }
