"""What the bare sender and reader share: tables, exchange, queue, and an event of the usual size."""

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

TABLES = """
CREATE TABLE things (id int PRIMARY KEY, state text);
INSERT INTO things VALUES (1, 'active');
CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id text NOT NULL UNIQUE,
    body bytea NOT NULL,
    sent_at timestamptz
);
CREATE INDEX ON outbox (position) WHERE sent_at IS NULL;
CREATE TABLE inbox (message_id text PRIMARY KEY, received_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE effects (event_id text);
"""
KEY = "subscriptions.subscription.paused"


async def declare(channel: AbstractChannel, prefix: str) -> tuple[AbstractExchange, AbstractQueue]:
    """A topic exchange and a quorum queue behind it."""
    exchange = await channel.declare_exchange(f"{prefix}.events", ExchangeType.TOPIC, durable=True)
    queue = await channel.declare_queue(
        f"{prefix}.reader", durable=True, arguments={"x-queue-type": "quorum"}
    )
    await queue.bind(exchange, KEY)
    return exchange, queue
