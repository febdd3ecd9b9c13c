"""The service behind its doors, and who knocks."""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from foyer_payments.gateways.providers import Providers
from foyer_payments.settings import Settings
from foyer_payments.wiring import build
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from foyer_shared.testing.plugin import SettingsFor
from httpx import AsyncClient


@pytest_asyncio.fixture
async def service(
    database: Database, settings_for: SettingsFor, providers: Providers, seal_key: str
) -> AsyncIterator[Service]:
    """Payments on the test's database, with the twin for a provider."""
    service = build(settings_for(Settings, database, seal_keys=[seal_key]), providers)
    yield service
    await service.database.close()


@pytest.fixture
def by_business(service: Service) -> Callable[..., AsyncClient]:
    """A client with a business's key at NOW, about Ada unless told: the portal vouches for her."""

    def make(
        business_id: str = NORTHWIND,
        *,
        customer_id: str | None = ADA,
        scopes: tuple[str, ...] = ("payments:read", "payments:write"),
    ) -> AsyncClient:
        caller = a_caller(
            "business", business_id=business_id, customer_id=customer_id, scopes=scopes, now=NOW
        )
        return client_for(service, caller)

    return make


@pytest.fixture
def by_customer(service: Service) -> Callable[..., AsyncClient]:
    """A client with Ada's login at NOW, or another customer's."""

    def make(
        customer_id: str = ADA,
        *,
        business_id: str = NORTHWIND,
        scopes: tuple[str, ...] = ("payments:read",),
    ) -> AsyncClient:
        caller = a_caller(
            "customer", business_id=business_id, customer_id=customer_id, scopes=scopes, now=NOW
        )
        return client_for(service, caller)

    return make
