"""What the receipts of cancellations say of them."""

from typing import Any

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import (
    SubscriptionCanceled,
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
)

from foyer_notifications.messages.subscription_words import linked_names, own_words, subscription_words


def receipt_words(
    event: SubscriptionCancellationRequested | SubscriptionCancellationScheduled | SubscriptionCanceled,
    envelope: Envelope,
) -> dict[str, Any]:
    """When it arrived, and the number of its receipt; what nobody declared in the portal has none."""
    return {
        "received_at": event.received_at or envelope.happened_at(),
        "receipt_number": event.receipt_number,
    }


def cancellation_words(
    event: SubscriptionCancellationRequested | SubscriptionCancellationScheduled, envelope: Envelope
) -> dict[str, Any]:
    """The values that templates name: what was asked, when it arrived and what follows, but not why."""
    words = subscription_words(event.subscription)
    return {
        **words,
        **receipt_words(event, envelope),
        "effective_at": event.effective_at,
        "charges_until_end": words["is_charged"] and event.effective_at > words["period_end"],
        "linked": linked_names(event.linked_services),
        "message": own_words(event.message, envelope),
    }
