"""A message that its reader cannot handle, for a cause that stands in the database until it is removed."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

import httpx
import psycopg
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
from foyer_shared.messaging.topology import Topology
from psycopg.sql import SQL, Composed, Literal

from tests.e2e.faults.fleet import LONGEST_ANSWER, Fleet, Part
from tests.e2e.planting import rows

QUICK = (1, 2, 4, 20)
"""Seconds between tries, in the place of 1, 5, 30 and 120; others have the last ones to pass."""


@contextmanager
def no_mail_of_a_pause_for(fleet: Fleet, customer_id: str) -> Iterator[None]:
    """Notifications' database refuses it as long as the block goes on."""
    _do(
        fleet,
        SQL(
            "ALTER TABLE notifications.messages ADD CONSTRAINT planted"
            " CHECK (kind <> 'subscription_paused' OR customer_id <> {}) NOT VALID"
        ).format(Literal(customer_id)),
    )
    try:
        yield
    finally:
        _do(fleet, SQL("ALTER TABLE notifications.messages DROP CONSTRAINT planted"))


def quick_delays(node: LocalRabbitMQ, reader: str) -> None:
    """The reader's failed tries come again sooner, from now on; its own queues and code stay as they are.

    Of a queue's own limit and a policy's the lower one counts.
    """
    policies = [
        {
            "vhost": "/",
            "name": queue,
            "pattern": f"^{re.escape(queue)}$",
            "apply-to": "queues",
            "definition": {"message-ttl": most * 1000},
            "priority": 0,
        }
        for queue, most in zip(Topology().delay_queues(reader), QUICK, strict=True)
    ]
    definitions = node.folder / "definitions.json"
    definitions.write_text(json.dumps({"policies": policies}))
    node.ask("import_definitions", str(definitions))


def active_subscriptions(fleet: Fleet) -> list[dict[str, Any]]:
    """The first hundred, less those that are not active."""
    with _business_api(fleet) as client:
        page = client.get("/subscriptions", params={"limit": 100}).raise_for_status().json()
    return [each for each in page["data"] if each["status"] == "active"]


def pause(fleet: Fleet, subscription_id: str) -> None:
    """At once."""
    with _business_api(fleet) as client:
        client.post(f"/subscriptions/{subscription_id}/pause", json={"when": "now"}).raise_for_status()


def effects(fleet: Fleet, event: str) -> Mapping[str, int]:
    """How many mails and history lines came of an event."""
    query = SQL(
        "SELECT (SELECT count(*) FROM notifications.messages WHERE cause = %s) AS mails,"
        " (SELECT count(*) FROM portal.history WHERE event_id = %s) AS lines"
    )
    (row,) = rows(fleet.database_url, query, event, event)
    return row


def failed_tries(part: Part, event: str) -> list[dict[str, Any]]:
    """What the process has logged of an event's failed tries, in their order."""
    lines = (json.loads(line) for line in part.log.read_text().splitlines() if '"event_failed"' in line)
    return [line for line in lines if line["event_id"] == event]


def gaps(tries: Sequence[Mapping[str, Any]]) -> list[float]:
    """Seconds between them."""
    times = [datetime.fromisoformat(each["timestamp"]).timestamp() for each in tries]
    return [later - earlier for earlier, later in pairwise(times)]


def _business_api(fleet: Fleet) -> httpx.Client:
    headers = {"Authorization": f"Bearer {fleet.api_key}"}
    return httpx.Client(base_url=f"{fleet.url}/v1", headers=headers, timeout=LONGEST_ANSWER)


def _do(fleet: Fleet, statement: SQL | Composed) -> None:
    with psycopg.connect(fleet.database_url, connect_timeout=10) as connection:
        connection.execute(statement)
