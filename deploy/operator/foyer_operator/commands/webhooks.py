"""Looks after webhook endpoints from a terminal: what became of deliveries, and sending once more."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import typer
from foyer_notifications.domain.webhook_delivery import DeliveryState, WebhookDelivery
from foyer_notifications.domain.webhook_endpoint import WebhookEndpoint
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.storage.webhook_events import WebhookEvents
from foyer_notifications.use_cases.change_webhook_endpoint import change_webhook_endpoint
from foyer_notifications.use_cases.replay_webhook_event import replay_webhook_event
from foyer_shared.storage.work import Work

from foyer_operator.moments import moment
from foyer_operator.on_businesses import AsJson, OfBusiness, in_each, on_the_one
from foyer_operator.output import print_records, say
from foyer_operator.system import CannotOperate

app = typer.Typer(help="Webhook endpoints: list, deliveries, replay, enable.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="The endpoint's id.")]

_AT_A_TIME = 500


@app.command("list")
def list_endpoints(business: OfBusiness = None, as_json: AsJson = False) -> None:
    """All endpoints, with what stopped them and since when they fail."""

    async def read(work: Work) -> list[WebhookEndpoint]:
        return await WebhookEndpoints(work.session).list_page(work.scope, before=None, limit=_AT_A_TIME)

    found = [_line(endpoint) for endpoint in in_each("notifications", business, read)]
    print_records(found, as_json=as_json, when_empty="There are no webhook endpoints.")


@app.command()
def deliveries(
    which: Which,
    state: Annotated[DeliveryState | None, typer.Option(help="[default: all]")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: AsJson = False,
) -> None:
    """What became of the events for an endpoint, the newest first, of the last 30 days."""

    async def read(work: Work, endpoint: WebhookEndpoint) -> list[WebhookDelivery]:
        return await WebhookDeliveries(work.session).list_page(
            work.scope, endpoint.id, before=None, limit=limit, state=state
        )

    found = [_delivery_line(delivery) for delivery in _on(which, read)]
    print_records(found, as_json=as_json, when_empty="There are no such deliveries.")


@app.command()
def replay(
    which: Which,
    events: Annotated[list[str] | None, typer.Argument(help="The ids of events.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that were given up.")] = False,
    since: Annotated[
        str | None, typer.Option(help="All that it wants of what arrived from then on, as 2026-03-10T09:30Z.")
    ] = None,
) -> None:
    """Send events of the last 30 days once more, the oldest first; their ids stay the same."""
    after = moment("--since", since)
    if [bool(events), failed, after is not None].count(True) != 1:
        raise CannotOperate("Say which events: their ids, --failed or --since.")

    async def do(work: Work, endpoint: WebhookEndpoint) -> int:
        chosen = list(events or ())
        if failed:
            chosen = await _failed(work, endpoint)
        elif after is not None:
            chosen = await _since(work, endpoint, after)
        for event_id in chosen:
            await replay_webhook_event(work, endpoint.id, event_id)
        return len(chosen)

    many = _on(which, do)
    say(f"{'1 event goes' if many == 1 else f'{many} events go'} to {which} once more.")


@app.command()
def enable(which: Which) -> None:
    """Send to an endpoint again that was stopped or switched off; what waits for it goes first."""

    async def do(work: Work, endpoint: WebhookEndpoint) -> None:
        await change_webhook_endpoint(work, endpoint.id, replace(endpoint.details, enabled=True))

    _on(which, do)
    say(f"{which} is on.")


def _on(which: str, do: Callable[[Work, WebhookEndpoint], Awaitable[Any]]) -> Any:
    async def find(work: Work) -> list[WebhookEndpoint]:
        found = await WebhookEndpoints(work.session).find(work.scope, which)
        return [found] if found else []

    return on_the_one("notifications", which, None, find, do)


async def _failed(work: Work, endpoint: WebhookEndpoint) -> list[str]:
    stored, found, before = WebhookDeliveries(work.session), list[WebhookDelivery](), None
    while page := await stored.list_page(
        work.scope, endpoint.id, before=before, limit=_AT_A_TIME, state=DeliveryState.FAILED
    ):
        found += page
        before = page[-1].id
    return [delivery.event_id for delivery in reversed(found)]


async def _since(work: Work, endpoint: WebhookEndpoint, after: datetime) -> list[str]:
    arrived = await WebhookEvents(work.session).arrived_since(work.scope, after)
    return [event_id for event_id, event_type in arrived if endpoint.wants(event_type)]


def _line(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": endpoint.id,
        "business_id": endpoint.business_id,
        "url": endpoint.details.url,
        "events": list(endpoint.details.events),
        "enabled": endpoint.details.enabled,
        "stopped_because": str(endpoint.stopped_because) if endpoint.stopped_because else None,
        "failing_since": endpoint.failing_since,
    }


def _delivery_line(delivery: WebhookDelivery) -> dict[str, Any]:
    return {
        "event_id": delivery.event_id,
        "type": delivery.event_type,
        "state": str(delivery.state),
        "attempts": delivery.attempts,
        "answer": delivery.failure or delivery.status,
        "next_try_at": delivery.next_try_at,
        "created_at": delivery.created_at,
    }
