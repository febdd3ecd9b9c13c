"""How a subscription begins, what is changed on it, and how it ends by itself."""

from pydantic import AwareDatetime

from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.subscription import (
    LinkedServiceData,
    SubscriptionEvent,
    SubscriptionLineData,
)


class SubscriptionCreated(SubscriptionEvent, type="subscription.created", owner=OWNER):
    """A customer subscribed."""

    trial_ends_at: AwareDatetime | None = None
    periods: int | None = None
    """How many periods its fixed term has."""
    imported: bool = False
    """It began elsewhere, where its current period was paid for."""
    resubscribed_from: str | None = None
    """The ended subscription that it takes the place of."""


class SubscriptionActivated(SubscriptionEvent, type="subscription.activated", owner=OWNER):
    """It left `pending_mandate`: there is a way to collect."""


class SubscriptionTrialEnding(SubscriptionEvent, type="subscription.trial_ending", owner=OWNER):
    """Its trial ends in three days, or in less if the trial is shorter."""

    trial_ends_at: AwareDatetime


class SubscriptionTrialExtended(SubscriptionEvent, type="subscription.trial_extended", owner=OWNER):
    """Its trial ends later than it would have."""

    trial_ends_at: AwareDatetime
    days: int


class SubscriptionCollectionChanged(SubscriptionEvent, type="subscription.collection_changed", owner=OWNER):
    """Its invoices are collected automatically from now on, or sent for payment."""


class SubscriptionUpdated(SubscriptionEvent, type="subscription.updated", owner=OWNER):
    """What is linked to it changed, what is written in its custom fields, or whether it is archived."""

    linked_services: tuple[LinkedServiceData, ...] = ()
    custom_fields: tuple[str, ...] = ()
    """The keys of those that changed. Their values may be personal, and stay with subscriptions."""
    shown_labels: tuple[str, ...] = ()
    """What its customer knows them by, without those that only the business sees."""


class SubscriptionCompleted(SubscriptionEvent, type="subscription.completed", owner=OWNER):
    """The last period of its fixed term is over."""

    completed_at: AwareDatetime
    usage_lines: tuple[SubscriptionLineData, ...] = ()
    """What was used and is still to be charged."""
    lines: tuple[SubscriptionLineData, ...] = ()
    """What of changes within its periods was still to be invoiced: credits are negative."""
