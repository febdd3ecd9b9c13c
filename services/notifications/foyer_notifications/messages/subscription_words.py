"""What every message about a subscription says of it."""

from collections.abc import Iterable
from typing import Any

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import (
    LinkedServiceData,
    SubscriptionCanceled,
    SubscriptionData,
    SubscriptionPaused,
)

_VISITOR = Actor.system("visitor")
"""As the portal calls whoever declares something without signing in."""
_CHARGED = frozenset({"trialing", "active", "past_due"})
"""The states in which another period follows by itself."""


def subscription_words(data: SubscriptionData) -> dict[str, Any]:
    """The values that templates name."""
    return {
        "name": data.name,
        "amount": data.amount.money(),
        "interval": data.interval,
        "interval_count": data.interval_count,
        "collection": data.collection,
        "period_end": data.current_period_end,
        "discounted": _discounted(data),
        "is_charged": data.status in _CHARGED,
    }


def _discounted(data: SubscriptionData) -> Money | None:
    """What the next payment comes to with the discount; None where none comes off it."""
    if data.discount is None or data.next_amount is None or data.next_amount == data.amount:
        return None
    return data.next_amount.money()


def credit_of(event: SubscriptionCanceled | SubscriptionPaused) -> Money | None:
    """All lines of what comes back together; None where nothing does."""
    if event.credit_to is None:
        return None
    total = Money(0, event.subscription.amount.currency)
    for line in event.credit_lines:
        total += line.amount.money()
        if line.discount_amount:
            total -= line.discount_amount.money()
    return total if total.amount else None


def own_words(message: str | None, envelope: Envelope) -> str | None:
    """What a person wrote in the portal; what the business wrote down is not quoted to its customer."""
    actor = Actor.parse(envelope.actor)
    return message if actor.kind is ActorKind.LOGIN or actor == _VISITOR else None


def linked_names(linked: Iterable[LinkedServiceData]) -> list[str]:
    """What hangs on it, by name."""
    return [service.name for service in linked]


def subscription_page(data: SubscriptionData) -> str:
    """Its page in the portal."""
    return f"/subscriptions/{data.subscription_id}"
