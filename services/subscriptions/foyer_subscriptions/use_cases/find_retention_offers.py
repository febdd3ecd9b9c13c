"""Which other ways are open to whoever is about to cancel a subscription."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.actions import Action
from foyer_subscriptions.domain.extend_trial import extend_trial
from foyer_subscriptions.domain.give_discount import check_not_given
from foyer_subscriptions.domain.retention import OfferKind, RetentionOffer
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.retention import Presentations, RetentionOffers
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.find_redeemable import Asked, find_redeemable
from foyer_subscriptions.use_cases.offer_actions import offer_actions
from foyer_subscriptions.use_cases.read_plans import PlansOnOffer


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """An offer that can be taken now, and the subscription as it would be with it."""

    offer: RetentionOffer
    after: Subscription


async def find_retention_offers(
    work: Work, subscription: Subscription, reason: str | None
) -> list[OpenOffer]:
    """Those that are meant for it, can be taken, and were not taken too often, in the business's order."""
    (own,) = await offer_actions(work, [subscription])
    if Action.CANCEL not in own.actions:
        return []
    found = []
    for offer in await RetentionOffers(work.session).get(work.scope):
        if offer.is_for(subscription, reason) and not await _is_used_up(work, subscription, offer):
            after = await _after(work, subscription, offer, own.actions)
            if after:
                found.append(OpenOffer(offer, after))
    return found


async def _is_used_up(work: Work, subscription: Subscription, offer: RetentionOffer) -> bool:
    zone = await Businesses(work.session).zone(work.scope)
    taken = await Presentations(work.session).times_taken(
        work.scope,
        subscription.customer_id,
        offer.code,
        since=offer.limit.counts_since(work.now, zone),
    )
    return taken >= offer.limit.times


async def _after(
    work: Work, subscription: Subscription, offer: RetentionOffer, actions: Sequence[Action]
) -> Subscription | None:
    """It as it would be once the offer is taken; None where that is not possible."""
    match offer.kind:
        case OfferKind.COUPON:
            return await _with_coupon(work, subscription, str(offer.coupon_id))
        case OfferKind.TRIAL_EXTENSION:
            extended = await Presentations(work.session).was_extended(work.scope, subscription.id)
            return None if extended else _with_longer_trial(subscription, offer.days or 0)
        case OfferKind.PAUSE:
            return subscription if Action.PAUSE in actions else None
        case OfferKind.PLAN:
            smaller = Action.CHANGE_PLAN in actions and await _has_smaller_plan(work, subscription)
            return subscription if smaller else None
        case OfferKind.CONTACT:
            return subscription


async def _has_smaller_plan(work: Work, subscription: Subscription) -> bool:
    policy = await binding_policy(work, subscription)
    plans = await PlansOnOffer(work, by=PausedBy.CUSTOMER).offered(subscription, policy)
    return plans is not None and plans.offers_smaller


def _with_longer_trial(subscription: Subscription, days: int) -> Subscription | None:
    try:
        return extend_trial(subscription, days)
    except FoyerError:
        return None


async def _with_coupon(work: Work, subscription: Subscription, coupon_id: str) -> Subscription | None:
    try:
        found = await find_redeemable(
            work,
            Asked(coupon_id=coupon_id),
            items=subscription.items,
            customer_id=subscription.customer_id,
        )
        check_not_given(subscription, found.coupon)
    except FoyerError:
        return None
    return replace(subscription, discount=found.discount(work.now))
