"""What every message about a subscription says of it."""

from typing import Any

from foyer_shared.contracts.subscriptions import SubscriptionData


def subscription_words(data: SubscriptionData) -> dict[str, Any]:
    """The values that templates name."""
    return {
        "name": data.name,
        "amount": data.amount.money(),
        "interval": data.interval,
        "interval_count": data.interval_count,
        "collection": data.collection,
        "period_end": data.current_period_end,
    }


def subscription_page(data: SubscriptionData) -> str:
    """Its page in the portal."""
    return f"/subscriptions/{data.subscription_id}"
