"""Take down what was used of a metered price; a key that was sent before is the same record."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import UsageKeyReused
from foyer_subscriptions.domain.usage import UsageRecord, check_usage, metered_item
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.storage.usage import Usage


async def record_usage(
    work: Work,
    subscription_id: str,
    *,
    price_id: str | None,
    quantity: int,
    key: str,
    used_at: datetime | None,
) -> UsageRecord:
    """The record. `used_at` is now unless it is named; a repeat without it is the same record too."""
    # Many records are taken at once, and none while the subscription ends.
    subscription = await Subscriptions(work.session).get_for_share(work.scope, subscription_id)
    item = metered_item(subscription, price_id)
    check_usage(subscription, used_at or work.now, now=work.now)
    asked = UsageRecord(
        id=new_id("usg"),
        subscription_id=subscription.id,
        price_id=item.price_id,
        key=key,
        quantity=quantity,
        used_at=used_at or work.now,
    )
    record = await Usage(work.session).add(work.scope, asked, now=work.now)
    same = (record.subscription_id, record.price_id, record.quantity) == (
        asked.subscription_id,
        asked.price_id,
        asked.quantity,
    )
    if not same or (used_at and used_at != record.used_at):
        raise UsageKeyReused("This key was used for another record.", field="key")
    return record
