"""A service's side of the bus: takes its events and hands each to the dispatcher."""

from collections.abc import Mapping

from foyer_shared.contracts.envelope import Event
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.handlers import Handler
from foyer_shared.messaging.topology import bindings_of
from foyer_shared.messaging.transport import Delivery, Transport, Verdict
from foyer_shared.storage.database import Database


class Consumer:
    """Consumes the events that a service has handlers for, from `start` to `stop`."""

    def __init__(
        self,
        service_name: str,
        database: Database,
        handlers: Mapping[type[Event], Handler],
        transport: Transport,
    ) -> None:
        self.reader = service_name
        self.bindings = bindings_of(handlers)
        self.in_flight = 0
        self._transport = transport
        self._dispatcher = Dispatcher(service_name, database, handlers)

    async def start(self) -> None:
        """Begin; returns at once, also while the bus is away."""
        if self.bindings:
            await self._transport.consume(self.reader, self.bindings, self._deliver)

    async def stop(self) -> None:
        """Take no more, and return when the running handlers have finished."""
        await self._transport.stop_consuming(self.reader)

    async def _deliver(self, delivery: Delivery) -> Verdict:
        self.in_flight += 1
        try:
            return await self._dispatcher.dispatch(delivery)
        finally:
            self.in_flight -= 1
