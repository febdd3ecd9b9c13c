"""Bill what was used of a subscription's metered prices, when a period or its life ends."""

from datetime import datetime

from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.domain.usage import metered_items, usage_lines
from foyer_subscriptions.storage.circumstances import Circumstances


async def bill_usage(
    subscription: Subscription, circumstances: Circumstances, *, ends: datetime
) -> tuple[Line, ...]:
    """The lines of what was used by then and is not billed yet; what a trial used has none."""
    if not metered_items(subscription):
        return ()
    closed = await circumstances.close_usage(subscription, ends=ends)
    return () if subscription.status is Status.TRIALING else usage_lines(subscription, closed)
