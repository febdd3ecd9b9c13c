"""What customers can do with their subscriptions, by the policies of the products."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.basics.custom_fields import CustomField, fields_of
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.actions import Action, PauseOffer, offered_actions, pause_offer
from foyer_subscriptions.domain.pause import PauseWindow
from foyer_subscriptions.domain.picture import Picture
from foyer_subscriptions.domain.policy import strictest
from foyer_subscriptions.domain.resume_date import resume_window
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.catalogue import Prices, Products
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.pause_subscription import A_YEAR
from foyer_subscriptions.use_cases.read_plans import PlansOnOffer


@dataclass(frozen=True, slots=True)
class OwnSubscription:
    """A subscription with its buttons and its fields."""

    subscription: Subscription
    actions: tuple[Action, ...]
    pause_offer: PauseOffer | None
    resume_window: PauseWindow | None
    fields: tuple[CustomField, ...]
    picture: Picture | None
    """What its first product looks like."""


async def offer_actions(work: Work, subscriptions: Sequence[Subscription]) -> list[OwnSubscription]:
    """Each with what the customer can do, by its products' policies."""
    if not subscriptions:
        return []
    product_ids = [item.product_id for subscription in subscriptions for item in subscription.items]
    products = await Products(work.session).get_many(work.scope, product_ids)
    zone = await Businesses(work.session).zone(work.scope)
    pauses = await Subscriptions(work.session).count_pauses_of(
        work.scope, [subscription.id for subscription in subscriptions], since=work.now - A_YEAR
    )
    resubscribed = await Subscriptions(work.session).resubscribed(
        work.scope, [subscription.id for subscription in subscriptions]
    )
    ended = [item for one in subscriptions if one.status in ENDED for item in one.items]
    unsold = await Prices(work.session).unsold(work.scope, [item.price_id for item in ended])
    plans = PlansOnOffer(work, by=PausedBy.CUSTOMER)
    found = []
    for subscription in subscriptions:
        policy = strictest([products[item.product_id].self_service for item in subscription.items])
        actions = offered_actions(
            subscription,
            policy,
            pauses_in_last_year=pauses.get(subscription.id, 0),
            can_come_back=subscription.id not in resubscribed
            and unsold.isdisjoint(item.price_id for item in subscription.items),
            plans=await plans.offered(subscription, policy),
            zone=zone,
            now=work.now,
        )
        can_pause = Action.PAUSE in actions
        offer = pause_offer(subscription, policy, zone=zone, now=work.now) if can_pause else None
        fields = fields_of(products[item.product_id].custom_fields for item in subscription.items)
        window = (
            resume_window(subscription, policy, zone, now=work.now)
            if Action.CHANGE_RESUME_DATE in actions
            else None
        )
        picture = next(iter(products[subscription.items[0].product_id].pictures), None)
        found.append(OwnSubscription(subscription, actions, offer, window, fields, picture))
    return found
