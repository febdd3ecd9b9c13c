"""Webhooks: where a business wants to hear of events, what became of each, and the events themselves."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import JSONResponse
from foyer_shared.contracts.catalogue import all_events
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_notifications.domain.webhook_address import checked_url
from foyer_notifications.domain.webhook_delivery import DeliveryState, WebhookDelivery, WebhookEvent
from foyer_notifications.domain.webhook_endpoint import EndpointDetails, Stop, WebhookEndpoint
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.storage.webhook_events import WebhookEvents
from foyer_notifications.use_cases.add_webhook_endpoint import add_webhook_endpoint
from foyer_notifications.use_cases.change_webhook_endpoint import change_webhook_endpoint
from foyer_notifications.use_cases.ping_webhook_endpoint import ping_webhook_endpoint
from foyer_notifications.use_cases.remove_webhook_endpoint import remove_webhook_endpoint
from foyer_notifications.use_cases.replay_webhook_event import replay_webhook_event
from foyer_notifications.use_cases.rotate_webhook_secret import rotate_webhook_secret

Reader = Annotated[Door, Depends(business_door("notifications:read"))]
Writer = Annotated[Door, Depends(business_door("notifications:write"))]
Id = Annotated[str, Path(max_length=64)]

_LONG = 2100


class EndpointBody(Body):
    """An endpoint, whole. `events` are types, or patterns such as `invoice.*`; `*` is all."""

    model_config = showing({"url": "https://shop.example/foyer", "events": ["invoice.*", "order.paid"]})

    url: str = Field(max_length=_LONG)
    events: tuple[Annotated[str, Field(max_length=100)], ...] = Field(
        default=("*",), min_length=1, max_length=200
    )
    description: str = Field(default="", max_length=200)
    ordered: bool = False
    enabled: bool = True

    def details(self, *, allow_private: bool) -> EndpointDetails:
        """What the use cases take. Raises what `checked_url` raises, WebhookFilterUnknown."""
        return EndpointDetails(
            url=checked_url(self.url, allow_private=allow_private),
            events=self.events,
            description=self.description,
            ordered=self.ordered,
            enabled=self.enabled,
        ).checked(event.type for event in all_events().values() if event.public)


class ReplayBody(Body):
    """Which event is to go once more."""

    model_config = showing({"event_id": "evt_01k6"})

    event_id: str = Field(max_length=64)


class EndpointAnswer(Answer):
    """An endpoint. `failing_since` is its first failure after its last success. Nothing is sent
    before `left_alone_until`, as its server has asked by Retry-After. All moments are real.
    """

    id: str
    url: str
    events: tuple[str, ...]
    description: str
    ordered: bool
    enabled: bool
    stopped_because: Stop | None
    failing_since: datetime | None
    left_alone_until: datetime | None
    secret_before_until: datetime | None
    created_at: datetime


class DeliveryAnswer(Answer):
    """An event on its way to an endpoint, with the last try: the answer's status and how it began, or why
    there was none. All moments are real.
    """

    id: str
    event_id: str
    type: str
    state: DeliveryState
    attempts: int
    response_status: int | None
    response_body: str
    failure: str | None
    next_try_at: datetime | None
    created_at: datetime
    ended_at: datetime | None


class EventAnswer(Answer):
    """An event as it goes out by webhook, in the form of CloudEvents."""

    id: str
    type: str
    event: dict[str, Any]


def webhooks_router(seal: Seal, *, allow_private: bool) -> APIRouter:  # noqa: C901  Ten short doors.
    """The doors; the seal is for the secrets."""
    router = APIRouter(prefix="/v1")

    @router.get("/webhook-endpoints")
    async def list_endpoints(door: Reader, paging: Paging) -> Page[EndpointAnswer]:
        """The newest first."""
        async with door.reading() as work:
            found = await WebhookEndpoints(work.session).list_page(
                work.scope, before=paging.after, limit=paging.one_more
            )
        return paging.page(found, key=lambda endpoint: endpoint.id, answer=_endpoint)

    @router.post("/webhook-endpoints", status_code=201, response_model=EndpointAnswer)
    async def add_endpoint(body: EndpointBody, door: Writer) -> Response:
        """Its secret is in this answer as `secret` and nowhere else: a repeat with the same Idempotency-Key
        answers without it.
        """
        details = body.details(allow_private=allow_private)
        secret = ""

        async def effect(work: Work) -> EndpointAnswer:
            nonlocal secret
            endpoint, secret = await add_webhook_endpoint(work, seal, details)
            return _endpoint(endpoint)

        return _with_secret(await door.once(effect, status=201), secret)

    @router.get("/webhook-endpoints/{endpoint_id}")
    async def read_endpoint(endpoint_id: Id, door: Reader) -> EndpointAnswer:
        """One endpoint."""
        async with door.reading() as work:
            return _endpoint(await WebhookEndpoints(work.session).get(work.scope, endpoint_id))

    @router.put("/webhook-endpoints/{endpoint_id}", response_model=EndpointAnswer)
    async def change_endpoint(endpoint_id: Id, body: EndpointBody, door: Writer) -> Response:
        """Change it, or switch it off or on. What waits is sent when it is on again."""
        details = body.details(allow_private=allow_private)

        async def effect(work: Work) -> EndpointAnswer:
            return _endpoint(await change_webhook_endpoint(work, endpoint_id, details))

        return await door.once(effect)

    @router.delete("/webhook-endpoints/{endpoint_id}", response_model=EndpointAnswer)
    async def remove_endpoint(endpoint_id: Id, door: Writer) -> Response:
        """Send nothing there any more, and forget what was sent."""

        async def effect(work: Work) -> EndpointAnswer:
            return _endpoint(await remove_webhook_endpoint(work, endpoint_id))

        return await door.once(effect)

    @router.post("/webhook-endpoints/{endpoint_id}/secret", response_model=EndpointAnswer)
    async def rotate_secret(endpoint_id: Id, door: Writer) -> Response:
        """A new secret, told as when the endpoint was made. For 24 hours the one before signs too."""
        secret = ""

        async def effect(work: Work) -> EndpointAnswer:
            nonlocal secret
            endpoint, secret = await rotate_webhook_secret(work, seal, endpoint_id)
            return _endpoint(endpoint)

        return _with_secret(await door.once(effect), secret)

    @router.post("/webhook-endpoints/{endpoint_id}/ping", status_code=202, response_model=DeliveryAnswer)
    async def ping(endpoint_id: Id, door: Writer) -> Response:
        """Send an event of type `ping`, to try it out."""

        async def effect(work: Work) -> DeliveryAnswer:
            return _delivery(await ping_webhook_endpoint(work, endpoint_id))

        return await door.once(effect, status=202)

    @router.post("/webhook-endpoints/{endpoint_id}/replay", status_code=202, response_model=DeliveryAnswer)
    async def replay(endpoint_id: Id, body: ReplayBody, door: Writer) -> Response:
        """Send an event of the last 30 days once more, whatever the endpoint's filter."""

        async def effect(work: Work) -> DeliveryAnswer:
            return _delivery(await replay_webhook_event(work, endpoint_id, body.event_id))

        return await door.once(effect, status=202)

    @router.get("/webhook-endpoints/{endpoint_id}/deliveries")
    async def list_deliveries(
        endpoint_id: Id, door: Reader, paging: Paging, state: DeliveryState | None = None
    ) -> Page[DeliveryAnswer]:
        """The newest first, of the last 30 days, in any state or in one."""
        async with door.reading() as work:
            await WebhookEndpoints(work.session).get(work.scope, endpoint_id)
            found = await WebhookDeliveries(work.session).list_page(
                work.scope, endpoint_id, before=paging.after, limit=paging.one_more, state=state
            )
        return paging.page(found, key=lambda delivery: delivery.id, answer=_delivery)

    @router.get("/events")
    async def list_events(
        door: Reader,
        paging: Paging,
        event_type: Annotated[str | None, Query(alias="type", max_length=100)] = None,
    ) -> Page[EventAnswer]:
        """What has happened in the last 30 days, the newest first; of all types or of one."""
        async with door.reading() as work:
            found = await WebhookEvents(work.session).list_page(
                work.scope, before=paging.after, limit=paging.one_more, event_type=event_type
            )
        return paging.page(found, key=lambda event: event.id, answer=_event)

    return router


def _with_secret(answer: JSONResponse, secret: str) -> JSONResponse:
    if not secret:
        return answer
    return JSONResponse(json.loads(bytes(answer.body)) | {"secret": secret}, answer.status_code)


def _endpoint(endpoint: WebhookEndpoint) -> EndpointAnswer:
    details = endpoint.details
    return EndpointAnswer(
        id=endpoint.id,
        url=details.url,
        events=details.events,
        description=details.description,
        ordered=details.ordered,
        enabled=details.enabled,
        stopped_because=endpoint.stopped_because,
        failing_since=endpoint.failing_since,
        left_alone_until=endpoint.left_alone_until,
        secret_before_until=endpoint.secret_before_until,
        created_at=endpoint.created_at,
    )


def _delivery(delivery: WebhookDelivery) -> DeliveryAnswer:
    return DeliveryAnswer(
        id=delivery.id,
        event_id=delivery.event_id,
        type=delivery.event_type,
        state=delivery.state,
        attempts=delivery.attempts,
        response_status=delivery.status,
        response_body=delivery.body,
        failure=delivery.failure,
        next_try_at=delivery.next_try_at,
        created_at=delivery.created_at,
        ended_at=delivery.ended_at,
    )


def _event(event: WebhookEvent) -> EventAnswer:
    return EventAnswer(id=event.id, type=event.type, event=json.loads(event.body))
