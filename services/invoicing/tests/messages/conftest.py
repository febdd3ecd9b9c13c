"""The bus as the messages' tests need it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

import pytest
from foyer_invoicing.messages import HANDLERS
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Message, Verdict
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND, NOW


@pytest.fixture
def deliver(database: Database) -> Callable[..., Awaitable[Verdict]]:
    """Hands an event to the dispatcher as the bus does, each with an id of its own unless one is given."""
    numbers = count(1)

    async def hand_in(
        event: Event,
        *,
        event_id: str = "",
        business_id: str = NORTHWIND,
        customer_id: str | None = None,
        now: datetime = NOW,
    ) -> Verdict:
        envelope = Envelope(
            id=event_id or f"evt_{next(numbers)}",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject="subject",
            subjectversion=1,
            businessid=business_id,
            customerid=customer_id,
            actor=f"system:{event.owner}",
            businesstime=now,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        return await Dispatcher("invoicing", database, HANDLERS).dispatch(Delivery(message, 1))

    return hand_in
