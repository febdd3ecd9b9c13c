"""What a customer takes along of subscriptions, and what has to end before the account is closed."""

from collections.abc import Awaitable, Callable

from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription

Subscribed = Callable[..., Awaitable[Subscription]]


async def test_what_has_not_ended_is_in_the_way(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(cancellation_mode=CancellationMode.IMMEDIATE)
    named = [{"id": subscription.id, "name": subscription.name}]
    async with client_for(service, a_caller(now=NOW)) as client:
        before = (await client.get("/customer/closing-blockers")).json()
        async with database.work(an_origin(customer_id=ADA)) as work:
            await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
        after = (await client.get("/customer/closing-blockers")).json()
    assert before == {"blockers": [{"code": "live_subscriptions", "subscriptions": named}]}
    assert after == {"blockers": []}


async def test_the_export_holds_what_the_lists_show(service: Service, subscribed: Subscribed) -> None:
    await subscribed()
    async with client_for(service, a_caller(now=NOW)) as client:
        export = (await client.get("/customer/export")).json()
        subscriptions = (await client.get("/customer/subscriptions")).json()["data"]
        entitlements = (await client.get("/customer/entitlements")).json()["data"]
    assert export == {"subscriptions": subscriptions, "entitlements": entitlements}
    assert len(subscriptions) == 1
    async with client_for(service, a_caller(customer_id="cus_other", now=NOW)) as client:
        assert (await client.get("/customer/export")).json() == {"subscriptions": [], "entitlements": []}
        assert (await client.get("/customer/closing-blockers")).json() == {"blockers": []}
    async with client_for(service, a_caller(scopes=["invoicing:read"], now=NOW)) as client:
        for path in ("export", "closing-blockers"):
            assert (await client.get(f"/customer/{path}")).status_code == 403
