"""Usage by the business's key, and as its customer sees it."""

from collections.abc import Awaitable, Callable

from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NOW
from foyer_subscriptions.domain.pricing import UsageType
from foyer_subscriptions.domain.subscription import Subscription

METERED = {"usage_type": UsageType.METERED, "included_units": 100}


async def test_a_record_is_taken_once_and_seen_by_its_customer(
    service: Service, subscribed: Callable[..., Awaitable[Subscription]]
) -> None:
    subscription = await subscribed(amount=10, pricing=METERED)
    body = {"subscription_id": subscription.id, "quantity": 130, "key": "call-1"}
    async with client_for(service, a_caller("business", now=NOW)) as client:
        made = await client.post("/v1/usage", json=body)
        assert (made.status_code, made.json()["quantity"]) == (201, 130)
        assert (await client.post("/v1/usage", json=body)).json() == made.json()
        other = await client.post("/v1/usage", json=body | {"quantity": 1})
        assert (other.status_code, other.json()["code"]) == (409, "usage_key_reused")
        for quantity in (0, -5, 1_000_000_001):
            refused = await client.post("/v1/usage", json=body | {"quantity": quantity, "key": "call-2"})
            assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
        seen = (await client.get("/v1/usage", params={"subscription_id": subscription.id})).json()
    async with client_for(service, a_caller("customer", customer_id=ADA, now=NOW)) as client:
        own = (await client.get(f"/customer/subscriptions/{subscription.id}/usage")).json()
    assert own == seen
    (current,) = own["current"]
    assert (current["quantity"], current["amount"]) == (130, {"amount": 300, "currency": "EUR"})
    async with client_for(service, a_caller("customer", customer_id="cus_other", now=NOW)) as client:
        assert (await client.get(f"/customer/subscriptions/{subscription.id}/usage")).status_code == 404
    async with client_for(service, a_caller("business", business_id=CONTOSO, now=NOW)) as client:
        assert (await client.post("/v1/usage", json=body)).status_code == 404
