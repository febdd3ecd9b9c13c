"""A service with one door, one handler and one job, and processes that run it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

import httpx
import pytest
import pytest_asyncio
from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import TicketData, TicketOpened
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Answer
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.process import Process, Role
from foyer_shared.service import Job, Service
from foyer_shared.settings.process import ProcessSettings
from foyer_shared.storage.database import Database
from foyer_shared.storage.rows import service_metadata
from foyer_shared.storage.work import Work
from foyer_shared.testing.plugin import MakeDatabase, SettingsFor

METADATA = service_metadata("support")
ROUTER = APIRouter()


class Told(Answer):
    event: str


@ROUTER.post("/customer/tickets", response_model=Told)
async def tell(door: Annotated[Door, Depends(customer_door("support:write"))]) -> JSONResponse:
    async def effect(work: Work) -> Told:
        ticket = TicketData(
            ticket_id="tic_1", number="1", customer_id="cus_1", subject="?", category="other", status="open"
        )
        work.announce(TicketOpened(ticket=ticket), subject="tic_1", version=1)
        return Told(event="ticket.opened")

    return await door.once(effect)


@dataclass
class Watched:
    """The service, and what it has done."""

    service: Service
    steps: list[str] = field(default_factory=list)
    handled: list[str] = field(default_factory=list)
    handled_one: asyncio.Event = field(default_factory=asyncio.Event)

    async def on_ticket_opened(self, _work: Work, event: TicketOpened, _envelope: Envelope) -> None:
        self.handled.append(event.ticket.ticket_id)
        self.handled_one.set()


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """Fresh, with nothing but the plumbing."""
    return await make_database(METADATA)


@pytest.fixture
def watched(database: Database, settings_for: SettingsFor) -> Watched:
    """A service that notes its steps."""
    settings = settings_for(ProcessSettings, database)
    service = Service(
        name="support",
        settings=settings,
        database=database,
        app=service_app(
            name="support",
            database=database,
            caller_check=CallerTokenCheck(settings.caller_keys),
            routers=[ROUTER],
        ),
        handlers={},
        public_app=FastAPI(),
        public_port=0,
    )
    watched = Watched(service)

    def noting(step: str) -> Callable[[], Awaitable[None]]:
        async def note() -> None:
            watched.steps.append(step)

        return note

    async def job() -> int:
        watched.steps.append("job")
        return 0

    service.handlers = {TicketOpened: watched.on_ticket_opened}
    service.jobs = [Job("note", timedelta(hours=1), job)]
    service.on_start += [noting("start 1"), noting("start 2")]
    service.before_stop += [noting("before stop")]
    service.on_stop += [noting("stop 1"), noting("stop 2")]
    return watched


@pytest_asyncio.fixture
async def run(watched: Watched) -> AsyncIterator[Callable[[Role], Awaitable[Process]]]:
    """Starts a process of the service in a role; it ends with the test."""
    transport = InProcessTransport(watched.service.settings.database_url.get_secret_value(), poll=0.05)
    await transport.start()
    processes: list[Process] = []

    async def start(role: Role) -> Process:
        process = Process(watched.service, role, transport)
        await process.start()
        processes.append(process)
        return process

    yield start
    for process in processes:
        await process.stop()
    await transport.stop()


@pytest_asyncio.fixture
async def asking() -> AsyncIterator[httpx.AsyncClient]:
    """A client of any address."""
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client
