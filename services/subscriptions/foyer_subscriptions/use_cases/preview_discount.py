"""What a discount would change."""

from dataclasses import dataclass, replace

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.give_discount import check_discount_possible, check_not_given
from foyer_subscriptions.domain.next_charge import NextCharge, next_charge
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.find_redeemable import Asked, find_redeemable


@dataclass(frozen=True, slots=True)
class DiscountPreview:
    """The discount, the one that it takes the place of, and the next charge without and with it."""

    discount: Discount
    replaces: Discount | None
    before: NextCharge | None
    after: NextCharge | None


async def preview_discount(
    work: Work, subscription_id: str, asked: Asked, *, by: PausedBy
) -> DiscountPreview:
    """Refused like the discount itself; it takes nothing from the limits."""
    subscription = await Subscriptions(work.session).get(work.scope, subscription_id)
    check_discount_possible(subscription, await binding_policy(work, subscription), by=by)
    found = await find_redeemable(work, asked, items=subscription.items, customer_id=subscription.customer_id)
    check_not_given(subscription, found.coupon)
    discount = found.discount(work.now)
    return DiscountPreview(
        discount,
        subscription.discount,
        next_charge(subscription),
        next_charge(replace(subscription, discount=discount)),
    )
