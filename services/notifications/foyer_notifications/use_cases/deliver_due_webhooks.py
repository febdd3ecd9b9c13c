"""Send webhooks that are due: claim some, commit, and let each go its way with no transaction open."""

import asyncio
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import SystemRandom

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.notifications import WebhookEndpointStopped
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, SealedWithAnotherKey
from foyer_shared.telemetry.metrics import job_items_failed
from standardwebhooks import Webhook

from foyer_notifications.domain.retry_after import asked_to_wait
from foyer_notifications.domain.webhook_delivery import (
    Outcome,
    WebhookDelivery,
    WebhookEvent,
    after_try,
    begin_try,
)
from foyer_notifications.domain.webhook_endpoint import WebhookEndpoint, after_arrival, after_refusal
from foyer_notifications.gateways.webhook_metrics import attempts, endpoints_stopped
from foyer_notifications.gateways.webhook_post import WebhookPost
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.storage.webhook_events import WebhookEvents

AT_ONCE = 50
"""Webhooks under way in one process; each has few bytes and mostly waits."""

log = structlog.get_logger()


@dataclass(slots=True)
class Courier:
    """What sends. Who waits for a slow endpoint is its own task, and the next round does not wait for it."""

    database: Database
    post: WebhookPost
    seal: Seal
    clock: Callable[[], datetime] = real_now
    chance: Callable[[], float] = SystemRandom().random
    """How much sooner than the longest gap something is tried again."""
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def come_home(self) -> None:
        """Wait until nothing is under way."""
        while self.under_way:
            await asyncio.wait(self.under_way)

    async def stop(self) -> None:
        """Leave what is under way to whoever follows after the lease, and give the connections back."""
        for task in self.under_way:
            task.cancel()
        await self.come_home()
        await self.post.close()


async def deliver_due_webhooks(courier: Courier) -> int:
    """How many have set out. Several processes may do this at once; each delivery is tried by one of them."""
    free = AT_ONCE - len(courier.under_way)
    if free <= 0:
        return 0
    async with courier.database.session() as session:
        deliveries = WebhookDeliveries(session)
        real = courier.clock()
        claimed = [begin_try(due, real) for due in await deliveries.due_for_everyone(real, limit=free)]
        for delivery in claimed:
            await deliveries.save(delivery)
    for delivery in claimed:
        task = asyncio.create_task(_try_guarded(courier, delivery))
        courier.under_way.add(task)
        task.add_done_callback(courier.under_way.discard)
    return len(claimed)


async def _try_guarded(courier: Courier, claimed: WebhookDelivery) -> None:
    try:
        await _try(courier, claimed)
    except Exception as error:  # noqa: BLE001  It is tried again when its lease is over; others go on.
        job_items_failed.labels("notifications", "deliver_due_webhooks").inc()
        stack = "".join(traceback.format_tb(error.__traceback__))
        log.error("webhook_broke", delivery_id=claimed.id, reason=type(error).__name__, stack=stack)  # noqa: TRY400


async def _try(courier: Courier, claimed: WebhookDelivery) -> None:
    scope = Scope(claimed.business_id)
    async with courier.database.session() as session:
        endpoint = await WebhookEndpoints(session).find(scope, claimed.endpoint_id)
        if endpoint is None:
            return
        event = await WebhookEvents(session).get(scope, claimed.event_id)
    try:
        headers = _headers(courier, endpoint, event)
    except SealedWithAnotherKey:
        outcome = Outcome(failure="its secret was sealed with a key that is gone")
    else:
        outcome = await courier.post.send(endpoint.details.url, event.body, headers)
    await _record(courier, claimed, event, outcome)


def _headers(courier: Courier, endpoint: WebhookEndpoint, event: WebhookEvent) -> dict[str, str]:
    """As the Standard Webhooks specification says: one signature for each secret that is valid."""
    real = courier.clock()
    signatures = [
        Webhook(courier.seal.open(secret)).sign(event.id, real, event.body)
        for secret in endpoint.secrets(real)
    ]
    return {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": event.id,
        "webhook-timestamp": str(int(real.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def _record(courier: Courier, claimed: WebhookDelivery, event: WebhookEvent, outcome: Outcome) -> None:
    real = courier.clock()
    origin = Origin(
        scope=Scope(claimed.business_id),
        actor=Actor.system("notifications"),
        now=event.business_time(real),
        causation_id=event.id,
    )
    async with courier.database.work(origin) as work:
        endpoints, deliveries = WebhookEndpoints(work.session), WebhookDeliveries(work.session)
        endpoint = await endpoints.find(work.scope, claimed.endpoint_id, lock=True)
        delivery = await deliveries.find_for_update(work.scope, claimed.id)
        if endpoint is None or delivery is None or delivery.attempts != claimed.attempts:
            return  # It was removed or replayed, or the lease ran out and somebody else has tried since.
        await deliveries.save(after_try(delivery, outcome, real, chance=courier.chance()))
        if outcome.arrived:
            after = after_arrival(endpoint)
        else:
            wait_until = asked_to_wait(outcome.status, outcome.retry_after, real)
            after = after_refusal(endpoint, real, gone=outcome.gone, wait_until=wait_until)
        await endpoints.save(after)
        stopped = after.stopped_because if endpoint.details.enabled else None
        if stopped:
            work.announce(
                WebhookEndpointStopped(
                    webhook_endpoint_id=after.id, url=after.details.url, because=stopped.value
                ),
                subject=after.id,
                version=after.version,
            )
    attempts.labels(_result(outcome)).inc()
    if stopped:
        log.error("webhook_endpoint_stopped", endpoint_id=after.id, because=stopped)
        endpoints_stopped.labels(stopped).inc()


def _result(outcome: Outcome) -> str:
    if outcome.arrived:
        return "arrived"
    return "refused" if outcome.status else "no_answer"
