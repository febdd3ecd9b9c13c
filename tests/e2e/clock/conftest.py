"""All services in this process, as `make run` starts them, with two businesses and no demo."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from foyer_local.run import Running, start_all
from foyer_local.secrets import LocalSecrets, local_secrets
from foyer_local.seed.businesses import CONTOSO, NORTHWIND, Installation
from foyer_local.services import NAMES, build_services
from foyer_local.settings import LocalSettings
from foyer_portal_bff.use_cases.register_api_key import register_api_key
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.local_servers.processes import free_port
from foyer_shared.messaging.open_transport import open_transport
from foyer_shared.process import Role
from foyer_shared.service import Service
from foyer_shared.testing.databases import TemplatedDatabases


@dataclass(frozen=True)
class System:
    """What runs, and a program of each business that may do everything."""

    services: dict[str, Service]
    northwind: httpx.AsyncClient
    contoso: httpx.AsyncClient


@pytest_asyncio.fixture
async def system(databases: TemplatedDatabases, tmp_path: Path) -> AsyncIterator[System]:
    """Six services over the bus in the database."""
    settings = LocalSettings(port=free_port(), data_dir=tmp_path)
    secrets = local_secrets(tmp_path / "keys")
    database_url = databases.clone(*NAMES)
    async with AsyncExitStack() as stack:
        stack.callback(databases.drop, database_url)
        services = build_services(settings, secrets, database_url=database_url, amqp_url=None)
        transport = open_transport(services["portal-bff"].settings)
        await transport.start()
        stack.push_async_callback(transport.stop)
        running = Running(transport)
        stack.push_async_callback(running.stop)
        await start_all(services, transport, running)
        await running.start(services["portal-bff"], Role.API)
        url = f"http://127.0.0.1:{settings.port}"
        clients = [
            await stack.enter_async_context(await _program(url, services["portal-bff"], secrets, business))
            for business in (NORTHWIND, CONTOSO)
        ]
        yield System(services, *clients)


async def _program(
    url: str, portal: Service, secrets: LocalSecrets, business: dict[str, Any]
) -> httpx.AsyncClient:
    async with httpx.AsyncClient(base_url=url) as client:
        made = await Installation(client, secrets.installation_key).ensure(business, portal_url=url)
        await Installation(client, secrets.installation_key).change(made["id"], mail="on")
    key = f"foyer_sk_{business['slug']}"
    origin = Origin(Scope(made["id"]), Actor.system("tests"), real_now())
    async with portal.database.work(origin) as work:
        await register_api_key(work, key, name="Tests")
    return httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60)
