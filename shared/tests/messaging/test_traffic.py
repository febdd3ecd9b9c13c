"""What a service still has to do is seen wherever it is: in its outbox, on the bus, or in a handler."""

from collections.abc import Callable

from foyer_shared.contracts.support import TicketOpened
from foyer_shared.messaging.consumer import Consumer
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.traffic import Traffic, look_at_traffic
from foyer_shared.messaging.transport import Transport
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.messaging import announce, effects, eventually, note_effect
from sqlalchemy import text, update


async def look(database: Database, transport: Transport) -> Traffic:
    """As the door does."""
    async with database.session() as session:
        return await look_at_traffic(session, database, transport)


async def test_an_event_is_seen_from_its_announcement_to_its_end(
    database: Database, transport: Transport, run_relay: Callable[[Relay], Relay]
) -> None:
    assert await look(database, transport) == Traffic(last_event=0, unsent=0, queued=0, at_work=0)
    await transport.declare("reading", ["support.#"])
    await announce(database)
    await announce(database)
    assert await look(database, transport) == Traffic(last_event=2, unsent=2, queued=0, at_work=0)

    run_relay(Relay(database, transport))

    async def is_queued() -> bool:
        return await look(database, transport) == Traffic(last_event=2, unsent=0, queued=2, at_work=0)

    await eventually(is_queued)
    consumer = Consumer("reading", database, {TicketOpened: note_effect}, transport)
    await consumer.start()

    async def is_at_rest() -> bool:
        return await look(database, transport) == Traffic(last_event=2, unsent=0, queued=0, at_work=0)

    await eventually(is_at_rest)
    assert len(await effects(database)) == 2
    await consumer.stop()


async def test_a_transaction_in_the_middle_of_its_work_is_seen(
    database: Database, transport: Transport
) -> None:
    async with database.work(an_origin()) as work:
        await work.session.execute(text("SELECT 1"))
        assert (await look(database, transport)).at_work == 1
    assert (await look(database, transport)).at_work == 0


async def test_what_was_set_aside_is_nobody_s_work(database: Database, transport: Transport) -> None:
    await announce(database)
    async with database.session() as session:
        await session.execute(update(database.tables.outbox).values(set_aside="too large"))
    assert await look(database, transport) == Traffic(last_event=1, unsent=0, queued=0, at_work=0)
