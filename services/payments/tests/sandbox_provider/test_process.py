"""Where the provider runs: in the processes of a sandbox's payments, or by itself; asked over real HTTP."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from foyer_payments.domain.provided import Charged, Notice, Status
from foyer_payments.gateways.provider import ChargeOrder
from foyer_payments.gateways.providers import drawn_keys
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from foyer_payments.settings import Settings
from foyer_payments.wiring import build
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.http.server import HttpServer
from foyer_shared.local_servers.processes import free_port
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.process import Process, Role
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA
from foyer_shared.testing.messaging import eventually
from foyer_shared.testing.plugin import A_SEAL_KEY, SettingsFor
from httpx import AsyncClient, HTTPError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ACCOUNT = {"iban": "DE89370400440532013000", "holder": "Ada Lovelace", "agreed": "yes"}


@dataclass
class Listening:
    """Stands where the portal does: takes every webhook, and reads it as Foyer would."""

    account: SandboxAccount
    arrived: list[Notice] = field(default_factory=list)
    url: str = ""

    async def take(self, request: Request) -> Response:
        gateway = SandboxProvider("http://nobody.test", self.account)
        self.arrived += gateway.read_notices(request.headers, await request.body(), now=real_now())
        await gateway.close()
        return Response()


@pytest_asyncio.fixture
async def listening() -> AsyncIterator[Listening]:
    """At an address of its own."""
    listening = Listening(SandboxAccount("pacc_1", **asdict(drawn_keys())))
    server = HttpServer(
        Starlette(routes=[Route("/webhooks/sandbox/pacc_1", listening.take, methods=["POST"])]),
        "127.0.0.1",
        0,
    )
    await server.start()
    listening.url = server.url
    yield listening
    await server.stop()


async def pay_by_mandate(provider: SandboxProvider) -> Charged:
    """Ada pays on the page at the address that she was given."""
    order = ChargeOrder(
        key="pay_1",
        customer_id=ADA,
        amount=Money(1000, "EUR"),
        description="NW-2026-0001",
        token=None,
        on_session=True,
        kinds=("sepa_debit",),
        return_url=f"{provider._http.base_url.copy_with(raw_path=b'/')}back",
    )
    charge = await provider.charge(order)
    async with AsyncClient(trust_env=False) as browser:
        await browser.post(str(charge.action_url), data={"act": "pay", **ACCOUNT})
    return charge


async def until_settled(provider: SandboxProvider, listening: Listening, charge: Charged) -> None:
    """It was told of twice: the money is on its way, and it has come."""
    await eventually(lambda: len(listening.arrived) >= 2)
    assert {notice.provided_id for notice in listening.arrived} == {charge.id}
    assert (await provider.read_charge(charge.id)).status is Status.SUCCEEDED


async def test_in_a_sandbox_payments_brings_it_along(
    database: Database, settings_for: SettingsFor, listening: Listening
) -> None:
    port = free_port()
    settings = settings_for(
        Settings,
        database,
        port=port,
        sandbox_webhooks_url=listening.url,
        sandbox_settles_after="PT0.1S",
    )
    transport = InProcessTransport(settings.database_url.get_secret_value())
    await transport.start()
    process = Process(build(settings), Role.ALL, transport)
    await process.start()
    provider = SandboxProvider(f"http://127.0.0.1:{port}", listening.account)

    await until_settled(provider, listening, await pay_by_mandate(provider))

    await provider.close()
    await process.stop()
    await transport.stop()


@pytest.mark.parametrize("settings", [{"mode": "live"}, {"sandbox_apart": True}])
async def test_elsewhere_payments_has_none_in_it(
    database: Database, settings_for: SettingsFor, settings: dict[str, Any]
) -> None:
    with_it = build(settings_for(Settings, database))
    without = build(settings_for(Settings, database, **settings))

    assert list(with_it.beside) == ["/sandbox"]
    assert without.beside == {}
    more = {job.name for job in with_it.jobs} - {job.name for job in without.jobs}
    assert more == {"sandbox_banks", "sandbox_webhooks"}
    for service in (with_it, without):
        for hook in service.on_stop:
            await hook()
        await service.database.close()


@asynccontextmanager
async def by_itself(
    database: Database, keys: Path, port: int, webhooks: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m foyer_sandbox_provider`, once it answers."""
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    environment = {
        "FOYER_DATABASE_URL": url,
        "FOYER_CALLER_KEYS": str(keys),
        "FOYER_SEAL_KEYS": f'["{A_SEAL_KEY}"]',
        "FOYER_PORT": str(port),
        "FOYER_SANDBOX_WEBHOOKS_URL": webhooks,
        "FOYER_SANDBOX_SETTLES_AFTER": "PT0.1S",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "foyer_sandbox_provider", env=os.environ | environment
    )
    async with AsyncClient(trust_env=False) as client:

        async def answers() -> bool:
            try:
                return (await client.get(f"http://127.0.0.1:{port}/sandbox/look.css")).is_success
            except HTTPError:
                return False

        await eventually(answers)
    yield process
    if process.returncode is None:
        process.terminate()
    await process.wait()


async def test_by_itself_it_goes_on_where_it_was_killed_and_ends_well(
    database: Database, caller_keys: Path, listening: Listening
) -> None:
    port = free_port()
    provider = SandboxProvider(f"http://127.0.0.1:{port}", listening.account)
    async with by_itself(database, caller_keys, port, "http://127.0.0.1:1") as killed:
        charge = await pay_by_mandate(provider)
        killed.kill()
    assert listening.arrived == []

    async with by_itself(database, caller_keys, port, listening.url) as process:
        await until_settled(provider, listening, charge)
        process.terminate()

    assert process.returncode == 0
    await provider.close()
