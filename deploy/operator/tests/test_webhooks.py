"""`foyer webhooks`: what an operator does for endpoints that have failed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foyer_notifications.domain.webhook_delivery import DeliveryState
from foyer_notifications.domain.webhook_endpoint import EndpointDetails, Stop, WebhookEndpoint
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.use_cases.add_webhook_endpoint import add_webhook_endpoint
from foyer_notifications.use_cases.replay_webhook_event import replay_webhook_event
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import an_origin

Foyer = Callable[..., Awaitable[Any]]


@pytest.fixture
async def paid_event(system: Installation, event_of: Callable[..., Awaitable[str]], story: object) -> str:
    """The event that Ada's order was paid."""
    await system.stop()
    return await event_of("invoicing.order.paid")


@pytest.fixture
async def endpoint(system: Installation, paid_event: str) -> WebhookEndpoint:
    """Wants orders, has been given up on once, and was stopped for failing."""
    details = EndpointDetails(
        url="https://shop.example/foyer", events=("order.*",), description="", ordered=True, enabled=True
    )
    async with system.databases["notifications"].work(an_origin()) as work:
        made, _ = await add_webhook_endpoint(work, Seal([new_seal_key()]), details)
        waits = await replay_webhook_event(work, made.id, paid_event)
        given_up = replace(
            waits, state=DeliveryState.FAILED, attempts=9, next_try_at=None, failure="no answer in time"
        )
        await WebhookDeliveries(work.session).save(given_up)
        stopped = replace(
            made,
            details=replace(details, enabled=False),
            stopped_because=Stop.FAILING,
            failing_since=real_now() - timedelta(days=5),
        )
        await WebhookEndpoints(work.session).save(stopped)
        return stopped


async def test_a_stopped_endpoint_is_found_started_and_has_what_it_missed(
    foyer: Foyer, paid_event: str, endpoint: WebhookEndpoint
) -> None:
    [line] = (await foyer("webhooks", "list", "--json")).json
    assert line["failing_since"] is not None
    assert {name: line[name] for name in ("id", "url", "events", "enabled", "stopped_because")} == {
        "id": endpoint.id,
        "url": "https://shop.example/foyer",
        "events": ["order.*"],
        "enabled": False,
        "stopped_because": "failing",
    }
    failed = await foyer("webhooks", "deliveries", endpoint.id, "--state", "failed")
    assert paid_event in failed.out
    assert "no answer in time" in failed.out

    off = await foyer("webhooks", "replay", endpoint.id, "--failed")
    assert (off.code, off.err.strip()) == (
        2,
        f"{endpoint.id}: This endpoint is switched off. Switch it on first.",
    )
    assert (await foyer("webhooks", "enable", endpoint.id)).out.strip() == f"{endpoint.id} is on."
    [line] = (await foyer("webhooks", "list", "--json")).json
    assert (line["enabled"], line["stopped_because"], line["failing_since"]) == (True, None, None)

    for which, many in ((("--failed",), "1 event goes"), ((paid_event,), "1 event goes")):
        again = await foyer("webhooks", "replay", endpoint.id, *which)
        assert (again.code, again.out.strip()) == (0, f"{many} to {endpoint.id} once more.")
        [delivery] = (await foyer("webhooks", "deliveries", endpoint.id, "--json")).json
        assert (delivery["event_id"], delivery["state"], delivery["attempts"]) == (paid_event, "waiting", 0)
    assert (await foyer("webhooks", "deliveries", endpoint.id, "--state", "failed", "--json")).json == []


async def test_all_that_it_wanted_since_a_moment_goes_in_order(
    foyer: Foyer, system: Installation, paid_event: str, endpoint: WebhookEndpoint
) -> None:
    await foyer("webhooks", "enable", endpoint.id)
    orders = await system.sql(
        "SELECT id, recorded_at FROM notifications.webhook_events WHERE type LIKE 'order.%'"
        " ORDER BY recorded_at, id"
    )
    since = orders[0]["recorded_at"].isoformat()
    said = await foyer("webhooks", "replay", endpoint.id, "--since", since)
    assert said.out.strip() == f"{len(orders)} events go to {endpoint.id} once more."
    rows = await system.sql("SELECT event_id FROM notifications.webhook_deliveries ORDER BY position")
    assert [row["event_id"] for row in rows] == [order["id"] for order in orders]
    assert paid_event in {order["id"] for order in orders}
    later = (orders[-1]["recorded_at"] + timedelta(microseconds=1)).isoformat()
    said = await foyer("webhooks", "replay", endpoint.id, "--since", later)
    assert said.out.strip() == f"0 events go to {endpoint.id} once more."


async def test_what_cannot_be_done_is_one_line_and_changes_nothing(
    foyer: Foyer, paid_event: str, endpoint: WebhookEndpoint
) -> None:
    await foyer("webhooks", "enable", endpoint.id)
    before = (await foyer("webhooks", "deliveries", endpoint.id, "--json")).json
    for words, line in (
        (("enable", "whe_none"), "whe_none: It is not there."),
        (("replay", endpoint.id), "Say which events: their ids, --failed or --since."),
        (
            ("replay", endpoint.id, paid_event, "--failed"),
            "Say which events: their ids, --failed or --since.",
        ),
        (
            ("replay", endpoint.id, "--since", "noon"),
            "--since: 'noon' is no time; write 2026-03-10T09:30Z.",
        ),
        (
            ("replay", endpoint.id, paid_event, "evt_none"),
            f"{endpoint.id}: There is no such event, or it is older than 30 days.",
        ),
    ):
        said = await foyer("webhooks", *words)
        assert (said.code, said.err.strip()) == (2, line)
    assert (await foyer("webhooks", "deliveries", endpoint.id, "--json")).json == before
