"""What a service is made of; its `wiring.py` builds one from its settings."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from fastapi import FastAPI
from starlette.types import ASGIApp

from foyer_shared.contracts.envelope import Event
from foyer_shared.messaging.handlers import Handler
from foyer_shared.settings.process import ProcessSettings
from foyer_shared.storage.database import Database

Hook = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """Work that time brings. `run` says how many it did; after more than none it runs again at once."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[int]]
    bell: asyncio.Event | None = None
    """Ringing it starts the next run before `every` is over."""


@dataclass(slots=True)
class Service:
    """One service, ready to be run by a `Process`.

    `handlers` may have the key `Event` itself: the reader of everything. `on_start` runs before any server
    or consumer, `on_stop` after them, in the opposite order. `before_stop` runs while the servers still
    answer, to end what would never end by itself. The public app is the portal's alone. The apps `beside` the
    service's own answer on its private port too, each below its path; they have guards of their own.
    """

    name: str
    settings: ProcessSettings
    database: Database
    app: FastAPI
    handlers: Mapping[type[Event], Handler]
    jobs: Sequence[Job] = ()
    beside: Mapping[str, ASGIApp] = field(default_factory=dict)
    public_app: FastAPI | None = None
    public_port: int | None = None
    on_start: list[Hook] = field(default_factory=list)
    before_stop: list[Hook] = field(default_factory=list)
    on_stop: list[Hook] = field(default_factory=list)
