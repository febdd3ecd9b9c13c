"""Webhook endpoints: where a business wants to hear of what happens, and how they are started and stopped."""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from secrets import token_bytes

from foyer_shared.basics.errors import Conflict, Invalid, NotFound
from foyer_shared.basics.ids import new_id

MOST = 20
"""Endpoints of one business."""

SECRET_KEPT = timedelta(hours=24)
"""How long what is sent is signed with the secret before, too."""

STOPPED_AFTER = timedelta(days=5)
"""How long an endpoint may fail without one success before nothing is sent to it any more."""

_FILTER = re.compile(r"[a-z_.*]{1,100}")


class Stop(StrEnum):
    """Why nothing is sent: the business switched it off, its server said 410, or it failed for five days."""

    SWITCHED_OFF = "switched_off"
    GONE = "gone"
    FAILING = "failing"


class WebhookEndpointNotFound(NotFound):
    """The business has no such endpoint."""

    code = "webhook_endpoint_not_found"


class WebhookEndpointOff(Conflict):
    """Nothing is sent to an endpoint that is switched off."""

    code = "webhook_endpoint_off"


class TooManyWebhookEndpoints(Conflict):
    """The business has as many endpoints as there can be."""

    code = "too_many_webhook_endpoints"


class WebhookFilterUnknown(Invalid):
    """No event that goes out by webhook fits the filter."""

    code = "webhook_filter_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointDetails:
    """What a business says about an endpoint. `events` are types, or patterns such as `invoice.*`."""

    url: str
    events: tuple[str, ...]
    description: str
    ordered: bool
    """One event after the other; the next waits until the one before has arrived or was given up."""
    enabled: bool

    def checked(self, types: Iterable[str]) -> "EndpointDetails":
        """In the form in which it is kept; `types` are those that go out. Raises WebhookFilterUnknown."""
        known = tuple(types)
        events = tuple(dict.fromkeys(self.events))
        for pattern in events:
            if not _FILTER.fullmatch(pattern) or not any(fnmatchcase(each, pattern) for each in known):
                raise WebhookFilterUnknown("No event that goes out by webhook fits this.", field="events")
        return replace(self, events=events)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """An endpoint. The secrets are sealed; all moments are real time."""

    id: str
    business_id: str
    version: int
    details: EndpointDetails
    stopped_because: Stop | None
    secret: bytes
    secret_before: bytes | None
    secret_before_until: datetime | None
    failing_since: datetime | None
    """The first failure after the last success."""
    left_alone_until: datetime | None
    """Nothing is sent before, as its server has asked."""
    created_at: datetime

    def wants(self, event_type: str) -> bool:
        """Whether it is to be told."""
        return any(fnmatchcase(event_type, pattern) for pattern in self.details.events)

    def secrets(self, real: datetime) -> tuple[bytes, ...]:
        """What is signed with, the newest first; sealed."""
        if self.secret_before is None or self.secret_before_until is None or real >= self.secret_before_until:
            return (self.secret,)
        return (self.secret, self.secret_before)

    def require_enabled(self) -> None:
        """Raises WebhookEndpointOff."""
        if not self.details.enabled:
            raise WebhookEndpointOff("This endpoint is switched off. Switch it on first.")


def new_secret() -> str:
    """A secret as the Standard Webhooks specification writes it."""
    return f"whsec_{b64encode(token_bytes(32)).decode()}"


def new_endpoint(
    business_id: str, details: EndpointDetails, *, beside: int, secret: bytes, real: datetime
) -> WebhookEndpoint:
    """An endpoint `beside` so many others. Raises TooManyWebhookEndpoints."""
    if beside >= MOST:
        raise TooManyWebhookEndpoints(f"There are {MOST} endpoints already.")
    return WebhookEndpoint(
        id=new_id("whe"),
        business_id=business_id,
        version=1,
        details=details,
        stopped_because=None if details.enabled else Stop.SWITCHED_OFF,
        secret=secret,
        secret_before=None,
        secret_before_until=None,
        failing_since=None,
        left_alone_until=None,
        created_at=real,
    )


def changed(endpoint: WebhookEndpoint, details: EndpointDetails) -> WebhookEndpoint:
    """With other details, and what its server has asked forgotten: another may be meant. One that is
    switched on again has five days anew.
    """
    after = replace(_next(endpoint, details), left_alone_until=None)
    if details.enabled == endpoint.details.enabled:
        return after
    because = None if details.enabled else Stop.SWITCHED_OFF
    return replace(after, stopped_because=because, failing_since=None)


def with_secret(endpoint: WebhookEndpoint, secret: bytes, real: datetime) -> WebhookEndpoint:
    """Signed with a new one, and for a day with the one before."""
    return replace(
        _next(endpoint, endpoint.details),
        secret=secret,
        secret_before=endpoint.secret,
        secret_before_until=real + SECRET_KEPT,
    )


def after_arrival(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """It has answered well."""
    return replace(endpoint, failing_since=None)


def after_refusal(
    endpoint: WebhookEndpoint, real: datetime, *, gone: bool, wait_until: datetime | None
) -> WebhookEndpoint:
    """It has not; `gone`: its server says that it never will again, `wait_until`: not before then."""
    since = endpoint.failing_since or real
    failing = replace(endpoint, failing_since=since, left_alone_until=wait_until or endpoint.left_alone_until)
    if not endpoint.details.enabled or not (gone or real - since >= STOPPED_AFTER):
        return failing
    stopped = _next(failing, replace(endpoint.details, enabled=False))
    return replace(stopped, stopped_because=Stop.GONE if gone else Stop.FAILING)


def _next(endpoint: WebhookEndpoint, details: EndpointDetails) -> WebhookEndpoint:
    return replace(endpoint, details=details, version=endpoint.version + 1)
