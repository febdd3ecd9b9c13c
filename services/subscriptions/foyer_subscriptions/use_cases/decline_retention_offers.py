"""Keep that offers were declined: their subscription was canceled all the same."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import RetentionOfferDeclined
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.retention import Outcome
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.retention import Presentations
from foyer_subscriptions.use_cases.told import announce_offer


async def decline_retention_offers(work: Work, subscription: Subscription) -> None:
    """All that were shown for this locked subscription and not taken."""
    presentations = Presentations(work.session)
    for shown in (await presentations.open_of(work.scope, subscription.id)).values():
        declined = replace(shown, outcome=Outcome.DECLINED, answered_at=work.now)
        await presentations.save(work.scope, declined)
        announce_offer(work, RetentionOfferDeclined, declined)
