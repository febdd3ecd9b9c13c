"""A cancellation: asked for, planned, taken back, carried out; and the declaration that it follows from."""

from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.envelope import Confidential
from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.subscription import (
    LinkedServiceData,
    SubscriptionEvent,
    SubscriptionLineData,
)


class SubscriptionCancellationRequested(
    SubscriptionEvent, type="subscription.cancellation_requested", owner=OWNER
):
    """It will end at `effective_at`, after notice, unless the request is withdrawn."""

    change_id: str
    effective_at: AwareDatetime
    mode: Literal["request", "period_end", "immediate"]
    reason: str | None = None
    message: Confidential | None = None
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The customer's declaration that it follows from; None for what staff or a policy did."""
    receipt_number: str | None = None
    received_at: AwareDatetime | None = None
    """When that declaration arrived."""


class SubscriptionCancellationScheduled(
    SubscriptionEvent, type="subscription.cancellation_scheduled", owner=OWNER
):
    """It will end with the paid period, unless it is reactivated."""

    change_id: str
    effective_at: AwareDatetime
    mode: Literal["request", "period_end", "immediate"]
    reason: str | None = None
    message: Confidential | None = None
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The customer's declaration that it follows from; None for what staff or a policy did."""
    receipt_number: str | None = None
    received_at: AwareDatetime | None = None
    """When that declaration arrived."""


class SubscriptionCancellationWithdrawn(
    SubscriptionEvent, type="subscription.cancellation_withdrawn", owner=OWNER
):
    """The request was taken back, and what is linked stays."""

    change_id: str
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The declaration that is taken back with it."""


class SubscriptionReactivated(SubscriptionEvent, type="subscription.reactivated", owner=OWNER):
    """The planned end was taken back, and what is linked stays."""

    change_id: str
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The declaration that is taken back with it."""


class SubscriptionCancellationRefused(
    SubscriptionEvent, type="subscription.cancellation_refused", owner=OWNER
):
    """A cancellation that a customer declared cannot be carried out; `code` says why."""

    declaration_id: str
    receipt_number: str
    received_at: AwareDatetime
    code: str
    reason: str | None = None
    message: Confidential | None = None


class SubscriptionCanceled(SubscriptionEvent, type="subscription.canceled", owner=OWNER):
    """It ended before its time, or without one."""

    canceled_at: AwareDatetime
    cause: Literal["requested", "mandate_lapsed", "trial_ended", "retries_exhausted"]
    """Somebody asked for it, or the product's billing policy did it."""
    change_id: str | None = None
    mode: Literal["request", "period_end", "immediate"] | None = None
    reason: str | None = None
    message: Confidential | None = None
    credit_lines: tuple[SubscriptionLineData, ...] = ()
    """What comes back of what was paid: positive amounts."""
    credit_to: Literal["balance", "refund"] | None = None
    """None when nothing comes back."""
    usage_lines: tuple[SubscriptionLineData, ...] = ()
    """What was used and is still to be charged."""
    lines: tuple[SubscriptionLineData, ...] = ()
    """What of changes within its periods was still to be invoiced: credits are negative."""
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The customer's declaration that it follows from; None for what staff or a policy did."""
    receipt_number: str | None = None
    received_at: AwareDatetime | None = None
    """When that declaration arrived."""
    is_withdrawal: bool = False
    """A consumer withdrew from the contract in its first days: all that was charged is voided."""
