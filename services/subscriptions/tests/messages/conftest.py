"""How an event arrives."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_subscriptions.messages import HANDLERS


@pytest.fixture
def arrive(database: Database) -> Callable[..., Awaitable[None]]:
    """Handles an event as the dispatcher does."""

    async def arrive(
        event: Event, version: int, *, now: datetime = NOW, business_id: str = NORTHWIND
    ) -> None:
        envelope = Envelope(
            id="evt_1",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject="subject",
            subjectversion=version,
            businessid=business_id,
            customerid=ADA,
            actor="system:test",
            businesstime=now,
            data=event.model_dump(mode="json"),
        )
        async with database.work(an_origin(business_id, customer_id=ADA, now=now)) as work:
            await HANDLERS[type(event)](work, event, envelope)

    return arrive
