"""Each door and who may pass it."""

from collections.abc import Callable
from typing import Any

import pytest
from foyer_shared.http.door import unguarded_routes
from foyer_shared.service import Service
from foyer_shared.testing.callers import client_for
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
FOR_CUSTOMERS = [
    "/customer/overview",
    "/customer/payment-methods",
    "/customer/mandates",
    "/customer/export",
    "/customer/payments",
]
FOR_BUSINESSES = ["/v1/payment-methods", "/v1/mandates", "/v1/provider-accounts"]
READ_BY_BUSINESSES = [*FOR_BUSINESSES, "/v1/refunds"]


def test_no_door_is_unguarded(service: Service) -> None:
    assert unguarded_routes(service.app) == []


@pytest.mark.parametrize("path", FOR_CUSTOMERS)
async def test_customers_read_with_the_scope(by_customer: Client, by_business: Client, path: str) -> None:
    async with by_customer() as ada, by_customer(scopes=("invoicing:read",)) as accountant:
        assert (await ada.get(path)).status_code == 200
        assert (await accountant.get(path)).status_code == 403
    async with by_business() as business:
        assert (await business.get(path)).status_code == 403


@pytest.mark.parametrize("path", READ_BY_BUSINESSES)
async def test_businesses_read_with_the_scope(by_customer: Client, by_business: Client, path: str) -> None:
    async with by_business(scopes=("payments:read",)) as reader, by_business(scopes=()) as nobody:
        assert (await reader.get(path)).status_code == 200
        assert (await nobody.get(path)).status_code == 403
    async with by_customer() as ada:
        assert (await ada.get(path)).status_code == 403


@pytest.mark.parametrize("path", FOR_BUSINESSES)
async def test_writing_takes_more_than_reading(by_business: Client, path: str) -> None:
    async with by_business(scopes=("payments:read",)) as reader:
        refused = await reader.post(path, json={})

    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("path", FOR_CUSTOMERS + READ_BY_BUSINESSES)
async def test_nobody_passes_without_a_token(service: Service, path: str) -> None:
    async with client_for(service, None) as stranger:
        refused: Any = await stranger.get(path)

    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
