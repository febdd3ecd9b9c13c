"""Coupons, promotion codes and discounts through the doors of customers and of the business."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NOW
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.subscription import Subscription

Subscribed = Callable[..., Awaitable[Subscription]]
ENDS = "2026-04-10T08:30:00Z"
FIFTH = {"name": "Welcome", "percent_off": 20, "duration": "repeating", "duration_in_months": 3}


def business(service: Service, **who: Any) -> httpx.AsyncClient:
    return client_for(service, a_caller("business", now=NOW, **who))


async def made(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    """What was made there."""
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_coupon_is_made_listed_renamed_and_given_no_more(
    service: Service, database: Database
) -> None:
    async with business(service) as client:
        coupon = await made(client, "/v1/coupons", **FIFTH, max_redemptions=10, redeem_by=ENDS)
        path = f"/v1/coupons/{coupon['id']}"
        assert coupon == {
            "id": coupon["id"],
            "name": "Welcome",
            "percent_off": 20,
            "amount_off": None,
            "currency": None,
            "applies_to": [],
            "duration": "repeating",
            "duration_in_months": 3,
            "max_redemptions": 10,
            "redeem_by": ENDS,
            "times_redeemed": 0,
            "active": True,
        }
        amount = await made(client, "/v1/coupons", name="A tenner", amount_off=1000, currency="eur")
        assert (amount["amount_off"], amount["currency"], amount["duration"]) == (1000, "EUR", "once")
        half = await made(client, "/v1/coupons", name="Odd", percent_off=12.5)
        assert half["percent_off"] == 12.5
        listed = (await client.get("/v1/coupons?limit=2")).json()
        assert [one["id"] for one in listed["data"]] == [half["id"], amount["id"]]
        rest = (await client.get("/v1/coupons", params={"cursor": listed["next_cursor"]})).json()
        assert rest == {"data": [coupon], "next_cursor": None}
        changed = (await client.patch(path, json={"name": "Hello", "active": False})).json()
        assert changed == {**coupon, "name": "Hello", "active": False} == (await client.get(path)).json()
        refused = await client.patch(path, json={"percent_off": 30})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    async with business(service, business_id=CONTOSO) as client:
        for answer in (await client.get(path), await client.patch(path, json={"name": "Mine"})):
            assert (answer.status_code, answer.json()["code"]) == (404, "coupon_not_found")
        assert (await client.get("/v1/coupons")).json()["data"] == []
    assert await announced(database) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "coupon_invalid"),
        ({"percent_off": 20, "amount_off": 100, "currency": "EUR"}, "coupon_invalid"),
        ({"percent_off": 0}, "invalid"),
        ({"percent_off": -5}, "invalid"),
        ({"percent_off": 100.01}, "invalid"),
        ({"percent_off": 33.333}, "invalid"),
        ({"percent_off": "NaN"}, "invalid"),
        ({"amount_off": 0, "currency": "EUR"}, "invalid"),
        ({"amount_off": 100}, "invalid"),
        ({"amount_off": 100, "currency": "XXZ"}, "unknown_currency"),
        ({"percent_off": 20, "duration": "repeating"}, "coupon_invalid"),
        ({"percent_off": 20, "duration_in_months": 3}, "coupon_invalid"),
        ({"percent_off": 20, "duration": "repeating", "duration_in_months": 0}, "invalid"),
        ({"percent_off": 20, "max_redemptions": 0}, "invalid"),
    ],
)
async def test_terms_that_make_no_sense_are_refused(
    service: Service, body: dict[str, Any], code: str
) -> None:
    async with business(service) as client:
        answer = await client.post("/v1/coupons", json={"name": "Welcome", **body})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert (await client.get("/v1/coupons")).json()["data"] == []


async def test_products_of_a_coupon_are_the_businesss(
    service: Service, a_price: Callable[..., Awaitable[Price]]
) -> None:
    price = await a_price()
    asked = {**FIFTH, "applies_to": [price.product_id]}
    async with business(service) as client:
        assert (await made(client, "/v1/coupons", **asked))["applies_to"] == [price.product_id]
    async with business(service, business_id=CONTOSO) as client:
        answer = await client.post("/v1/coupons", json=asked)
        assert (answer.status_code, answer.json()["code"]) == (404, "product_not_found")
        assert (await client.get("/v1/coupons")).json()["data"] == []


async def test_a_promotion_code_is_made_listed_and_switched_off(service: Service) -> None:
    async with business(service) as client:
        coupon = await made(client, "/v1/coupons", **FIFTH)
        code = await made(
            client, "/v1/promotion-codes", code="Welcome20", coupon=coupon["id"], max_per_customer=1
        )
        path = f"/v1/promotion-codes/{code['id']}"
        assert code == {
            "id": code["id"],
            "code": "Welcome20",
            "coupon": coupon["id"],
            "max_redemptions": None,
            "max_per_customer": 1,
            "first_time_only": False,
            "expires_at": None,
            "times_redeemed": 0,
            "active": True,
        }
        twin = await client.post("/v1/promotion-codes", json={"code": "WELCOME20", "coupon": coupon["id"]})
        assert (twin.status_code, twin.json()["code"]) == (409, "promotion_code_taken")
        for bad in ("W", "20 %", "a" * 51, "-20", "ÅTTA"):
            answer = await client.post("/v1/promotion-codes", json={"code": bad, "coupon": coupon["id"]})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        unknown = await client.post("/v1/promotion-codes", json={"code": "SPRING", "coupon": "cpn_none"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "coupon_not_found")
        changed = (await client.patch(path, json={"active": False})).json()
        assert changed == {**code, "active": False} == (await client.get(path)).json()
        assert (await client.get("/v1/promotion-codes")).json() == {"data": [changed], "next_cursor": None}
    async with business(service, business_id=CONTOSO) as client:
        for answer in (await client.get(path), await client.patch(path, json={"active": True})):
            assert (answer.status_code, answer.json()["code"]) == (404, "promotion_code_not_found")
        # The same words are free elsewhere, but not for another business's coupon.
        theirs = await client.post("/v1/promotion-codes", json={"code": "WELCOME20", "coupon": coupon["id"]})
        assert (theirs.status_code, theirs.json()["code"]) == (404, "coupon_not_found")


async def test_a_customer_sees_what_a_code_changes_and_uses_it(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(allow_promotion_codes=True)
    path = f"/customer/subscriptions/{subscription.id}"
    async with business(service) as client:
        coupon = await made(client, "/v1/coupons", **FIFTH)
        await made(client, "/v1/promotion-codes", code="WELCOME20", coupon=coupon["id"])
    async with client_for(service, a_caller(now=NOW)) as client:
        before = (await client.get(path)).json()
        assert "use_promotion_code" in before["actions"]
        charge = {"at": ENDS, "amount": {"amount": 2900, "currency": "EUR"}}
        assert before["next_charge"] == {**charge, "discount": {"amount": 0, "currency": "EUR"}}
        assert before["discount"] is None
        seen = await client.get(f"{path}/promotion-code", params={"code": "welcome20"})
        assert seen.status_code == 200
        preview = seen.json()
        assert (preview["replaces"], preview["next_charge_before"]) == (None, before["next_charge"])
        after = {
            "at": ENDS,
            "amount": {"amount": 2320, "currency": "EUR"},
            "discount": {"amount": 580, "currency": "EUR"},
        }
        assert preview["next_charge_after"] == after
        assert await announced(database) == []

        key = {"Idempotency-Key": "a click"}
        answers = [
            await client.post(f"{path}/promotion-code", json={"code": "welcome20"}, headers=key)
            for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [200, 200]
        used = answers[0].json()
        assert used == answers[1].json()
        assert used["next_charge"] == after
        assert used["amount"] == {"amount": 2900, "currency": "EUR"}
        assert used["discount"] == {
            "id": used["discount"]["id"],
            "coupon": coupon["id"],
            "promotion_code": "WELCOME20",
            "name": "Welcome",
            "percent_off": 20,
            "amount_off": None,
            "applies_to": [],
            "duration": "repeating",
            "duration_in_months": 3,
            "given_at": "2026-03-10T09:30:00Z",
            "began_at": None,
            "ends_at": None,
        }
        again = await client.post(f"{path}/promotion-code", json={"code": "WELCOME20"})
        assert (again.status_code, again.json()["code"]) == (409, "discount_already_applied")
        unknown = await client.post(f"{path}/promotion-code", json={"code": "NOTHING"})
        assert (unknown.status_code, unknown.json()["code"], unknown.json()["field"]) == (
            422,
            "promotion_code_unknown",
            "code",
        )
    assert [event.type for event in await announced(database)] == ["subscription.discount_applied"]


async def test_where_codes_are_not_offered_there_is_no_button(
    service: Service, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        assert (await client.get(path)).json()["actions"] == ["pause", "cancel"]
        for answer in (
            await client.post(f"{path}/promotion-code", json={"code": "ANY"}),
            await client.get(f"{path}/promotion-code?code=ANY"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "promotion_codes_not_offered")
        missing = await client.get(f"{path}/promotion-code")
        assert (missing.status_code, missing.json()["code"]) == (422, "invalid")


async def test_the_business_gives_one_with_the_subscription_and_takes_it_away(
    service: Service, a_price: Callable[..., Awaitable[Price]]
) -> None:
    price = await a_price()
    asked = {"customer_id": ADA, "items": [{"price_id": price.id}], "collection": "invoice"}
    async with business(service, customer_id=ADA) as client:
        coupon = await made(client, "/v1/coupons", name="For ever", percent_off=50, duration="forever")
        await made(client, "/v1/promotion-codes", code="HALF", coupon=coupon["id"])
        both = {**asked, "coupon": coupon["id"], "promotion_code": "HALF"}
        refused = await client.post("/v1/subscriptions", json=both)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
        unknown = await client.post("/v1/subscriptions", json={**asked, "coupon": "cpn_none"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "coupon_not_found")
        assert (await client.get("/v1/subscriptions")).json()["data"] == []
        for how in ({"coupon": coupon["id"]}, {"promotion_code": "half"}):
            subscription = await made(client, "/v1/subscriptions", **asked, **how)
            assert subscription["discount"]["percent_off"] == 50
            assert subscription["discount"]["began_at"] == "2026-03-10T09:30:00Z"
            assert subscription["next_charge"]["amount"]["amount"] == 1450
        path = f"/v1/subscriptions/{subscription['id']}/discount"
        removed = await client.delete(path)
        assert (removed.status_code, removed.json()["discount"]) == (200, None)
        assert removed.json()["next_charge"]["amount"]["amount"] == 2900
        none = await client.delete(path)
        assert (none.status_code, none.json()["code"]) == (404, "discount_not_found")
        for bad in ({}, {"coupon": coupon["id"], "promotion_code": "HALF"}):
            answer = await client.post(path, json=bad)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        given = await client.post(path, json={"coupon": coupon["id"]})
        assert (given.status_code, given.json()["discount"]["promotion_code"]) == (200, None)
    async with business(service, business_id=CONTOSO) as client:
        for answer in (await client.delete(path), await client.post(path, json={"promotion_code": "HALF"})):
            assert (answer.status_code, answer.json()["code"]) == (404, "subscription_not_found")
