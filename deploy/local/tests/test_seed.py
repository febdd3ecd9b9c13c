"""The demo's people and sales are the same at every start."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from foyer_local.seed import ada, people
from foyer_local.seed.business_api import BusinessApi, SeedRefused
from foyer_local.seed.plant import CUSTOMERS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_two_hundred_people_with_varied_lives_and_about_three_invoices_each() -> None:
    everybody = list(people.people(CUSTOMERS))
    assert everybody == list(people.people(CUSTOMERS))
    assert len({person.email for person in everybody}) == CUSTOMERS == 200
    sales = list(people.sales([(person.email, person) for person in everybody], now=NOW))
    assert 550 <= len(sales) <= 650
    assert {person.language for person in everybody} == {"en", "nl"}
    assert {person.country for person in everybody} == {"NL", "DE", "BE", "FR"}
    assert Counter(person.subscribes_to is None for person in everybody)[True] == 28
    assert all(sale.at < NOW - timedelta(days=1) for sale in sales)


def test_ada_keeps_her_24_invoices_2_of_them_open_and_7_orders() -> None:
    sales = list(ada.sales("cus_ada", now=NOW))
    assert (len(sales), sum(sale.ordered for sale in sales)) == (24, 7)
    assert [sale.at for sale in sales if not sale.paid] == [NOW - timedelta(days=3), NOW - timedelta(days=6)]
    assert len({sale.name for sale in sales}) == 24
    (shipped,) = [sale for sale in sales if sale.shipped]
    assert (shipped.ordered, shipped.paid) == (True, True)


async def test_a_command_is_repeated_under_its_name_while_a_service_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("foyer_local.seed.business_api._PAUSE", 0.001)
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        if request.url.path == "/v1/customers":
            return httpx.Response(422, json={"code": "invalid"})
        return httpx.Response(503) if len(keys) < 3 else httpx.Response(201, json={"id": "prd_1"})

    async with httpx.AsyncClient(
        transport=httpx.MockTransport(answer), base_url="http://localhost"
    ) as client:
        api = BusinessApi(client, "foyer_sk_demo")
        assert await api.post("products", {}, name="Basic") == {"id": "prd_1"}
        with pytest.raises(SeedRefused):
            await api.post("customers", {}, name="ada")
    assert keys == ["seed Basic", "seed Basic", "seed Basic", "seed ada"]
