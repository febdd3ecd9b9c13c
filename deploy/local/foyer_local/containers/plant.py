"""Plants the demo into services that run in containers of their own, before the portal's door opens."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import httpx
from foyer_portal_bff.wiring import build as build_portal
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import metadata_of

from foyer_local.containers.settings import DemoSettings
from foyer_local.quiet import until_quiet
from foyer_local.seed.demo import DemoKeys, Ground, plant_demo
from foyer_local.services import NAMES

Tell = Callable[[str], None]


async def plant(settings: DemoSettings, tell: Tell) -> None:
    """Plant it unless it is there, and say how to go on."""
    if not settings.demo:
        tell("No demo is planted: FOYER_DEMO is off.")
        return
    async with ground(settings) as made:
        await plant_demo(made, tell)
    tell(_planted(settings.demo_port, made.keys.northwind))


@asynccontextmanager
async def ground(settings: DemoSettings) -> AsyncIterator[Ground]:
    """What it is planted in, from the settings and secrets of the demo's own container."""
    workers = [settings.worker_url.format(service=name) for name in NAMES]
    portal = build_portal(settings)
    invoicing = Database(settings.database_url.get_secret_value(), metadata_of("invoicing"), pool_size=1)
    keys = DemoKeys(
        installation=settings.installation_key.get_secret_value() if settings.installation_key else "",
        northwind=settings.demo_api_key.get_secret_value(),
        contoso=settings.contoso_api_key.get_secret_value(),
        also_northwind=settings.api_key.get_secret_value() if settings.api_key else None,
    )
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        try:
            yield Ground(
                portal=portal,
                invoicing=invoicing,
                keys=keys,
                port=settings.demo_port,
                customers=settings.demo_customers,
                settle=partial(until_quiet, partial(waiting_at, client, workers)),
                seed_time=settings.data_dir / "seed.json",
            )
        finally:
            await portal.database.close()
            await invoicing.close()


async def waiting_at(client: httpx.AsyncClient, workers: Sequence[str]) -> int:
    """How many events wait, as each service's worker says; one that cannot say counts as waiting."""
    return sum(await asyncio.gather(*(_waiting_of(client, url) for url in workers)))


async def _waiting_of(client: httpx.AsyncClient, url: str) -> int:
    try:
        answer = await client.get(f"{url}/backlog")
    except httpx.TransportError:
        return 1
    if not answer.is_success:
        return 1
    backlog = answer.json()
    return int(backlog["outbox"]) + int(backlog["queue"])


def _planted(port: int, api_key: str) -> str:
    return f"""
The demo is planted. As soon as all containers are healthy:

  Foyer        http://localhost:{port}
  Sign in as   ada@example.com: the code and the link are in the mailbox
  Mailbox      http://localhost:{port}/dev/mail
  Second brand http://contoso.localhost:{port} (erika@example.com)
  API key      {api_key}
               curl -H "Authorization: Bearer {api_key}" http://localhost:{port}/v1/customers
  Bus          RabbitMQ
  Stop         docker compose stop
"""
