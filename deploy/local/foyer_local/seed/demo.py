"""Makes the two businesses and their API keys and, the first time, plants what is in them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from foyer_invoicing.use_cases.mark_overdue_invoices import mark_overdue_invoices
from foyer_portal_bff.use_cases.register_api_key import register_api_key
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.service import Service
from foyer_shared.storage.database import Database

from foyer_local.seed.business_api import BusinessApi
from foyer_local.seed.businesses import CONTOSO, NORTHWIND, Installation
from foyer_local.seed.plant import Settle, plant_contoso, plant_northwind

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """The installation's key, and the texts that are accepted as the businesses' API keys."""

    installation: str
    northwind: str
    contoso: str
    also_northwind: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What the demo is planted in.

    The portal is called inside this process, as its port may still be closed; `port` is where browsers will
    find it. Northwind has so many `customers` beside those with a story. `settle` waits until all that was
    announced has been handled. The file `seed_time` keeps when it began.
    """

    portal: Service
    invoicing: Database
    keys: DemoKeys
    port: int
    customers: int
    settle: Settle
    seed_time: Path


async def plant_demo(ground: Ground, tell: Tell) -> bool:
    """False when it has been planted before; a seed that was cut off goes on."""
    if ground.portal.public_app is None:
        raise TypeError("the portal has no public side")
    asgi = httpx.ASGITransport(ground.portal.public_app)
    async with httpx.AsyncClient(transport=asgi, base_url="http://localhost", timeout=60) as client:
        installation = Installation(client, ground.keys.installation)
        northwind, contoso = await _businesses(installation, ground.port)
        await _register_keys(ground, northwind["id"], contoso["id"])
        if contoso["mail"] == "on":
            return False
        tell("Planting the demo, this once: two businesses …")
        now = _began_at(ground.seed_time)
        await ground.settle()
        northwind_api = BusinessApi(client, ground.keys.northwind)
        await plant_northwind(
            northwind_api,
            now=now,
            customers=ground.customers,
            settle=ground.settle,
            tell=lambda what: tell(f"  {what}"),
        )
        await plant_contoso(BusinessApi(client, ground.keys.contoso), now=now)
        await ground.settle()
        await _mark_overdue(ground.invoicing, northwind["id"])
        await ground.settle()
        for business in (northwind, contoso):
            await installation.change(business["id"], mail="on")
        await ground.settle()
        return True


async def _businesses(installation: Installation, port: int) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        await installation.ensure(NORTHWIND, portal_url=f"http://localhost:{port}"),
        await installation.ensure(CONTOSO, portal_url=f"http://contoso.localhost:{port}"),
    )


async def _register_keys(ground: Ground, northwind_id: str, contoso_id: str) -> None:
    keys = [
        (northwind_id, ground.keys.northwind),
        (northwind_id, ground.keys.also_northwind),
        (contoso_id, ground.keys.contoso),
    ]
    for business_id, text in keys:
        if text:
            async with ground.portal.database.work(_origin(business_id)) as work:
                await register_api_key(work, text, name="Demo")


async def _mark_overdue(invoicing: Database, business_id: str) -> None:
    """Invoicing's job passes over a business whose mails are held: its payments may still be coming."""
    async with invoicing.work(_origin(business_id)) as work:
        while await mark_overdue_invoices(work):
            pass


def _origin(business_id: str) -> Origin:
    return Origin(Scope(business_id), Actor.system("demo"), real_now())


def _began_at(path: Path) -> datetime:
    """When the seed began, the same when it goes on after it was cut off."""
    if not path.exists():
        path.write_text(json.dumps({"began_at": real_now().replace(microsecond=0).isoformat()}))
    return datetime.fromisoformat(json.loads(path.read_text())["began_at"])
