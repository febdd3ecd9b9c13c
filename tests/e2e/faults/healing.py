"""After a fault: waiting until everything has arrived, and the check that nothing was lost or done twice."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from foyer_operator.invariants import Broken, broken_invariants
from foyer_shared.messaging.transport import Transport, TransportAway
from foyer_shared.storage.migrations import metadata_of
from psycopg.sql import SQL, Identifier

from tests.e2e.faults.fleet import Fleet
from tests.e2e.faults.seeds import IS_LONG
from tests.e2e.planting import PATIENCE, rows
from tests.e2e.waiting import wait_for


def wait_until_healed(fleet: Fleet) -> None:
    """Everything has arrived, and every invariant holds; nothing lies among the dead letters."""
    _wait_until_quiet(fleet)
    wait_until_whole(fleet.database_url, fleet.transport)
    _wait_until_quiet(fleet)


def wait_until_whole(database_url: str, transport: Callable[[], Transport]) -> None:
    """Every invariant holds, the mails included that a job sends."""
    end = time.monotonic() + PATIENCE
    while broken := _broken(database_url, transport):
        assert time.monotonic() < end, "\n".join(map(str, broken))
        time.sleep(0.5)


def end_leases(database_url: str) -> None:
    """Whoever sent mail was killed: in the short form, as if two minutes had passed since it took any."""
    if not IS_LONG:
        query = SQL(
            "UPDATE notifications.messages SET next_try_at = now() WHERE state = 'sending' RETURNING id"
        )
        rows(database_url, query)


def count_paused(database_url: str) -> int:
    """How many pauses subscriptions has announced."""
    return len(paused_events(database_url))


def paused_events(database_url: str) -> set[str]:
    """The ids of what subscriptions has announced of pauses."""
    query = SQL("SELECT message_id FROM subscriptions.outbox WHERE routing_key = %s")
    return {row["message_id"] for row in rows(database_url, query, "subscriptions.subscription.paused")}


def outbox_rows(database_url: str, message_ids: Sequence[str]) -> list[dict[str, Any]]:
    """What subscriptions' outbox says of these messages."""
    query = SQL("SELECT attempts, sent_at FROM subscriptions.outbox WHERE message_id = ANY(%s)")
    return rows(database_url, query, list(message_ids))


def count_untried(database_url: str) -> int:
    """How many events no relay of subscriptions has touched."""
    query = SQL("SELECT count(*) FROM subscriptions.outbox WHERE sent_at IS NULL AND attempts = 0")
    (row,) = rows(database_url, query)
    return int(row["count"])


def relay_backends(database_url: str) -> list[int]:
    """Postgres's process for each relay of subscriptions that holds the lock; there can be one at most."""
    key = SQL("hashtext('foyer relay subscriptions')::bigint & 4294967295")
    query = SQL("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid::bigint = {}")
    return [row["pid"] for row in rows(database_url, query.format(key))]


def count_handled(database_url: str, service: str, message_ids: Sequence[str]) -> int:
    """How many of these messages the service has in its inbox."""
    inbox = Identifier(str(metadata_of(service).schema), "inbox")
    query = SQL("SELECT count(*) FROM {} WHERE message_id = ANY(%s)").format(inbox)
    (row,) = rows(database_url, query, list(message_ids))
    return int(row["count"])


def _broken(database_url: str, transport: Callable[[], Transport]) -> Sequence[object]:
    try:
        return asyncio.run(_broken_invariants(database_url, transport))
    except TransportAway as away:  # A busy one does not answer in time.
        return [away]


async def _broken_invariants(database_url: str, transport: Callable[[], Transport]) -> list[Broken]:
    bus = transport()
    try:
        return await broken_invariants(database_url, bus)
    finally:
        await bus.stop()


def _wait_until_quiet(fleet: Fleet) -> None:
    wait_for(lambda: _is_quiet(fleet) and _is_quiet(fleet), "everything to arrive", seconds=PATIENCE)


def _is_quiet(fleet: Fleet) -> bool:
    backlogs = fleet.backlogs()
    assert [backlog for backlog in backlogs if backlog.get("dead")] == []
    return not any(
        backlog.get("unknown") or backlog["outbox"] or backlog["queue"] or backlog["in_flight"]
        for backlog in backlogs
    )
