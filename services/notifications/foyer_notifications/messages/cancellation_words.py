"""What both receipts of a cancellation that waits say of it."""

from typing import Any

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import (
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
)

from foyer_notifications.messages.subscription_words import linked_names, own_words, subscription_words


def cancellation_words(
    event: SubscriptionCancellationRequested | SubscriptionCancellationScheduled, envelope: Envelope
) -> dict[str, Any]:
    """The values that templates name: what was asked, when it arrived and what follows, but not why."""
    words = subscription_words(event.subscription)
    return {
        **words,
        "received_at": envelope.happened_at(),
        "effective_at": event.effective_at,
        "charges_until_end": words["is_charged"] and event.effective_at > words["period_end"],
        "linked": linked_names(event.linked_services),
        "message": own_words(event.message, envelope),
    }
