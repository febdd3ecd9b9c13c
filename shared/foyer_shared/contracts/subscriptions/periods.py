"""The periods of a subscription, and what was used in them."""

from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.envelope import Contract
from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.subscription import SubscriptionEvent, SubscriptionLineData


class UsageData(Contract):
    """What was used of a metered price in the period before; its cost is a line of its own."""

    price_id: str
    quantity: int


class SubscriptionPeriodStarted(SubscriptionEvent, type="subscription.period_started", owner=OWNER):
    """A period that is charged began; the lines are what it costs."""

    period_start: AwareDatetime
    period_end: AwareDatetime
    lines: tuple[SubscriptionLineData, ...]
    reason: Literal["started", "trial_ended", "renewed", "resumed"]
    change_id: str | None = None
    """The change of plan that it begins with: there are no lines then, those of the change charge for it."""
    usage: tuple[UsageData, ...] = ()


class SubscriptionPeriodVoided(SubscriptionEvent, type="subscription.period_voided", owner=OWNER):
    """A period had begun, or the plan had changed, though a cancellation had arrived before: all of its
    charge comes back.
    """

    period_start: AwareDatetime
    period_end: AwareDatetime
    lines: tuple[SubscriptionLineData, ...]
    """What had been charged for it: positive amounts, beside which a change of plan has what it credited."""
    declaration_id: str
    quote_id: str | None = None
    """The quote of the change of plan, if it is one: the invoice of that comes back."""


class SubscriptionRenewalUpcoming(SubscriptionEvent, type="subscription.renewal_upcoming", owner=OWNER):
    """A period of a year or longer follows in thirty days."""

    renews_at: AwareDatetime
