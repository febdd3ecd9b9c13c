"""A customer has asked something about a subscription: an offer to talk about it was taken."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.retention import OfferKind
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.storage.retention import Presentations
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.take_retention_offers import take_retention_offers


async def note_talk(work: Work, subscription_id: str) -> None:
    """Nothing happens where no such offer was shown."""
    if not await Presentations(work.session).open_of(work.scope, subscription_id):
        return
    subscription = await Subscriptions(work.session).get_for_update(work.scope, subscription_id)
    await take_retention_offers(work, subscription, OfferKind.CONTACT, by=PausedBy.CUSTOMER)
