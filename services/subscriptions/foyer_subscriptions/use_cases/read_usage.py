"""What was used of a subscription: in the period that runs, and in those before it."""

from dataclasses import dataclass

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.domain.usage import UsagePeriod, close_usage, metered_items
from foyer_subscriptions.storage.usage import Usage

LATEST = 24
"""So many closed periods are shown at the most."""


@dataclass(frozen=True, slots=True)
class UsageSeen:
    """`current` is what it would cost if the period ended now, for each metered item."""

    current: tuple[UsagePeriod, ...]
    past: tuple[UsagePeriod, ...]


async def read_usage(work: Work, subscription: Subscription) -> UsageSeen:
    """Nothing where nothing is metered."""
    items = metered_items(subscription)
    if not items:
        return UsageSeen((), ())
    usage = Usage(work.session)
    used = dict.fromkeys((item.price_id for item in items), 0)
    used |= await usage.open_quantities(work.scope, subscription.id)
    return UsageSeen(
        current=close_usage(subscription, used, ends=subscription.current_period_end),
        past=tuple(await usage.list_periods(work.scope, subscription.id, limit=LATEST)),
    )
