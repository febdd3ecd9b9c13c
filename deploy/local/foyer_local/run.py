"""Starts everything, plants the demo the first time, says when it is ready, and stops it all."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.messaging.open_transport import open_transport
from foyer_shared.messaging.topology import bindings_of
from foyer_shared.messaging.transport import Transport
from foyer_shared.process import Process, Role
from foyer_shared.service import Service
from foyer_shared.storage.migrations import migrate

from foyer_local.quiet import until_quiet, waiting_here
from foyer_local.secrets import LocalSecrets, local_secrets
from foyer_local.seed.demo import DemoKeys, Ground, plant_demo
from foyer_local.services import BEHIND_THE_PORTAL, NAMES, build_services
from foyer_local.settings import LocalSettings

Tell = Callable[[str], None]

LONGEST_STOP = 3
"""Seconds for the services; the servers beneath them need up to two more."""


class CannotRun(Exception):
    """Something about this machine or the settings stands in the way; the text says what to do."""


class Servers:
    """Postgres and RabbitMQ, as far as they are ours; they stop side by side."""

    def __init__(self, settings: LocalSettings, tell: Tell) -> None:
        self._settings = settings
        self._tell = tell
        self._ours: list[LocalPostgres | LocalRabbitMQ] = []

    async def postgres(self) -> str:
        """The URL of the database."""
        if self._settings.database_url:
            self._tell("Using the Postgres of FOYER_DATABASE_URL")
            return self._settings.database_url.get_secret_value()
        server = LocalPostgres(self._settings.data_dir / "postgres")
        self._ours.append(server)
        url = await _to_its_end(server.start)
        self._tell(f"Postgres runs on {server.home}")
        return url

    async def rabbitmq(self) -> str | None:
        """The URL of the bus, None for the in-process one."""
        if self._settings.amqp_url:
            self._tell("Bus: the RabbitMQ of FOYER_AMQP_URL")
            return self._settings.amqp_url.get_secret_value()
        if self._settings.bus == "in-process":
            self._tell("Bus: in-process, a table in Postgres (BUS=rabbitmq starts a private RabbitMQ)")
            return None
        self._tell("Bus: a private RabbitMQ node, which takes some seconds to start …")
        node = LocalRabbitMQ(self._settings.data_dir / "rabbitmq")
        self._ours.append(node)
        return await _to_its_end(node.start)

    async def stop(self) -> None:
        """End what was started, also what was still starting."""
        await asyncio.gather(*(asyncio.to_thread(server.stop) for server in self._ours))


async def _to_its_end(start: Callable[[], str]) -> str:
    """A start cannot be cut off: whoever is cancelled meanwhile waits for it, so that it can be stopped."""
    starting = asyncio.create_task(asyncio.to_thread(start))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await asyncio.wait([starting])
        raise


class Running:
    """The processes that were started; they stop side by side."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._processes: list[Process] = []

    async def start(self, service: Service, role: Role) -> None:
        """Start a service in a role; returns when it takes requests and events."""
        process = Process(service, role, self._transport)
        await process.start()
        self._processes.append(process)

    async def until_broken(self) -> None:
        """Wait for what never ends; raises what went wrong in one of them."""
        await asyncio.gather(*(process.until_broken() for process in self._processes))

    async def stop(self) -> None:
        """Stop them all; what has not ended by then is cut off, and nothing is lost by that."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_STOP):
                await asyncio.gather(*(process.stop() for process in self._processes))


async def run(settings: LocalSettings, tell: Tell) -> None:
    """Run until cancelled. Raises CannotRun, LocalServerError or CannotListen with one clear line."""
    began = time.monotonic()
    _check_port(settings.port)
    _check_folder(settings.data_dir)
    secrets = local_secrets(settings.data_dir / "keys")
    async with AsyncExitStack() as stack:
        servers = Servers(settings, tell)
        stack.push_async_callback(servers.stop)
        database_url, amqp_url = await servers.postgres(), await servers.rabbitmq()
        for name in NAMES:
            if migrate(database_url, name):
                tell(f"Made or changed the tables of {name}")
        services = build_services(settings, secrets, database_url=database_url, amqp_url=amqp_url)
        transport = open_transport(services["portal-bff"].settings)
        await transport.start()
        stack.push_async_callback(transport.stop)
        running = Running(transport)
        stack.push_async_callback(running.stop)
        await start_all(services, transport, running)
        if amqp_url:
            await _take_over(database_url, transport, tell)
        await _plant(settings, secrets, services, transport, tell)
        # The public port opens last: whoever reaches it finds a portal that is ready.
        await running.start(services["portal-bff"], Role.API)
        tell(_ready(settings, secrets, amqp_url, seconds=time.monotonic() - began))
        await running.until_broken()


async def start_all(services: dict[str, Service], transport: Transport, running: Running) -> None:
    """All but the portal's public side."""
    # An event reaches the readers that the bus has heard of: all of them before the first one speaks.
    for service in services.values():
        await transport.declare(service.name, bindings_of(service.handlers))
    for name in BEHIND_THE_PORTAL:
        await running.start(services[name], Role.ALL)
    await running.start(services["portal-bff"], Role.WORKER)


async def _take_over(database_url: str, transport: Transport, tell: Tell) -> None:
    """What a run on the in-process bus has left unread would wait there for the next run on it."""
    before = InProcessTransport(database_url)
    try:
        if count := await before.hand_over(transport):
            tell(f"Took over {count} events that had not been read on the in-process bus")
    finally:
        await before.stop()


async def _plant(
    settings: LocalSettings,
    secrets: LocalSecrets,
    services: dict[str, Service],
    transport: Transport,
    tell: Tell,
) -> None:
    """Make the businesses and, the first time, what is in them."""

    async def settle() -> None:
        await until_quiet(partial(waiting_here, services.values(), transport))

    keys = DemoKeys(
        installation=secrets.installation_key,
        northwind=secrets.demo_api_key,
        contoso=secrets.contoso_api_key,
        also_northwind=settings.api_key.get_secret_value() if settings.api_key else None,
    )
    ground = Ground(
        portal=services["portal-bff"],
        invoicing=services["invoicing"].database,
        keys=keys,
        port=settings.port,
        customers=settings.demo_customers,
        settle=settle,
        seed_time=settings.data_dir / "seed.json",
    )
    if not await plant_demo(ground, tell):
        await settle()  # A run that was killed may have left events on their way.


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotRun(
                f"Port {port} is taken ({error.strerror}). Choose another: make run FOYER_PORT=8090"
            ) from error


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as error:
        raise CannotRun(
            f"The data folder {folder} cannot be written ({error.strerror}). Choose another: FOYER_DATA_DIR=…"
        ) from error


def _ready(settings: LocalSettings, secrets: LocalSecrets, amqp_url: str | None, *, seconds: float) -> str:
    return f"""
Foyer is ready at http://localhost:{settings.port}  ({seconds:.1f} s)

  Sign in as   ada@example.com: the code and the link are in the mailbox
  Mailbox      http://localhost:{settings.port}/dev/mail
  Second brand http://contoso.localhost:{settings.port} (erika@example.com)
  API key      {secrets.demo_api_key}
               curl -H "Authorization: Bearer {secrets.demo_api_key}" http://localhost:{settings.port}/v1/customers
  Bus          {"RabbitMQ" if amqp_url else "in-process"}
  Stop         Ctrl-C
"""
