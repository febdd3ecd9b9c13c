"""The six readers: their queues are there before the first event, and empty after the last."""

import asyncio
import time

import psycopg
from foyer_operator.services import NAMES, bindings
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.storage.migrations import metadata_of
from psycopg.sql import SQL, Identifier

from tests.e2e.load.foyer import Servers
from tests.e2e.load.measure import WrongAnswers

_UNSENT = SQL("SELECT count(*) FROM {}.outbox WHERE sent_at IS NULL AND set_aside IS NULL")
LONGEST = 300
"""Seconds."""


async def declare_readers(servers: Servers) -> None:
    """An event reaches the readers that RabbitMQ has heard of."""
    transport = RabbitTransport(servers.amqp_url)
    try:
        for name in NAMES:
            await transport.declare(name, bindings(name))
    finally:
        await transport.stop()


async def until_settled(servers: Servers) -> None:
    """Outboxes and queues empty twice in a row; raises WrongAnswers when that does not come."""
    transport = RabbitTransport(servers.amqp_url)
    end, quiet = time.monotonic() + LONGEST, 0
    try:
        while quiet < 2:
            waiting = _unsent(servers) + [(await transport.backlog(name)).waiting for name in NAMES]
            quiet = 0 if any(waiting) else quiet + 1
            if time.monotonic() > end:
                raise WrongAnswers(f"After {LONGEST} s events are still on their way: {waiting}")
            await asyncio.sleep(0.5)
    finally:
        await transport.stop()


def _unsent(servers: Servers) -> list[int]:
    with psycopg.connect(servers.database_url) as connection:
        found = [
            connection.execute(_UNSENT.format(Identifier(str(metadata_of(name).schema)))).fetchone()
            for name in NAMES
        ]
    return [row[0] for row in found if row]
