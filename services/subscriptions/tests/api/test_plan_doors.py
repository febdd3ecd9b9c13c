"""Changing plans through the doors of customers and of the business."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.policy import Proration
from foyer_subscriptions.domain.subscription import Collection, Subscription
from foyer_subscriptions.storage.rows import PaymentMethodRow, PlanQuoteRow
from sqlalchemy import select

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
ALLOWED = {
    "collection": Collection.AUTOMATIC,
    "allow_upgrade": True,
    "allow_downgrade": True,
    "allow_quantity_change": True,
}
ENDS = "2026-04-10T08:30:00Z"


@pytest_asyncio.fixture(autouse=True)
async def a_card(database: Database) -> None:
    """Ada can pay."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )


def money(amount: int) -> dict[str, Any]:
    """As it looks from outside."""
    return {"amount": amount, "currency": "EUR"}


async def test_a_customer_sees_the_plans_is_quoted_and_changes(
    service: Service, database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(**ALLOWED, proration=Proration.INVOICE_NOW)
    team, basic = await a_price(amount=5900), await a_price(amount=900)
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        shown = (await client.get(f"{path}/plans")).json()
        assert [
            (price["price_id"], price["amount"], price["kind"], price["allowed"], price["timings"])
            for plan in shown["plans"]
            for price in plan["prices"]
        ] == [
            (subscription.items[0].price_id, money(2900), "current", False, []),
            (team.id, money(5900), "upgrade", True, ["now"]),
            (basic.id, money(900), "downgrade", True, ["period_end"]),
        ]
        assert shown["quantity"] == {
            "current": 1,
            "minimum": 1,
            "maximum": 10_000,
            "allowed": True,
            "refusal": None,
        }
        # There is no choice: the one is now, the other at the period's end.
        assert shown["timings"] == ["now"]
        actions = (await client.get(path)).json()["actions"]
        assert actions == ["pause", "change_plan", "change_quantity", "cancel"]
        answer = await client.post(f"{path}/quotes", json={"price_id": team.id})
        assert answer.status_code == 201
        quote = answer.json()
        line = {
            "quantity": 1,
            "tax_behavior": "exclusive",
            "tax_class": "standard",
            "supply": "services",
            "period_start": "2026-03-10T09:30:00Z",
            "period_end": ENDS,
            "proration": False,
        }
        assert quote == {
            "id": quote["id"],
            "subscription_id": subscription.id,
            "kind": "upgrade",
            "effective_at": "2026-03-10T09:30:00Z",
            "expires_at": "2026-03-10T09:45:00Z",
            "lines": [
                {
                    **line,
                    "description": "Studio",
                    "price_id": subscription.items[0].price_id,
                    "product_id": subscription.items[0].product_id,
                    "unit_amount": money(2900),
                    "amount": money(-2900),
                    "discount": money(0),
                },
                {
                    **line,
                    "description": "Studio",
                    "price_id": team.id,
                    "product_id": team.product_id,
                    "unit_amount": money(5900),
                    "amount": money(5900),
                    "discount": money(0),
                },
            ],
            "subtotal": money(3000),
            "credit": money(0),
            "due": "now",
            "must_be_paid_first": True,
            "ends_trial": False,
            "begins_period": False,
            "discount": None,
            "next": {
                "amount": money(5900),
                "interval": "month",
                "interval_count": 1,
                "at": ENDS,
                "charge": {"at": ENDS, "amount": money(5900), "discount": money(0)},
            },
            "items_after": quote["items_after"],
        }
        assert [item["price_id"] for item in quote["items_after"]] == [team.id]
        # The second click is the first one again.
        changed, again = [
            await client.post(
                f"{path}/change", json={"quote": quote["id"]}, headers={"Idempotency-Key": "a click"}
            )
            for _ in range(2)
        ]
        assert (changed.status_code, changed.json()) == (200, again.json())
        (waiting,) = changed.json()["pending_changes"]
        assert waiting["kind"] == "plan"
        assert waiting["plan"] == {
            "kind": "upgrade",
            "name": "Studio",
            "amount": money(5900),
            "interval": "month",
            "interval_count": 1,
            "quantity": 1,
            "awaiting_payment": True,
            "lapses_at": "2026-03-11T09:30:00Z",
            "quote_id": quote["id"],
        }
        assert changed.json()["actions"] == ["withdraw_plan_change", "cancel"]
        used = await client.post(f"{path}/change", json={"quote": quote["id"]})
        assert (used.status_code, used.json()["code"]) == (409, "quote_already_used")
        taken_back = await client.delete(f"{path}/pending-changes/{waiting['id']}")
        assert taken_back.json()["pending_changes"] == []
        assert taken_back.json()["actions"] == actions
    assert [event.type for event in await announced(database)][-2:] == [
        "subscription.plan_change_requested",
        "subscription.plan_change_withdrawn",
    ]


async def test_buttons_are_only_for_what_there_is(
    service: Service, subscribed: Subscribed, a_price: APrice
) -> None:
    await a_price(amount=5900)
    downgrades = await subscribed(collection=Collection.AUTOMATIC, allow_downgrade=True)
    async with client_for(service, a_caller(now=NOW)) as client:
        answer = (await client.get(f"/customer/subscriptions/{downgrades.id}")).json()
        assert answer["actions"] == ["pause", "cancel"]
        shown = (await client.get(f"/customer/subscriptions/{downgrades.id}/plans")).json()
        assert shown["plans"][1]["prices"][0]["refusal"] == {
            "code": "upgrade_not_offered",
            "message": "Upgrades are not offered here. Please contact us.",
        }
        assert shown["quantity"]["refusal"]["code"] == "quantity_change_not_offered"


@pytest.mark.parametrize("requested_by", ["business", "customer"])
async def test_the_business_changes_for_itself_or_notes_it_for_the_customer(
    service: Service, database: Database, subscribed: Subscribed, a_price: APrice, requested_by: str
) -> None:
    subscription = await subscribed(**ALLOWED, proration=Proration.INVOICE_NOW)
    team = await a_price(amount=5900)
    path = f"/v1/subscriptions/{subscription.id}"
    async with client_for(service, a_caller("business", now=NOW)) as client:
        assert (await client.get(f"{path}/plans")).json()["timings"] == ["now", "period_end"]
        body = {"price_id": team.id, "requested_by": requested_by}
        quote = (await client.post(f"{path}/quotes", json=body)).json()
        assert quote["must_be_paid_first"] == (requested_by == "customer")
        changed = await client.post(f"{path}/change", json={"quote": quote["id"]})
        assert changed.status_code == 200
        assert changed.json()["amount"] == money(2900 if requested_by == "customer" else 5900)
    (event,) = [event for event in await announced(database) if event.subject == subscription.id]
    assert event.type == (
        "subscription.plan_change_requested" if requested_by == "customer" else "subscription.plan_changed"
    )


async def test_what_is_anothers_is_not_there(
    service: Service, database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        quote = (await client.post(f"{path}/quotes", json={"price_id": team.id})).json()
    before = await announced(database)
    another = a_caller(now=NOW, customer_id="cus_01jdben00000e8000000000000")
    for caller, base in (
        (another, path),
        (a_caller("business", business_id=CONTOSO, now=NOW), f"/v1{path[9:]}"),
    ):
        async with client_for(service, caller) as client:
            for answer in (
                await client.get(f"{base}/plans"),
                await client.post(f"{base}/quotes", json={"price_id": team.id}),
                await client.post(f"{base}/change", json={"quote": quote["id"]}),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "subscription_not_found")
    assert await announced(database) == before


@pytest.mark.parametrize(
    ("toggle", "amount", "asked", "code"),
    [
        ("allow_self_management", 5900, {}, "plan_change_not_offered"),
        ("allow_upgrade", 5900, {}, "upgrade_not_offered"),
        ("allow_downgrade", 900, {}, "downgrade_not_offered"),
        ("allow_cycle_change", None, {}, "cycle_change_not_offered"),
        ("allow_quantity_change", None, {"quantity": 2}, "quantity_change_not_offered"),
    ],
)
async def test_what_is_not_allowed_is_refused_to_customers_behind_the_button(
    service: Service,
    database: Database,
    subscribed: Subscribed,
    a_price: APrice,
    toggle: str,
    amount: int | None,
    asked: dict[str, Any],
    code: str,
) -> None:
    subscription = await subscribed(**ALLOWED | {"allow_cycle_change": True, toggle: False})
    own = subscription.items[0]
    if amount is not None:
        asked = {"price_id": (await a_price(amount=amount)).id}
    async with client_for(service, a_caller("business", now=NOW)) as client:
        if not asked:
            yearly = {"product_id": own.product_id, "amount": 29000, "currency": "EUR", "interval": "year"}
            asked = {"price_id": (await client.post("/v1/prices", json=yearly)).json()["id"]}
        before = await announced(database)
        allowed = await client.post(f"/v1/subscriptions/{subscription.id}/quotes", json=asked)
        assert allowed.status_code == 201
    async with client_for(service, a_caller(now=NOW)) as client:
        refused = await client.post(f"/customer/subscriptions/{subscription.id}/quotes", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (403, code)
    assert await announced(database) == before
    async with database.session() as session:
        assert [row.id for row in await session.scalars(select(PlanQuoteRow))] == [allowed.json()["id"]]
