"""The invariants of what customers are charged for, and of what they hold."""

import json
from typing import Any

from foyer_operator.invariants import Broken, broken_invariants
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND

Story = dict[str, str]

PERIOD = """
    INSERT INTO subscriptions.charged_periods (
        id, business_id, subscription_id, begun_at, begins, ends, lines, status_before, anchor_before,
        period_start_before, period_end_before, period_number_before, bought_before, pause_credited_before
    )
    SELECT :id, business_id, id, now(), day + make_interval(days => :begins),
           day + make_interval(days => :ends), '[]', 'active', day,
           day + make_interval(days => :start_before), day + make_interval(days => :end_before), 1,
           '{}', false
    FROM subscriptions.subscriptions, (SELECT timestamptz '2026-01-01') AS zero(day)
"""
ENTITLEMENT = """
    INSERT INTO subscriptions.entitlements
        (id, business_id, product_id, kind, name, terms, active, created_at, version)
    VALUES ('ent_1', :business, :product, 'link', 'Community', '{}', true, now(), 1)
"""
GRANT = """
    INSERT INTO subscriptions.grants (
        id, business_id, customer_id, entitlement_id, product_id, kind, name, subscription_id, order_id,
        status, quantity, downloads, period, version
    )
    VALUES (:id, :business, :customer, 'ent_1', :product, 'link', 'Community', :subscription, :order,
            'granted', 1, 0, 1, 1)
"""


async def _charge(system: Installation, id_: str, days: tuple[int, int], *, before: tuple[int, int]) -> None:
    begins, ends = days
    start_before, end_before = before
    await system.sql(
        PERIOD, id=id_, begins=begins, ends=ends, start_before=start_before, end_before=end_before
    )


async def _broken(system: Installation) -> list[Broken]:
    return await broken_invariants(system.url, system.transport)


async def test_two_periods_that_overlap(system: Installation, story: Story) -> None:
    await _charge(system, "per_1", (0, 30), before=(-20, 0))
    assert await _broken(system) == []
    for days, before, first in (
        ((10, 40), (-20, 0), "per_1"),  # Both were begun from the period before.
        ((0, 30), (-20, 0), "per_1"),
        ((-5, 25), (-20, -5), "per_2"),  # The earlier one is the later that was begun.
        ((29, 60), (0, 30), "per_1"),  # Begun from the earlier one, a day before its end.
    ):
        await _charge(system, "per_2", days, before=before)
        second = "per_2" if first == "per_1" else "per_1"
        row = {"subscription": story["subscription"], "period": first, "overlaps": second}
        assert await _broken(system) == [Broken("periods_do_not_overlap", [row])], days
        await system.sql("UPDATE subscriptions.charged_periods SET voided_at = now() WHERE id = 'per_2'")
        assert await _broken(system) == []
        await system.sql("DELETE FROM subscriptions.charged_periods WHERE id = 'per_2'")


async def test_a_period_that_was_cut_off_overlaps_none(system: Installation, story: Story) -> None:
    await _charge(system, "per_1", (0, 30), before=(-20, 0))
    for days, before in (
        ((30, 60), (0, 30)),  # A renewal.
        ((20, 50), (0, 10)),  # After a pause that credited what was left on the tenth day.
        ((25, 55), (5, 25)),  # After another plan, which began on the fifth.
    ):
        await _charge(system, "per_2", days, before=before)
        assert await _broken(system) == [], days
        await system.sql("DELETE FROM subscriptions.charged_periods WHERE id = 'per_2'")


async def test_what_is_held_by_a_subscription(system: Installation, story: Story) -> None:
    row = await _grant(system, story, subscription=story["subscription"])
    set_up = (
        "UPDATE subscriptions.subscriptions"
        " SET status = 'active', customer_id = :ada, items = CAST(:items AS jsonb)"
    )
    (subscription,) = await system.sql("SELECT items::text FROM subscriptions.subscriptions")
    before = {"ada": story["customer"], "items": subscription["items"]}
    for change, holds in (
        ("status = 'active'", True),
        ("status = 'trialing'", True),
        ("status = 'past_due'", True),
        ("status = 'paused'", False),
        ("status = 'suspended'", False),
        ("status = 'canceled'", False),
        ("customer_id = 'cus_other'", False),
        ("items = '[]'", False),
    ):
        await system.sql(set_up, **before)
        await system.sql(f"UPDATE subscriptions.subscriptions SET {change}")  # noqa: S608  Written above.
        broken = [] if holds else [Broken("entitlements_have_a_cause", [row])]
        assert await _broken(system) == broken, change
    await system.sql("UPDATE subscriptions.grants SET status = 'withheld'")
    assert await _broken(system) == []


async def test_what_is_held_by_an_order(system: Installation, story: Story) -> None:
    row = await _grant(system, story, order=story["order"])
    broken = Broken("entitlements_have_a_cause", [row])
    bought = {"paid_version": 2, "reversed_version": 0, "products": {story["product"]: 2}, "refunds": {}}
    for change, holds in (
        ({}, True),
        ({"reversed_version": 1}, True),  # And paid again.
        ({"refunds": {"ref_1": {story["product"]: 1}}}, True),
        ({"refunds": {"ref_1": {story["product"]: 1}, "ref_2": {story["product"]: 1}}}, False),
        ({"reversed_version": 3}, False),
        ({"paid_version": 0}, False),
        ({"products": {"prod_other": 2}}, False),
    ):
        known = json.dumps({**bought, **change})
        await system.sql(
            "UPDATE subscriptions.orders SET (paid_version, reversed_version, products, refunds) = (SELECT"
            " paid_version, reversed_version, products, refunds"
            " FROM jsonb_populate_record(orders, CAST(:known AS jsonb)))",
            known=known,
        )
        assert await _broken(system) == ([] if holds else [broken]), change

    await system.sql(
        "UPDATE subscriptions.orders SET products = jsonb_build_object(CAST(:product AS text), 2)",
        product=story["product"],
    )
    await system.sql("UPDATE invoicing.orders SET status = 'refunded'")  # The owner's word counts, too.
    assert broken in await _broken(system)


async def _grant(system: Installation, story: Story, **source: str) -> dict[str, Any]:
    ids = {"business": NORTHWIND, "product": story["product"]}
    await system.sql(ENTITLEMENT, **ids)
    both = {"subscription": None, "order": None, **source}
    await system.sql(GRANT, id="grant_1", customer=story["customer"], **ids, **both)
    return {"grant": "grant_1", "status": "granted", "product": story["product"], **both}
