"""What brings back rows that a reader keeps from facts, and what does not: decision 32."""

from collections.abc import Awaitable, Callable
from typing import Any

from foyer_shared.testing.installation import Installation

Foyer = Callable[..., Awaitable[Any]]
EventOf = Callable[[str], Awaitable[str]]
Story = dict[str, str]
ORDERS = "SELECT id, paid_version, products, refunds FROM subscriptions.orders ORDER BY id"
MAILS = "SELECT id FROM notifications.messages ORDER BY id"


async def test_a_fact_that_never_arrived_comes_by_replay_and_not_by_announcing(
    foyer: Foyer, system: Installation, story: Story, event_of: EventOf
) -> None:
    event = await event_of("invoicing.order.paid")
    orders, mails = await system.sql(ORDERS), await system.sql(MAILS)
    assert [order["id"] for order in orders] == [story["order"]]
    await system.sql("DELETE FROM subscriptions.orders")
    await system.sql("DELETE FROM subscriptions.inbox WHERE message_id = :event", event=event)

    assert (await foyer("announce", "invoicing")).code == 0
    await system.settle()
    assert await system.sql(ORDERS) == []
    assert (await foyer("outbox", "replay", "invoicing", "--id", event)).code == 0
    await system.settle()
    assert (await system.sql(ORDERS), await system.sql(MAILS)) == (orders, mails)


async def test_what_is_lost_after_its_fact_has_arrived_stays_lost(
    foyer: Foyer, system: Installation, story: Story, event_of: EventOf
) -> None:
    event = await event_of("invoicing.order.paid")
    await system.sql("DELETE FROM subscriptions.orders")
    assert (await foyer("outbox", "replay", "invoicing", "--id", event)).code == 0
    assert (await foyer("announce", "invoicing")).code == 0
    await system.settle()
    assert await system.sql(ORDERS) == []


async def test_a_fact_that_its_outbox_has_forgotten_cannot_be_replayed(
    foyer: Foyer, system: Installation, story: Story, event_of: EventOf
) -> None:
    event = await event_of("invoicing.order.paid")
    await system.sql("DELETE FROM invoicing.outbox WHERE message_id = :event", event=event)
    said = await foyer("outbox", "replay", "invoicing", "--id", event)
    assert (said.code, said.out) == (2, "")
    assert event in said.err
