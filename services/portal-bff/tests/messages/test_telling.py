"""Open pages are told of an event when what it did has committed, and never before or otherwise."""

from collections.abc import Callable

import pytest
from foyer_portal_bff.domain.live import Change
from foyer_portal_bff.messages import HANDLERS
from foyer_portal_bff.messages.telling import telling
from foyer_portal_bff.storage.picture import known_parts
from foyer_portal_bff.storage.reading import reading
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message, Retry
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.testing.makers import ADA, NORTHWIND

AnEnvelope = Callable[..., Envelope]
RESUMED = {
    "subscription": {
        "subscription_id": "sub_1",
        "customer_id": ADA,
        "status": "active",
        "name": "Studio",
        "items": [],
        "amount": {"amount": 2900, "currency": "EUR"},
        "interval": "month",
        "interval_count": 1,
        "collection": "automatic",
        "current_period_start": "2026-03-01T00:00:00Z",
        "current_period_end": "2026-04-01T00:00:00Z",
    },
    "resumed_at": "2026-03-10T09:30:00Z",
}


@pytest.fixture
def told() -> list[Change]:
    return []


def as_delivery(envelope: Envelope) -> Delivery:
    """How the bus brings it."""
    body = envelope.model_dump_json().encode()
    return Delivery(Message(envelope.id, envelope.routing_key(), body), attempt=1)


async def test_a_change_is_told_once_after_its_counter_was_raised(
    database: Database, an_envelope: AnEnvelope, told: list[Change]
) -> None:
    dispatcher = Dispatcher("portal-bff", database, telling(HANDLERS, told.append))
    delivery = as_delivery(an_envelope("subscription.resumed", RESUMED))
    assert [await dispatcher.dispatch(delivery) for _ in range(2)] == [Done(), Done()]
    assert told == [Change(Scope(NORTHWIND, ADA), "subscriptions")]
    async with reading(database) as connection:
        (part,) = await known_parts(connection, Scope(NORTHWIND, ADA), ["subscriptions"])
    assert part.counters.customer == 1


async def test_an_event_without_a_customer_concerns_the_business(
    database: Database, an_envelope: AnEnvelope, told: list[Change]
) -> None:
    dispatcher = Dispatcher("portal-bff", database, telling(HANDLERS, told.append))
    await dispatcher.dispatch(as_delivery(an_envelope("subscription.resumed", RESUMED, customer_id=None)))
    assert told == [Change(Scope(NORTHWIND, None), "subscriptions")]


async def test_what_does_not_commit_is_not_told(
    database: Database, an_envelope: AnEnvelope, told: list[Change]
) -> None:
    async def fail(_work: Work, _event: Event, _envelope: Envelope) -> None:
        raise ValueError

    dispatcher = Dispatcher("portal-bff", database, telling({Event: fail}, told.append))
    verdict = await dispatcher.dispatch(as_delivery(an_envelope("subscription.resumed", RESUMED)))
    assert isinstance(verdict, Retry)
    assert told == []
