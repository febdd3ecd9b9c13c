"""Moving the subscriptions of a price by the business's key."""

from collections.abc import Awaitable, Callable

from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NOW
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.use_cases.spread_price_migrations import spread_price_migrations

Subscribed = Callable[..., Awaitable[Subscription]]


async def test_it_is_asked_for_seen_and_withdrawn(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    (item,) = subscription.items
    door = f"/v1/prices/{item.price_id}/migrations"
    price = {"product_id": item.product_id, "amount": 3500, "currency": "EUR", "interval": "month"}
    async with client_for(service, a_caller("business", customer_id=ADA, now=NOW)) as client:
        to = (await client.post("/v1/prices", json=price)).json()["id"]
        made = await client.post(door, json={"to": to})
        assert made.status_code == 201
        assert (made.json()["state"], made.json()["announced"]) == ("announcing", 0)
        await spread_price_migrations(database)
        one = f"{door}/{made.json()['id']}"
        seen = (await client.get(one)).json()
        assert (seen["state"], seen["announced"], seen["to_price_id"]) == ("announced", 1, to)
        assert (await client.get(door)).json()["data"] == [seen]
        shown = (await client.get(f"/v1/subscriptions/{subscription.id}")).json()
        (change,) = shown["pending_changes"]
        assert (change["kind"], change["requested_by"]) == ("price", "business")
        assert change["price"] == {
            "amount": {"amount": 3500, "currency": "EUR"},
            "interval": "month",
            "interval_count": 1,
            "price_id": to,
            "migration_id": seen["id"],
        }
        assert shown["next_charge"]["amount"] == {"amount": 3500, "currency": "EUR"}
        withdrawn = await client.post(f"{one}/withdraw")
        assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawing")
        again = await client.post(f"{one}/withdraw")
        assert (again.status_code, again.json()["code"]) == (409, "price_migration_withdrawn")
        missing = await client.get(f"{door}/mig_missing")
        assert (missing.status_code, missing.json()["code"]) == (404, "price_migration_not_found")
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        assert (await client.get(one)).status_code == 404
        assert (await client.get(door)).json()["data"] == []
