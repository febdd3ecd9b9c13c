"""Show whoever is about to cancel the other ways that are open to them, and keep that they were shown."""

from dataclasses import replace

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.subscriptions import RetentionOfferShown
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.retention import Presentation
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.retention import Presentations
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.check_reason import check_reason
from foyer_subscriptions.use_cases.find_retention_offers import OpenOffer, find_retention_offers
from foyer_subscriptions.use_cases.told import announce_offer


async def show_retention_offers(work: Work, subscription_id: str, reason: str | None) -> list[OpenOffer]:
    """In the business's order. One that is shown again, and not answered yet, is told once."""
    subscription = await advance_subscription(work, subscription_id, charging=False)
    await check_reason(work, reason)
    found = await find_retention_offers(work, subscription, reason)
    presentations = Presentations(work.session)
    before = await presentations.open_of(work.scope, subscription.id)
    for one in found:
        if shown := before.get(one.offer.code):
            await presentations.save(work.scope, replace(shown, reason=reason))
            continue
        presentation = _presented(work, subscription, one, reason)
        await presentations.add(work.scope, presentation)
        announce_offer(work, RetentionOfferShown, presentation)
    return found


def _presented(work: Work, subscription: Subscription, one: OpenOffer, reason: str | None) -> Presentation:
    return Presentation(
        id=new_id("ret"),
        subscription_id=subscription.id,
        customer_id=subscription.customer_id,
        offer=one.offer.code,
        kind=one.offer.kind,
        reason=reason,
        shown_at=work.now,
    )
