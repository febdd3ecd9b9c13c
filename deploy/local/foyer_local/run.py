"""Starts everything, plants the demo the first time, says when it is ready, and stops it all."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

import httpx
from foyer_invoicing.use_cases.mark_overdue_invoices import mark_overdue_invoices
from foyer_portal_bff.use_cases.register_api_key import register_api_key
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
from foyer_shared.messaging.open_transport import open_transport
from foyer_shared.messaging.topology import bindings_of
from foyer_shared.messaging.transport import Transport
from foyer_shared.process import Process, Role
from foyer_shared.service import Service
from foyer_shared.storage.migrations import migrate

from foyer_local.quiet import until_quiet
from foyer_local.secrets import LocalSecrets, local_secrets
from foyer_local.seed.business_api import BusinessApi
from foyer_local.seed.businesses import CONTOSO, NORTHWIND, Installation
from foyer_local.seed.plant import plant_contoso, plant_northwind
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
        await _start(services, transport, running)
        await _plant(settings, secrets, services, transport, tell)
        # The public port opens last: whoever reaches it finds a portal that is ready.
        await running.start(services["portal-bff"], Role.API)
        tell(_ready(settings, secrets, amqp_url, seconds=time.monotonic() - began))
        await running.until_broken()


async def _start(services: dict[str, Service], transport: Transport, running: Running) -> None:
    # An event reaches the readers that the bus has heard of: all of them before the first one speaks.
    for service in services.values():
        await transport.declare(service.name, bindings_of(service.handlers))
    for name in BEHIND_THE_PORTAL:
        await running.start(services[name], Role.ALL)
    await running.start(services["portal-bff"], Role.WORKER)


async def _plant(
    settings: LocalSettings,
    secrets: LocalSecrets,
    services: dict[str, Service],
    transport: Transport,
    tell: Tell,
) -> None:
    """Make the businesses and, the first time, what is in them; a seed that was cut off goes on."""
    portal = services["portal-bff"]

    async def settle() -> None:
        await until_quiet(services.values(), transport)

    if portal.public_app is None:
        raise CannotRun("The portal has no public side.")
    asgi = httpx.ASGITransport(portal.public_app)
    async with httpx.AsyncClient(transport=asgi, base_url="http://localhost", timeout=60) as client:
        installation = Installation(client, secrets.installation_key)
        northwind = await installation.ensure(NORTHWIND, portal_url=f"http://localhost:{settings.port}")
        contoso = await installation.ensure(CONTOSO, portal_url=f"http://contoso.localhost:{settings.port}")
        await _register_keys(settings, secrets, portal, northwind["id"], contoso["id"])
        if contoso["mail"] == "on":
            await settle()  # A run that was killed may have left events on their way.
            return
        tell("Planting the demo, this once: two businesses …")
        now = _seed_time(settings.data_dir / "seed.json")
        await settle()
        northwind_api = BusinessApi(client, secrets.demo_api_key)
        await plant_northwind(northwind_api, now=now, settle=settle, tell=lambda what: tell(f"  {what}"))
        await plant_contoso(BusinessApi(client, secrets.contoso_api_key), now=now)
        await settle()
        await _mark_overdue(services["invoicing"], northwind["id"])
        await settle()
        for business in (northwind, contoso):
            await installation.change(business["id"], mail="on")
        await settle()


async def _mark_overdue(invoicing: Service, business_id: str) -> None:
    """Invoicing's job passes over a business whose mails are held: its payments may still be coming."""
    origin = Origin(Scope(business_id), Actor.system("make run"), real_now())
    async with invoicing.database.work(origin) as work:
        while await mark_overdue_invoices(work):
            pass


async def _register_keys(
    settings: LocalSettings, secrets: LocalSecrets, portal: Service, northwind_id: str, contoso_id: str
) -> None:
    given = settings.api_key.get_secret_value() if settings.api_key else None
    keys = [
        (northwind_id, secrets.demo_api_key),
        (northwind_id, given),
        (contoso_id, secrets.contoso_api_key),
    ]
    for business_id, text in keys:
        if text:
            origin = Origin(Scope(business_id), Actor.system("make run"), real_now())
            async with portal.database.work(origin) as work:
                await register_api_key(work, text, name="Local run")


def _seed_time(path: Path) -> datetime:
    """When the seed began, the same when it goes on after it was cut off."""
    if not path.exists():
        path.write_text(json.dumps({"began_at": real_now().replace(microsecond=0).isoformat()}))
    return datetime.fromisoformat(json.loads(path.read_text())["began_at"])


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
