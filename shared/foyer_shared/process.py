"""One service in one process: its servers, relay, consumer and jobs, started and stopped in order."""

import asyncio
import atexit
import gc
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any, TypeVar

import structlog
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from foyer_shared.http.health import Health
from foyer_shared.http.server import CannotListen, HttpServer
from foyer_shared.jobs import clean_up_jobs, run_job
from foyer_shared.messaging.consumer import Consumer
from foyer_shared.messaging.open_transport import open_transport
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.transport import Transport
from foyer_shared.messaging.wake_up import OutboxBell
from foyer_shared.messaging.watch import Watch
from foyer_shared.service import Service
from foyer_shared.settings.process import ProcessSettings
from foyer_shared.storage.migrations import migrate, wait_until_migrated
from foyer_shared.storage.spans import trace_statements
from foyer_shared.telemetry.logs import setup_logs
from foyer_shared.telemetry.traces import setup_traces

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LONGEST_STOP = 4
"""Seconds; what has not ended by then is cancelled, and nothing is lost: it has not committed, or is sent."""

_ONCE: dict[str, Callable[[str, str], object]] = {"migrate": migrate, "await-migration": wait_until_migrated}
"""What is done to the database, or waited for, before the processes start."""

AnySettings = TypeVar("AnySettings", bound=ProcessSettings)


class Role(StrEnum):
    """What a process does: answer, work in the background, or both."""

    API = "api"
    WORKER = "worker"
    ALL = "all"


class Process:
    """Runs a service in a role. Whoever opened the transport starts it before and stops it after."""

    def __init__(self, service: Service, role: Role, transport: Transport) -> None:
        self.service = service
        service.app.state.transport = transport  # For the door that tells what waits.
        self._answers = role in {Role.API, Role.ALL}
        self._works = role in {Role.WORKER, Role.ALL}
        self._consumer = Consumer(service.name, service.database, service.handlers, transport)
        self._relay = Relay(service.database, transport) if self._works else None
        self._bell = None if self._works else OutboxBell(service.database)
        self._watch = Watch(service.name, service.database, transport)
        self._tasks: list[asyncio.Task[None]] = []
        self._private = self._private_server(transport, needs_bus=role is Role.WORKER)
        self._public = self._public_server()
        if service.settings.otlp_endpoint:
            trace_statements(service.database)

    @property
    def url(self) -> str:
        """The private port, once started."""
        return self._private.url

    @property
    def public_url(self) -> str | None:
        """The portal's public port, once started."""
        return self._public.url if self._public else None

    async def start(self) -> None:
        """Returns when requests are taken and events consumed. Raises CannotListen."""
        try:
            # Every task, line and span that begins in here is this service's, also in a process of several.
            with structlog.contextvars.bound_contextvars(service=self.service.name):
                await self._start()
        except BaseException:
            await self.stop()
            raise

    async def until_broken(self) -> None:
        """Wait until something ends that should run for ever; raises what ended it."""
        ended, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()

    async def stop(self) -> None:
        """Take nothing new, let what runs end, send what has committed, and close; within 5 seconds."""
        self._watch.end()
        try:
            async with asyncio.timeout(LONGEST_STOP):
                await self._stop()
        except TimeoutError:
            log.warning("not everything ended in time", service=self.service.name)
        await self._cancel_tasks()
        await self.service.database.close()

    async def _start(self) -> None:
        for hook in self.service.on_start:
            await hook()
        self._watch.begin()
        if self._relay:
            self._run_for_ever("relay", self._relay.run())
            await self._consumer.start()
            for job in (*self.service.jobs, *clean_up_jobs(self.service.database)):
                self._run_for_ever(job.name, run_job(self.service.name, job))
        for server in self._servers:
            await server.start()
            self._run_for_ever("http", server.until_ended())

    async def _stop(self) -> None:
        for hook in self.service.before_stop:
            await hook()
        await asyncio.gather(*(server.stop() for server in self._servers), self._stop_consuming())
        for hook in reversed(self.service.on_stop):
            await hook()
        if self._relay:
            await self._relay.stop()
        if self._bell:
            await self._bell.stop()

    @property
    def _servers(self) -> list[HttpServer]:
        return [self._private, self._public] if self._public else [self._private]

    async def _stop_consuming(self) -> None:
        if self._works:
            await self._consumer.stop()

    async def _cancel_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _run_for_ever(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work, name=f"{self.service.name} {name}"))

    def _private_server(self, transport: Transport, *, needs_bus: bool) -> HttpServer:
        service, settings = self.service, self.service.settings
        health = Health(service.name, service.database, transport, self._consumer, needs_bus=needs_bus)
        apps: dict[str, ASGIApp] = {**service.beside, "/": service.app} if self._answers else {}
        doors = [Mount(path, app) for path, app in apps.items()]
        return HttpServer(Starlette(routes=[*health.routes(), *doors]), settings.host, settings.port)

    def _public_server(self) -> HttpServer | None:
        service = self.service
        if not self._answers or service.public_app is None or service.public_port is None:
            return None
        return HttpServer(service.public_app, service.settings.host, service.public_port, behind_proxy=True)


def main(build: Callable[[AnySettings], Service], settings_class: Callable[[], AnySettings]) -> None:
    """`main.py api | worker | all`: what a container runs, until SIGTERM or SIGINT.

    `main.py migrate` brings the tables up to date; `main.py await-migration` ends once another has done so.
    """
    arguments = ArgumentParser(description="Run one service of Foyer.")
    arguments.add_argument("role", choices=[*Role, *_ONCE])
    role: str = arguments.parse_args().role
    try:
        settings = settings_class()
        setup_logs(settings.log_level)
        service = build(settings)
        if role in _ONCE:
            _ONCE[role](settings.database_url.get_secret_value(), service.name)
            return
        setup_traces(service.name, settings.otlp_endpoint)
        end_quickly()
        with asyncio.Runner(loop_factory=fast_loop) as runner:
            runner.run(_run_until_told(service, Role(role)))
    except ValidationError as error:
        sys.exit("\n".join(f"FOYER_{_setting(wrong['loc'])}: {wrong['msg']}" for wrong in error.errors()))
    except (CannotListen, OSError) as error:
        sys.exit(str(error))


def end_quickly() -> None:
    """The memory goes with the process: Python shall not look for garbage there at its end, for a second."""
    atexit.register(gc.freeze)


def fast_loop() -> asyncio.AbstractEventLoop:
    """Uvloop's event loop, where there is one for the platform."""
    try:
        import uvloop  # noqa: PLC0415  There is none for Windows.
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _run_until_told(service: Service, role: Role) -> None:
    told = asyncio.create_task(_told_to_stop())
    transport = open_transport(service.settings)
    process = Process(service, role, transport)
    await transport.start()
    try:
        await process.start()
        log.info("started", service=service.name, role=role.value, url=process.url, public=process.public_url)
        broken = asyncio.create_task(process.until_broken())
        await asyncio.wait({told, broken}, return_when=asyncio.FIRST_COMPLETED)
        await process.stop()
        if broken.done():
            broken.result()
        broken.cancel()
    finally:
        await transport.stop()


async def _told_to_stop() -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await told.wait()


def _setting(location: tuple[int | str, ...]) -> str:
    return "_".join(str(step) for step in location).upper()
