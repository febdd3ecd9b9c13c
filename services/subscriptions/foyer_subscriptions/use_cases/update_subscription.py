"""Change what hangs on a subscription, and what is written in its custom fields."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from foyer_shared.basics.custom_fields import (
    CustomField,
    Editor,
    Value,
    changed_values,
    fields_of,
    is_same,
)
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.subscriptions import SubscriptionUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import SubscriptionAlreadyEnded
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import LinkedService, Subscription
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.told import announce, linked_data


async def update_subscription(
    work: Work,
    subscription_id: str,
    *,
    linked_services: Sequence[LinkedService] | None = None,
    custom_fields: Mapping[str, Value | None],
    by: Editor,
) -> Subscription:
    """From now on these services are linked and these fields have these values; no change is not told."""
    subscription = await advance_subscription(work, subscription_id)
    if by is Editor.CUSTOMER and subscription.status in ENDED:
        raise SubscriptionAlreadyEnded("This subscription has ended.")
    fields = await _fields_of(work, subscription)
    before = subscription.custom_fields
    changed = replace(
        subscription,
        linked_services=subscription.linked_services if linked_services is None else tuple(linked_services),
        custom_fields=changed_values(fields, before, custom_fields, by=by),
    )
    keys = [key for key in custom_fields if not is_same(before.get(key), changed.custom_fields.get(key))]
    if not keys and changed.linked_services == subscription.linked_services:
        return subscription
    saved = await Subscriptions(work.session).save(changed, now=work.now)
    announce(
        work,
        SubscriptionUpdated,
        saved,
        linked_services=linked_data(saved),
        custom_fields=keys,
        shown_labels=[field.label for field in fields if field.shown and field.key in keys],
    )
    return saved


async def _fields_of(work: Work, subscription: Subscription) -> tuple[CustomField, ...]:
    products = await Products(work.session).get_many(
        Scope(subscription.business_id), [item.product_id for item in subscription.items]
    )
    return fields_of(products[item.product_id].custom_fields for item in subscription.items)
