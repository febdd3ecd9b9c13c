"""`foyer outbox`: how outboxes stand, and sending events once more."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.testing.installation import Installation

Foyer = Callable[..., Awaitable[Any]]
EventOf = Callable[[str], Awaitable[str]]
Story = dict[str, str]
PAUSED = "subscriptions.subscription.paused"
SENT = {"subscriptions": 4, "invoicing": 6, "payments": 0, "support": 1, "notifications": 0, "portal-bff": 1}
"""The story's events; notifications tells of mails when a job sends them, which these tests do not run."""


async def _unsent(system: Installation, service: str = "subscriptions") -> set[str]:
    rows = await system.sql(f"SELECT routing_key FROM {service}.outbox WHERE sent_at IS NULL")  # noqa: S608
    return {row["routing_key"] for row in rows}


async def test_status_of_each_service(
    foyer: Foyer, system: Installation, story: Story, event_of: EventOf
) -> None:
    await system.stop()
    await system.sql(
        "UPDATE subscriptions.outbox SET sent_at = NULL, recorded_at = now() - interval '3 hours 5 minutes' "
        "WHERE routing_key = :key",
        key=PAUSED,
    )
    await system.sql(
        "UPDATE support.outbox SET sent_at = NULL, set_aside = 'too large', recorded_at = '2026-03-10 09:30Z'"
    )
    await system.sql("UPDATE portal.outbox SET sent_at = now() - interval '2 hours'")
    services = {each["service"]: each for each in (await foyer("outbox", "status", "--json")).json}
    assert list(services) == list(SENT)
    assert {name: each["unsent"] for name, each in services.items()} == dict.fromkeys(SENT, 0) | {
        "subscriptions": 1
    }
    assert 11_100 <= services["subscriptions"]["oldest_seconds"] < 11_160
    assert services["invoicing"]["oldest_seconds"] is None
    assert {name: each["sent_last_hour"] for name, each in services.items()} == {
        "subscriptions": 4,
        "invoicing": 6,
        "payments": 0,
        "support": 0,
        "notifications": 3,
        "portal-bff": 0,
    }
    aside = {
        "id": await event_of("support.ticket.opened"),
        "event": "support.ticket.opened",
        "recorded_at": "2026-03-10T09:30:00Z",
        "reason": "too large",
    }
    assert services["support"]["set_aside"] == [aside]

    lines = (await foyer("outbox", "status")).lines
    assert lines[1] == ["subscriptions", "1", "3", "h", "5", "min", "0", "4"]
    assert lines[2] == ["invoicing", "0", "-", "0", "6"]
    assert lines[8:] == [
        ["Set", "aside:"],
        ["service", "id", "event", "recorded", "at", "reason"],
        ["support", aside["id"], "support.ticket.opened", "2026-03-10T09:30:00Z", "too", "large"],
    ]


NOW = datetime.now(UTC)
"""The readers' inboxes forget, so that only what is not old is sent again: these tests are about today."""


def _ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


OTHERS = {
    "subscriptions.product.created",
    "subscriptions.price.created",
    "subscriptions.subscription.created",
    "subscriptions.subscription.period_started",
}


@pytest.mark.parametrize(
    ("choice", "again"),
    [
        (("--type", "subscription.paused"), {PAUSED}),
        (("--since", _ago(3), "--until", _ago(1)), {PAUSED}),
        (("--since", _ago(1)), OTHERS),
        (("--since", _ago(3)), OTHERS | {PAUSED}),
        (("--since", _ago(1), "--type", "price.created"), {"subscriptions.price.created"}),
        (("--until", _ago(3)), set()),
        (("--set-aside",), set()),
    ],
)
async def test_the_chosen_events_are_sent_again_and_nothing_comes_of_it(
    foyer: Foyer, system: Installation, story: Story, choice: tuple[str, ...], again: set[str]
) -> None:
    await system.stop()
    await system.sql(
        "UPDATE subscriptions.outbox SET recorded_at = now() - interval '2 days' WHERE routing_key = :key",
        key=PAUSED,
    )
    events = "1 event" if len(again) == 1 else f"{len(again)} events"
    dry = await foyer("outbox", "replay", "subscriptions", *choice, "--dry-run")
    assert (dry.code, dry.out) == (0, f"Would send {events} of subscriptions again.\n")
    assert await _unsent(system) == set()

    said = await foyer("outbox", "replay", "subscriptions", *choice)
    assert said.out == f"subscriptions sends {events} again as soon as one of its workers runs.\n"
    assert await _unsent(system) == again

    await system.start()
    await system.settle()
    assert await _unsent(system) == set()
    assert (await foyer("invariants", "--wait", "0")).code == 0


async def test_one_event_by_its_id_also_when_it_was_set_aside(
    foyer: Foyer, system: Installation, story: Story, event_of: EventOf
) -> None:
    await system.stop()
    event = await event_of(PAUSED)
    refused = "UPDATE subscriptions.outbox SET sent_at = NULL, set_aside = 'x' WHERE message_id = :event"
    for choice in (["--id", event], ["--set-aside"]):
        await system.sql(refused, event=event)
        assert (await foyer("outbox", "replay", "subscriptions", *choice)).code == 0
        rows = await system.sql("SELECT message_id FROM subscriptions.outbox WHERE set_aside IS NOT NULL")
        assert (rows, await _unsent(system)) == ([], {PAUSED})


async def test_what_an_inbox_may_have_forgotten_is_left_alone(
    foyer: Foyer, system: Installation, story: Story
) -> None:
    await system.stop()
    await system.sql(
        "UPDATE subscriptions.outbox SET recorded_at = now() - interval '29 days' WHERE routing_key = :key",
        key=PAUSED,
    )
    assert (await foyer("outbox", "replay", "subscriptions", "--since", _ago(60))).code == 0
    assert await _unsent(system) == OTHERS


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--id", "evt_none"), "The outbox of subscriptions has no event 'evt_none'."),
        ((), "Say which events: --id, --since, --until, --type or --set-aside."),
        (("--since", "noon"), "--since: 'noon' is no time; write 2026-03-10T09:30Z."),
    ],
)
async def test_a_mistake_is_one_line_and_changes_nothing(
    foyer: Foyer, system: Installation, story: Story, arguments: tuple[str, ...], line: str
) -> None:
    said = await foyer("outbox", "replay", "subscriptions", *arguments)
    assert (said.code, said.out, said.err) == (2, "", f"{line}\n")
    assert await _unsent(system) == set()
