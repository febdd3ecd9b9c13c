"""Payments with the sandbox provider in it and the portal before them, on real ports in the test's process;
the other services are there by their events alone.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from foyer_payments.settings import Settings as PaymentsSettings
from foyer_payments.wiring import build as build_payments
from foyer_portal_bff.domain.business import Brand, Business
from foyer_portal_bff.settings import Settings as PortalSettings
from foyer_portal_bff.use_cases.create_business import create_business
from foyer_portal_bff.wiring import build as build_portal
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import InvoiceData, InvoiceFinalized, InvoicePaymentDue
from foyer_shared.http.callers import CallerTokenMint
from foyer_shared.local_servers.processes import free_port
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.process import Process, Role
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import metadata_of
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Announcement
from foyer_shared.testing.callers import a_caller, a_key_pair
from foyer_shared.testing.databases import TemplatedDatabases
from foyer_shared.testing.makers import NORTHWIND, an_origin
from foyer_shared.testing.messaging import eventually
from foyer_shared.testing.plugin import A_SEAL_KEY, SettingsFor
from httpx import AsyncClient
from sqlalchemy import text

TEN = Amount(amount=1000, currency="EUR")


@dataclass
class Paying:
    """What a test does as customer, as invoicing, and as the provider."""

    payments_url: str
    database: Database
    url: str
    """The portal's."""
    browser: AsyncClient

    async def call(self, method: str, path: str, customer_id: str, **body: Any) -> dict[str, Any]:
        """At the customer's doors of payments, which the portal calls."""
        token = CallerTokenMint(a_key_pair()[0]).mint(
            a_caller("customer", customer_id=customer_id), "payments"
        )
        answer = await self.browser.request(
            method,
            f"{self.payments_url}/customer/{path}",
            json=body or None,
            headers={"Authorization": f"Bearer {token}"},
        )
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    async def fill_in(self, action_url: str, **form: str) -> str:
        """The provider's page, through the portal; where it leads."""
        assert action_url.startswith(f"{self.url}/sandbox/")
        assert (await self.browser.get(action_url)).status_code == 200
        answer = await self.browser.post(action_url, data={"act": "pay"} | form)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def add(self, customer_id: str, kind: str, **form: str) -> str:
        """A method, by the webhook alone: nobody looks when the customer is back."""
        begun = await self.call(
            "POST", "payment-setups", customer_id, kind=kind, return_path="/payment-methods"
        )
        assert await self.fill_in(begun["action_url"], kind=kind, **form) == f"{self.url}/payment-methods"

        async def is_there() -> bool:
            setup = await self.call("GET", f"payment-setups/{begun['id']}", customer_id)
            return bool(setup["payment_method_id"])

        await eventually(is_there)
        return str(begun["id"])

    async def tell(self, event: Event, *, version: int = 1) -> None:
        """As if another service had announced it."""
        envelope = Envelope(
            id=new_id("evt"),
            source=f"/{event.owner}",
            type=event.type,
            time=real_now(),
            subject="inv_1",
            subjectversion=version,
            businessid=NORTHWIND,
            actor="system:test",
            businesstime=real_now(),
            data=event.model_dump(mode="json"),
        )
        async with self.database.session() as session:
            await session.execute(self.database.tables.outbox.insert(), [Announcement(envelope).as_row()])

    async def bill(self, customer_id: str, invoice_id: str) -> InvoiceData:
        """An invoice of ten euro is finalised."""
        invoice = InvoiceData(
            invoice_id=invoice_id,
            number=f"NW-{invoice_id}",
            customer_id=customer_id,
            total=TEN,
            open=TEN,
            issued_on=date(2026, 3, 10),
            due_on=date(2026, 3, 24),
            collection="automatic",
        )
        await self.tell(InvoiceFinalized(invoice=invoice))
        return invoice

    async def collect(self, customer_id: str, invoice_id: str) -> None:
        """One is to be collected now."""
        invoice = await self.bill(customer_id, invoice_id)
        await self.tell(InvoicePaymentDue(invoice=invoice, attempt=1, amount=TEN))

    async def let_days_pass(self) -> None:
        """Direct debits were announced, and their day has come."""
        await self.ask(
            "UPDATE payments.payments SET collects_at = now() WHERE collects_at > now() RETURNING 1"
        )

    async def told(self, kind: str) -> list[Envelope]:
        """What payments has announced of this kind."""
        async with self.database.session() as session:
            rows = await session.execute(
                text("SELECT body FROM payments.outbox WHERE routing_key LIKE :like ORDER BY position"),
                {"like": f"%{kind}%"},
            )
            return [Envelope.model_validate_json(body) for (body,) in rows]

    async def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The database, of both sides."""
        async with self.database.session() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def account(self) -> tuple[str, str]:
        """Northwind's at the provider, and what its webhooks are signed with."""
        [(account_id, sealed)] = await self.ask(
            "SELECT id, webhook_secret_sealed FROM sandbox_provider.accounts"
        )
        return account_id, Seal([A_SEAL_KEY]).open(sealed)


@dataclass
class Places:
    """Where all is: a database with the tables of both, and an address for each."""

    database_url: str
    ports: dict[str, int]

    def at(self, name: str) -> str:
        """The address of `payments`, `portal` or `provider`."""
        return f"http://127.0.0.1:{self.ports[name]}"


@pytest.fixture
def places(databases: TemplatedDatabases) -> Iterator[Places]:
    """Fresh ones."""
    url = databases.clone("payments", "portal-bff")
    yield Places(url, {name: free_port() for name in ("payments", "portal", "provider")})
    databases.drop(url)


@pytest_asyncio.fixture
async def payments_process(places: Places, settings_for: SettingsFor) -> AsyncIterator[None]:
    """Payments with the provider in it, whose banks take a fifth of a second."""
    database = Database(places.database_url, metadata_of("payments"))
    settings = settings_for(
        PaymentsSettings,
        database,
        port=places.ports["payments"],
        sandbox_url=places.at("payments"),
        sandbox_webhooks_url=places.at("portal"),
        sandbox_settles_after="PT0.2S",
    )
    async with _running(build_payments(settings), places):
        yield
    await database.close()


@pytest_asyncio.fixture
async def paying(payments_process: None, places: Places, settings_for: SettingsFor) -> AsyncIterator[Paying]:
    """Payments has heard of Northwind."""
    async with before_the_portal(places, settings_for, places.at("payments")) as paying:
        yield paying


@asynccontextmanager
async def before_the_portal(
    places: Places, settings_for: SettingsFor, provider_url: str
) -> AsyncIterator[Paying]:
    """The portal runs, with Northwind in it; payments runs already."""
    own, payments = (Database(places.database_url, metadata_of(name)) for name in ("portal-bff", "payments"))
    settings = settings_for(
        PortalSettings,
        own,
        public_port=places.ports["portal"],
        payments_url=places.at("payments"),
        sandbox_url=provider_url,
    )
    async with _running(build_portal(settings), places), AsyncClient(trust_env=False) as browser:
        paying = Paying(places.at("payments"), payments, places.at("portal"), browser)
        async with own.work(an_origin()) as work:
            await create_business(work, _northwind(places.at("portal")), ["127.0.0.1"])

        async def has_account() -> bool:
            return bool(await paying.ask("SELECT 1 FROM payments.provider_accounts"))

        await eventually(has_account)
        yield paying
    for database in (own, payments):
        await database.close()


@asynccontextmanager
async def _running(service: Service, places: Places) -> AsyncIterator[None]:
    transport = InProcessTransport(places.database_url, poll=0.05)
    await transport.start()
    process = Process(service, Role.ALL, transport)
    await process.start()
    yield
    await process.stop()
    await transport.stop()


def _northwind(portal_url: str) -> Business:
    return Business(
        id=NORTHWIND,
        version=1,
        legal_name="Northwind B.V.",
        slug="northwind",
        country="NL",
        currency="EUR",
        zone="Europe/Amsterdam",
        language="nl",
        number_prefix="NW",
        mode="sandbox",
        mail="on",
        portal_url=portal_url,
        support_email="help@northwind.example",
        brand=Brand("Northwind", "#0b5fff"),
    )
