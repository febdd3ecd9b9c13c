"""Suspend a subscription because an invoice of it is not paid."""

from foyer_shared.contracts.subscriptions import SubscriptionSuspended
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.standing import suspend
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce


async def suspend_over_invoice(work: Work, subscription: Subscription, invoice_id: str) -> Subscription:
    """Billing stops and what it grants is withheld, until nothing of it is owed; its lock is held."""
    saved = await Subscriptions(work.session).save(suspend(subscription), now=work.now)
    announce(work, SubscriptionSuspended, saved, invoice_id=invoice_id)
    await settle_entitlements(work, saved)
    return saved
