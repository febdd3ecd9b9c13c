"""Take an offer instead of canceling."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import RetentionOfferAccepted, SubscriptionTrialExtended
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.retention import OfferKind, Outcome, RetentionOffer
from foyer_subscriptions.domain.retention_errors import RetentionOfferNotOpen
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.retention import Presentations
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.apply_discount import apply_discount
from foyer_subscriptions.use_cases.find_redeemable import Asked
from foyer_subscriptions.use_cases.find_retention_offers import OpenOffer, find_retention_offers
from foyer_subscriptions.use_cases.told import announce, announce_offer


async def accept_retention_offer(work: Work, subscription_id: str, code: str) -> Subscription:
    """A discount and more days of trial are given at once. The others have their own pages, and are taken
    once what is on them has been done (`take_retention_offers`); here they stay open.

    Only what was shown can be taken, once, and as often as the customer's limit allows.
    """
    subscription = await advance_subscription(work, subscription_id)
    # Their other subscriptions count too.
    await Subscriptions(work.session).lock_customer(work.scope)
    presentations = Presentations(work.session)
    shown = (await presentations.open_of(work.scope, subscription.id)).get(code)
    found = await find_retention_offers(work, subscription, shown.reason) if shown else []
    one = next((one for one in found if one.offer.code == code), None)
    if shown is None or one is None:
        raise RetentionOfferNotOpen("This offer is no longer open.")
    if not shown.kind.is_given_at_once:
        return subscription
    accepted = replace(shown, outcome=Outcome.ACCEPTED, answered_at=work.now)
    await presentations.save(work.scope, accepted)
    announce_offer(work, RetentionOfferAccepted, accepted)
    return await _given(work, subscription, one)


async def _given(work: Work, subscription: Subscription, one: OpenOffer) -> Subscription:
    if one.offer.kind is OfferKind.COUPON:
        asked = Asked(coupon_id=one.offer.coupon_id)
        return await apply_discount(work, subscription.id, asked, by=PausedBy.BUSINESS)
    return await _extended(work, one.after, one.offer)


async def _extended(work: Work, after: Subscription, offer: RetentionOffer) -> Subscription:
    saved = await Subscriptions(work.session).save(after, now=work.now)
    announce(work, SubscriptionTrialExtended, saved, trial_ends_at=saved.trial_ends_at, days=offer.days)
    return saved
