"""`foyer announce`: readers have what their owner has again, and take it for nothing else."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_operator import announcing
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND

Foyer = Callable[..., Awaitable[Any]]
Story = dict[str, str]
SERVICES = "subscriptions, invoicing, payments, support, notifications, portal-bff"
OWNERS = "portal-bff, subscriptions, invoicing"
BOTH = pytest.mark.parametrize("bus", ["in_process", "rabbitmq"])

EVERYTHING_ELSE = {
    "mails": "SELECT id FROM notifications.messages ORDER BY 1",
    "history": "SELECT event_id FROM portal.history ORDER BY 1",
    "logins": "SELECT login_id, customer_id FROM portal.memberships ORDER BY 1",
    "subscriptions": "SELECT id, status, version FROM subscriptions.subscriptions ORDER BY 1",
}
OUTBOXES = """
    SELECT routing_key, convert_from(body, 'UTF8')::jsonb ->> 'subjectversion' AS version,
           convert_from(body, 'UTF8')::jsonb ->> 'actor' AS actor
    FROM {}.outbox WHERE convert_from(body, 'UTF8')::jsonb ->> 'reannounced' = 'true' ORDER BY 1
"""


async def _everything_else(system: Installation) -> dict[str, list[dict[str, Any]]]:
    return {name: await system.sql(query) for name, query in EVERYTHING_ELSE.items()}


@BOTH
async def test_lost_and_old_copies_of_customers_are_what_invoicing_has(
    foyer: Foyer, system: Installation, story: Story
) -> None:
    before = await _everything_else(system)
    await system.sql("UPDATE invoicing.customers SET name = 'Ada King', version = 3")
    await system.sql("DELETE FROM notifications.customers")
    await system.sql("UPDATE support.customers SET name = 'Ada Byron', version = 2")
    assert (await foyer("invariants", "--wait", "0")).code == 1

    said = await foyer("announce", "invoicing")
    assert (said.code, said.err) == (0, "")
    assert said.out == "invoicing tells again of 1 customers as soon as one of its workers runs.\n"
    await system.settle()
    assert (await foyer("invariants", "--wait", "0")).code == 0
    assert await system.sql(OUTBOXES.format("invoicing")) == [
        {"routing_key": "invoicing.customer.updated", "version": "3", "actor": "system:operator"}
    ]
    assert await _everything_else(system) == before


async def test_a_column_that_came_later_is_filled(foyer: Foyer, system: Installation, story: Story) -> None:
    await system.sql("UPDATE portal.customers SET company = 'the default of a migration'")
    await foyer("announce", "invoicing")
    await system.settle()
    assert await system.sql("SELECT company, version FROM portal.customers") == [
        {"company": None, "version": 1}
    ]


async def test_a_newer_copy_is_left_alone(foyer: Foyer, system: Installation, story: Story) -> None:
    await system.sql("UPDATE support.customers SET name = 'Newer', version = 2")
    await foyer("announce", "invoicing")
    await system.settle()
    assert await system.sql("SELECT name, version FROM support.customers") == [
        {"name": "Newer", "version": 2}
    ]


async def test_all_readers_have_their_businesses_again(
    foyer: Foyer, system: Installation, story: Story
) -> None:
    before = await _everything_else(system)
    for reader in ("subscriptions", "invoicing", "payments", "support", "notifications"):
        await system.sql(f"DELETE FROM {reader}.businesses")  # noqa: S608
    said = await foyer("announce", "portal-bff", "--business", NORTHWIND)
    assert said.out == "portal-bff tells again of 1 businesses as soon as one of its workers runs.\n"
    await system.settle()
    assert (await foyer("invariants", "--wait", "0")).code == 0
    assert await _everything_else(system) == before


async def test_the_catalogue_is_told_again_in_batches(
    foyer: Foyer, system: Installation, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    await system.sql(
        """
        INSERT INTO subscriptions.products SELECT (jsonb_populate_record(
            products, jsonb_build_object('id', 'prod_' || number, 'version', number)
        )).* FROM subscriptions.products, generate_series(1, 4) AS number
        """
    )
    monkeypatch.setattr(announcing, "BATCH", 2)
    said = await foyer("announce", "subscriptions")
    assert said.out == (
        "subscriptions tells again of 5 products as soon as one of its workers runs.\n"
        "subscriptions tells again of 1 prices as soon as one of its workers runs.\n"
    )
    await system.settle()
    told = [
        (row["routing_key"], row["version"]) for row in await system.sql(OUTBOXES.format("subscriptions"))
    ]
    assert sorted(told) == [
        ("subscriptions.price.created", "1"),
        *[("subscriptions.product.updated", version) for version in ("1", "1", "2", "3", "4")],
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("billing",), f"There is no service 'billing': {SERVICES}."),
        (("support",), f"Nothing of support is copied by others; {OWNERS} can announce."),
        (("invoicing", "--business", "biz_none"), "There is no business 'biz_none'."),
    ],
)
async def test_a_mistake_is_one_line(
    foyer: Foyer, system: Installation, arguments: tuple[str, ...], line: str
) -> None:
    said = await foyer("announce", *arguments)
    assert (said.code, said.out, said.err) == (2, "", f"{line}\n")
