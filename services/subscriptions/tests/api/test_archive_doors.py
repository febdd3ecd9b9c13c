"""The doors through which ended subscriptions are archived, and those that show them no more."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO
from foyer_subscriptions.domain.subscription import Subscription

Subscribed = Callable[..., Awaitable[Subscription]]


async def test_an_archived_one_is_listed_apart_and_hidden_from_its_customer(
    service: Service, subscribed: Subscribed
) -> None:
    live, over = await subscribed(), await subscribed()
    path = f"/v1/subscriptions/{over.id}"
    async with client_for(service, a_caller("business")) as client:
        refused = await client.post(f"{path}/archive")
        assert (refused.status_code, refused.json()["code"]) == (409, "not_ended_to_archive")
        await client.post(f"{path}/cancel", json={"when": "now"})
        for _ in range(2):
            made = await client.post(f"{path}/archive")
            assert (made.status_code, made.json()["archived"]) == (200, True)

        async def listed(**query: Any) -> list[str]:
            answer = await client.get("/v1/subscriptions", params=query)
            return [found["id"] for found in answer.json()["data"]]

        assert await listed() == [over.id, live.id]
        assert (await listed(archived=True), await listed(archived=False)) == ([over.id], [live.id])
        assert (await client.get("/v1/subscriptions", params={"archived": "perhaps"})).status_code == 422
        assert (await client.get(path)).json()["archived"] is True
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        for call in ("archive", "unarchive"):
            assert (await client.post(f"{path}/{call}")).status_code == 404
    await _sees(service, [live.id], over.id, status=404)
    async with client_for(service, a_caller("business")) as client:
        assert (await client.post(f"{path}/unarchive")).json()["archived"] is False
    await _sees(service, [over.id, live.id], over.id, status=200)


async def test_who_has_archived_ones_alone_has_none(service: Service, subscribed: Subscribed) -> None:
    over = await subscribed()
    async with client_for(service, a_caller("business")) as client:
        await client.post(f"/v1/subscriptions/{over.id}/cancel", json={"when": "now"})
        await client.post(f"/v1/subscriptions/{over.id}/archive")
    async with client_for(service, a_caller("customer", customer_id=ADA)) as client:
        overview = (await client.get("/customer/overview")).json()
        assert (overview["active_count"], overview["has_any"]) == (0, False)
        exported = (await client.get("/customer/export")).json()["subscriptions"]
        assert [(one["id"], one["archived"]) for one in exported] == [(over.id, True)]


@pytest.mark.parametrize("scopes", [("subscriptions:read",)])
async def test_reading_does_not_archive(
    service: Service, subscribed: Subscribed, scopes: tuple[str, ...]
) -> None:
    over = await subscribed()
    async with client_for(service, a_caller("business", scopes=scopes)) as client:
        for call in ("archive", "unarchive"):
            assert (await client.post(f"/v1/subscriptions/{over.id}/{call}")).status_code == 403


async def _sees(service: Service, ids: list[str], one: str, *, status: int) -> None:
    """What Ada is shown in her list, and how the doors of one answer."""
    async with client_for(service, a_caller("customer", customer_id=ADA)) as client:
        listed = (await client.get("/customer/subscriptions")).json()["data"]
        assert [found["id"] for found in listed] == ids
        for door in ("", "/usage"):
            assert (await client.get(f"/customer/subscriptions/{one}{door}")).status_code == status
        resubscribed = await client.post(f"/customer/subscriptions/{one}/resubscribe")
        assert (resubscribed.status_code == 404) is (status == 404)
