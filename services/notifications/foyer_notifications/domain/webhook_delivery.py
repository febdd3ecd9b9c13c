"""Deliveries: one event on its way to one endpoint, its tries and its end."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.ids import new_id

TRIED_FOR = timedelta(days=3)

SOONER = 0.2
"""By up to this part each gap is shorter, at random: what failed together does not come back together."""

LEASE = timedelta(minutes=1)
"""How long a try may take; after it, whoever was sending is taken for dead."""

_GAPS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=16),
    timedelta(hours=24),
)


class DeliveryState(StrEnum):
    """What became of it so far."""

    WAITING = "waiting"
    SENDING = "sending"
    ARRIVED = "arrived"
    FAILED = "failed"


class WebhookEventNotFound(NotFound):
    """No such event is kept for the business."""

    code = "webhook_event_not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """An event as it goes out. `happened_at` is the business's time, `recorded_at` real."""

    id: str
    business_id: str
    customer_id: str | None
    type: str
    body: str
    happened_at: datetime
    recorded_at: datetime

    def business_time(self, real: datetime) -> datetime:
        """The business's clock at a real moment: as far ahead or behind as when the event arrived."""
        return self.happened_at + (real - self.recorded_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a try came to: the answer's status and how it begins, or why there was none."""

    status: int | None = None
    body: str = ""
    failure: str | None = None
    retry_after: str | None = None
    """What the answer says in the header of that name."""

    @property
    def arrived(self) -> bool:
        """Whether the endpoint has it now; redirections are not followed."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004  HTTP's success.

    @property
    def gone(self) -> bool:
        """Whether the endpoint asks never to be called again."""
        return self.status == 410  # noqa: PLR2004  HTTP's word for it.


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery:
    """One event for one endpoint, with the last try; real time. `next_try_at` is None at its end."""

    id: str
    business_id: str
    endpoint_id: str
    event_id: str
    event_type: str
    state: DeliveryState
    attempts: int
    next_try_at: datetime | None
    give_up_at: datetime
    status: int | None
    body: str
    failure: str | None
    created_at: datetime
    ended_at: datetime | None


def new_delivery(event: WebhookEvent, endpoint_id: str, real: datetime) -> WebhookDelivery:
    """Due at once."""
    return WebhookDelivery(
        id=new_id("whd"),
        business_id=event.business_id,
        endpoint_id=endpoint_id,
        event_id=event.id,
        event_type=event.type,
        state=DeliveryState.WAITING,
        attempts=0,
        next_try_at=real,
        give_up_at=real + TRIED_FOR,
        status=None,
        body="",
        failure=None,
        created_at=real,
        ended_at=None,
    )


def begin_try(delivery: WebhookDelivery, real: datetime) -> WebhookDelivery:
    """Being sent; due again when the lease is over and nobody has said what became of it."""
    return replace(
        delivery,
        state=DeliveryState.SENDING,
        attempts=delivery.attempts + 1,
        next_try_at=real + LEASE,
    )


def after_try(
    delivery: WebhookDelivery, outcome: Outcome, real: datetime, *, chance: float
) -> WebhookDelivery:
    """Arrived, or waits for the next try, or given up when that would be later than three days.

    `chance`, from 0 to 1, says how much sooner than the longest gap.
    """
    tried = replace(delivery, status=outcome.status, body=outcome.body, failure=outcome.failure)
    if outcome.arrived:
        return replace(tried, state=DeliveryState.ARRIVED, next_try_at=None, ended_at=real)
    again = real + _GAPS[min(delivery.attempts, len(_GAPS)) - 1] * (1 - SOONER * chance)
    if again > delivery.give_up_at:
        return replace(tried, state=DeliveryState.FAILED, next_try_at=None, ended_at=real)
    return replace(tried, state=DeliveryState.WAITING, next_try_at=again)
