"""A discount begins or ends."""

from typing import Literal

from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.subscription import DiscountData, SubscriptionEvent


class SubscriptionDiscountApplied(SubscriptionEvent, type="subscription.discount_applied", owner=OWNER):
    """The periods that begin from now on cost less, as long as the discount lasts."""

    discount: DiscountData
    replaces: str | None = None
    """The discount that it takes the place of."""


class SubscriptionDiscountEnded(SubscriptionEvent, type="subscription.discount_ended", owner=OWNER):
    """The period that begins now, or the next one, costs all of its price."""

    discount: DiscountData
    cause: Literal["over", "removed"]
