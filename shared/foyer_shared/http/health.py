"""What probes, Prometheus and the seed ask a process; no caller's token is needed on its private port."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from foyer_shared.messaging.consumer import Consumer
from foyer_shared.messaging.outbox import count_unsent
from foyer_shared.messaging.transport import Transport
from foyer_shared.messaging.watch import look_everywhere
from foyer_shared.storage.database import Database

PATIENCE = 2
"""Seconds until what does not answer counts as away."""
GLANCE = 0.5
"""Seconds for a look that decides nothing: whoever needs no bus is not held up by one that hangs."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one process of a service. Only a worker needs the bus: commands are taken without it."""

    service: str
    database: Database
    transport: Transport
    consumer: Consumer
    needs_bus: bool

    def routes(self) -> list[Route]:
        """The addresses of the probes."""
        return [
            Route("/livez", self.live),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
            Route("/backlog", self.backlog),
        ]

    async def live(self, _: Request) -> Response:
        """The event loop turns."""
        return JSONResponse({"service": self.service, "alive": True})

    async def ready(self, _: Request) -> Response:
        """Whether requests and messages can be worked on now."""
        database, bus = await asyncio.gather(
            _answers(self._ask_database()),
            _answers(self.transport.backlog(self.service), PATIENCE if self.needs_bus else GLANCE),
        )
        is_ready = database and (bus or not self.needs_bus)
        state = {"service": self.service, "ready": is_ready, "database": database, "bus": bus}
        return JSONResponse(state, 200 if is_ready else 503)

    async def metrics(self, _: Request) -> Response:
        """All measurements of the process; how the services in it are is looked up now."""
        await look_everywhere()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def backlog(self, _: Request) -> Response:
        """How much is on its way; all zeros mean that everything has arrived."""
        try:
            async with asyncio.timeout(PATIENCE):
                outbox = await count_unsent(self.database)
                waiting = await self.transport.backlog(self.service)
        except Exception:  # noqa: BLE001  Whatever is away, the numbers are not known.
            return JSONResponse({"service": self.service, "unknown": True}, 503)
        return JSONResponse(
            {
                "service": self.service,
                "outbox": outbox,
                "queue": waiting.waiting,
                "in_flight": self.consumer.in_flight,
                "dead": waiting.dead,
            }
        )

    async def _ask_database(self) -> None:
        async with self.database.session() as session:
            await session.execute(text("SELECT 1"))


async def _answers(question: Awaitable[object], patience: float = PATIENCE) -> bool:
    try:
        async with asyncio.timeout(patience):
            await question
    except Exception:  # noqa: BLE001  A probe says yes or no.
        return False
    return True
