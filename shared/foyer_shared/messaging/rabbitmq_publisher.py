"""Publishing to RabbitMQ: persistent, confirmed, with a time-out, and suspicious of its own connection."""

import asyncio
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aio_pika
import structlog
from aio_pika.abc import AbstractChannel, DeliveryMode
from aio_pika.exceptions import ChannelPreconditionFailed, DeliveryError
from pamqp.common import FieldValue

from foyer_shared.basics.clock import real_now
from foyer_shared.messaging.rabbitmq_connection import LOST, RabbitConnection, leaks_as_lost
from foyer_shared.messaging.rabbitmq_letters import ROUTING_KEY
from foyer_shared.messaging.transport import (
    Confirmed,
    Message,
    Outcome,
    Refused,
    TransportAway,
    Unconfirmed,
)

log = structlog.get_logger()

CONTENT_TYPE = "application/cloudevents+json"

PUBLISH_TIMEOUT = 10
"""Seconds. Without one, a broker that hangs would hang the relay."""

NACKED_BATCHES = 3
"""A connection made during a fail-over may be answered by nacks for minutes, while a new one works."""

_UNWRITABLE = (ValueError, TypeError, struct.error)
"""What the client raises for a message that AMQP cannot write, such as a routing key that is too long."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message with its address; the empty exchange leads straight to the queue of that name."""

    exchange: str
    routing_key: str
    message: Message
    more_headers: Mapping[str, str | int] = field(default_factory=dict)


class RabbitPublisher:
    """Publishes many at a time, each batch on a channel of its own."""

    def __init__(self, connection: RabbitConnection, exchange: str) -> None:
        self._connection = connection
        self._exchange = exchange
        self._nacked_batches = 0

    async def publish(self, messages: Sequence[Message]) -> list[Outcome]:
        """To all who have bound a queue. Raises TransportAway when it failed and none got through."""
        return await self._send([_Letter(self._exchange, each.routing_key, each) for each in messages])

    async def publish_surely(self, message: Message) -> None:
        """One, as above; TransportAway unless it is confirmed."""
        if await self.publish([message]) != [Confirmed()]:
            raise TransportAway(f"{self._exchange} did not confirm")

    async def publish_to_queue(
        self, queue: str, message: Message, more_headers: Mapping[str, str | int]
    ) -> None:
        """Straight into one queue; TransportAway unless it is stored there."""
        letter = _Letter("", queue, message, {ROUTING_KEY: message.routing_key, **more_headers})
        if await self._send([letter]) != [Confirmed()]:
            raise TransportAway(f"{queue} did not confirm")

    async def publish_all_to_queue(self, queue: str, messages: Sequence[Message]) -> list[Outcome]:
        """Straight into one queue, as new; TransportAway when it failed and none got through."""
        return await self._send(
            [_Letter("", queue, each, {ROUTING_KEY: each.routing_key}) for each in messages]
        )

    async def _send(self, letters: Sequence[_Letter]) -> list[Outcome]:
        async with self._connection.channel() as channel:
            results = await asyncio.gather(*(_try(channel, letter) for letter in letters))
        refusal = next((each for each in results if isinstance(each, ChannelPreconditionFailed)), None)
        if refusal is None:
            return await self._outcomes(results)
        # RabbitMQ closed the channel, perhaps while more was on its way; that would meet a later channel.
        await self._connection.retire()
        if len(letters) == 1:
            return [Refused(str(refusal))]
        # It was closed for one of them. Alone, each shows whether it is the one.
        return [
            (await self._send([letter]))[0] if isinstance(result, Exception) else result
            for letter, result in zip(letters, results, strict=True)
        ]

    async def _outcomes(self, results: Sequence[Outcome | Exception]) -> list[Outcome]:
        errors = [each for each in results if isinstance(each, Exception)]
        lost = next((each for each in errors if not isinstance(each, DeliveryError)), None)
        self._nacked_batches = self._nacked_batches + 1 if errors else 0
        if lost is not None or self._nacked_batches >= NACKED_BATCHES:
            log.warning("rabbitmq_reopening", nacked_batches=self._nacked_batches, error=type(lost).__name__)
            self._nacked_batches = 0
            await self._connection.retire()
        if lost is not None and Confirmed() not in results:
            raise TransportAway(type(lost).__name__) from lost
        return [Unconfirmed() if isinstance(each, Exception) else each for each in results]


async def _try(channel: AbstractChannel, letter: _Letter) -> Outcome | Exception:
    """Publish one; what went wrong is handed back, for only the whole batch shows what it means."""
    message = letter.message
    headers: dict[str, FieldValue] = {**message.headers, **letter.more_headers}
    try:
        with leaks_as_lost():
            exchange = await channel.get_exchange(letter.exchange, ensure=False)
            await exchange.publish(
                aio_pika.Message(
                    message.body,
                    headers=headers,
                    content_type=CONTENT_TYPE,
                    delivery_mode=DeliveryMode.PERSISTENT,
                    message_id=message.id,
                    timestamp=real_now(),
                ),
                letter.routing_key,
                timeout=PUBLISH_TIMEOUT,
            )
    except LOST as error:
        return error
    except _UNWRITABLE as error:
        return Refused(f"{type(error).__name__}: {error}")
    return Confirmed()
