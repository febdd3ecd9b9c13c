"""Keep that offers were taken: what they led to has been done."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import RetentionOfferAccepted
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.retention import OfferKind, Outcome
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.retention import Presentations
from foyer_subscriptions.use_cases.told import announce_offer


async def take_retention_offers(
    work: Work, subscription: Subscription, kind: OfferKind, *, by: PausedBy
) -> None:
    """Those of this kind that were shown for this locked subscription, and whose customer did it."""
    if by is not PausedBy.CUSTOMER:
        return
    presentations = Presentations(work.session)
    for shown in (await presentations.open_of(work.scope, subscription.id)).values():
        if shown.kind is kind:
            taken = replace(shown, outcome=Outcome.ACCEPTED, answered_at=work.now)
            await presentations.save(work.scope, taken)
            announce_offer(work, RetentionOfferAccepted, taken)
