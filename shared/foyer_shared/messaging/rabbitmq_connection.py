"""The connection to RabbitMQ for everything but consuming: opened at need, and anew when in doubt."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError

from foyer_shared.messaging.topology import Topology, declare_exchanges
from foyer_shared.messaging.transport import TransportAway

LOST = (AMQPError, OSError, ChannelInvalidStateError)
"""What aio-pika raises when a connection is not there, or goes away under a call, or times out."""

CONNECT_TIMEOUT = 5
"""Seconds."""


class RabbitConnection:
    """Gives out channels. Each piece of work takes its own: RabbitMQ closes a channel for one bad message."""

    def __init__(self, url: str, topology: Topology) -> None:
        self._url = url
        self._topology = topology
        self._opening = asyncio.Lock()
        self._connection: AbstractConnection | None = None

    @contextlib.asynccontextmanager
    async def channel(self) -> AsyncIterator[AbstractChannel]:
        """A channel with confirms, on which a message that finds no queue raises.

        TransportAway when none can be opened, or when the block ends with an error of the connection.
        """
        try:
            connection = await self._opened()
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        except LOST as error:
            await self.close()
            raise TransportAway(repr(error)) from error
        try:
            yield channel
        except LOST as error:
            raise TransportAway(repr(error)) from error
        finally:
            with contextlib.suppress(*LOST):
                await channel.close()

    async def close(self) -> None:
        """Close it; the next channel opens it anew."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*LOST):
                await connection.close()

    async def _opened(self) -> AbstractConnection:
        async with self._opening:
            if self._connection is None or self._connection.is_closed:
                connection = await aio_pika.connect(self._url, timeout=CONNECT_TIMEOUT)
                # A message to an exchange that is not there would close its channel.
                async with connection.channel() as channel:
                    await declare_exchanges(channel, self._topology)
                self._connection = connection
            return self._connection
