"""Retention offers through the doors of customers and of the business."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO, NOW
from foyer_subscriptions.domain.subscription import Subscription

Subscribed = Callable[..., Awaitable[Subscription]]


async def test_they_are_set_shown_and_taken(service: Service, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    async with client_for(service, a_caller("business", now=NOW)) as client:
        assert (await client.get("/v1/retention-offers")).json() == {"offers": []}
        half = {"name": "Half", "percent_off": 50, "duration": "once"}
        coupon = (await client.post("/v1/coupons", json=half)).json()["id"]
        asked = {
            "code": "half",
            "kind": "coupon",
            "coupon": coupon,
            "label": "Half the price, once",
            "reasons": ["too_expensive"],
            "limit": {"times": 1, "months": 6},
        }
        put = await client.put("/v1/retention-offers", json={"offers": [asked]})
        assert put.status_code == 200
        assert put.json() == {"offers": [{**asked, "applies_to": [], "days": None}]}
        assert (await client.get("/v1/retention-offers")).json() == put.json()
    path = f"/customer/subscriptions/{subscription.id}/retention-offers"
    async with client_for(service, a_caller(now=NOW)) as client:
        assert (await client.post(path)).json() == {"offers": []}
        shown = await client.post(path, json={"reason": "too_expensive"})
        assert shown.status_code == 200
        (offer,) = shown.json()["offers"]
        assert (offer["code"], offer["kind"], offer["label"]) == ("half", "coupon", "Half the price, once")
        assert (offer["days"], offer["trial_ends_at"]) == (None, None)
        assert offer["discount"]["percent_off"] == 50
        assert offer["next_charge"]["amount"] == {"amount": 1450, "currency": "EUR"}
        key = {"Idempotency-Key": "a click"}
        taken = [await client.post(f"{path}/half/accept", headers=key) for _ in range(2)]
        assert [answer.status_code for answer in taken] == [200, 200]
        assert taken[0].json()["next_charge"]["amount"]["amount"] == 1450
        assert "cancel" in taken[0].json()["actions"]
        again = await client.post(f"{path}/half/accept")
        assert (again.status_code, again.json()["code"]) == (409, "retention_offer_not_open")
        unknown = await client.post(path, json={"reason": "because"})
        assert (unknown.status_code, unknown.json()["code"]) == (422, "cancellation_reason_unknown")
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        assert (await client.get("/v1/retention-offers")).json() == {"offers": []}


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ({"code": "Half off", "kind": "contact"}, "invalid"),
        ({"code": "half", "kind": "a_gift"}, "invalid"),
        ({"code": "half", "kind": "coupon"}, "retention_offer_invalid"),
        ({"code": "longer", "kind": "trial_extension", "days": 0}, "invalid"),
        ({"code": "longer", "kind": "trial_extension", "days": 91}, "invalid"),
        ({"code": "talk", "kind": "contact", "limit": {"times": 0}}, "invalid"),
        ({"code": "talk", "kind": "contact", "limit": {"months": 121}}, "invalid"),
        ({"code": "talk", "kind": "contact", "reasons": ["because"]}, "cancellation_reason_unknown"),
    ],
)
async def test_what_makes_no_sense_is_refused(service: Service, offer: dict[str, Any], code: str) -> None:
    async with client_for(service, a_caller("business", now=NOW)) as client:
        answer = await client.put("/v1/retention-offers", json={"offers": [offer]})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        many = [{"code": f"talk_{number}", "kind": "contact"} for number in range(11)]
        answer = await client.put("/v1/retention-offers", json={"offers": many})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert (await client.get("/v1/retention-offers")).json() == {"offers": []}


async def test_a_longer_trial_says_until_when(service: Service, subscribed: Subscribed) -> None:
    subscription = await subscribed(trial_days=14)
    async with client_for(service, a_caller("business", now=NOW)) as client:
        longer = {"code": "longer", "kind": "trial_extension", "days": 7}
        await client.put("/v1/retention-offers", json={"offers": [longer]})
    path = f"/customer/subscriptions/{subscription.id}/retention-offers"
    async with client_for(service, a_caller(now=NOW)) as client:
        (offer,) = (await client.post(path, json={"reason": None})).json()["offers"]
        assert (offer["days"], offer["trial_ends_at"]) == (7, "2026-03-31T09:30:00Z")
        taken = (await client.post(f"{path}/longer/accept")).json()
        assert taken["trial_ends_at"] == "2026-03-31T09:30:00Z"
