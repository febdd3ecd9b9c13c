"""The service behind its doors, and who knocks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.settings import Settings
from foyer_invoicing.use_cases.make_due_papers import make_due_papers
from foyer_invoicing.wiring import build
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import NORTHWIND, NOW
from foyer_shared.testing.plugin import SettingsFor
from httpx import AsyncClient


@pytest_asyncio.fixture
async def service(database: Database, settings_for: SettingsFor) -> AsyncIterator[Service]:
    """Invoicing on the test's database."""
    service = build(settings_for(Settings, database))
    yield service
    await service.database.close()


@pytest.fixture
def make_papers(database: Database, service: Service) -> Callable[[], Awaitable[int]]:
    """Makes what is due, in the store that the service reads."""

    async def make() -> int:
        settings: Any = service.settings
        return await make_due_papers(database, Press(), PaperStore(settings))

    return make


@pytest.fixture
def by_business(service: Service) -> Callable[..., AsyncClient]:
    """A client with a business's key, at NOW; Northwind's unless told."""

    def make(business_id: str = NORTHWIND, *, scopes: list[str] | None = None) -> AsyncClient:
        return client_for(service, a_caller("business", business_id=business_id, scopes=scopes, now=NOW))

    return make


@pytest.fixture
def by_customer(service: Service) -> Callable[..., AsyncClient]:
    """A client with the login of a customer of Northwind's, at NOW."""

    def make(
        customer_id: str, *, business_id: str = NORTHWIND, scopes: list[str] | None = None
    ) -> AsyncClient:
        caller = a_caller(
            "customer", business_id=business_id, customer_id=customer_id, scopes=scopes, now=NOW
        )
        return client_for(service, caller)

    return make
