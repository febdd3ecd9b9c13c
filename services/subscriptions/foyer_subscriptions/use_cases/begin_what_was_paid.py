"""The first invoice of a subscription that waits for a way to collect is paid: it begins."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.contracts.subscriptions import SubscriptionActivated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.activate import activate
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.find_indebted import find_indebted
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce


async def begin_what_was_paid(work: Work, invoice: InvoiceData) -> None:
    """Active, in a first period that nobody charges again; one that has begun or lapsed stays as it is."""
    if invoice.subscription_id is None or invoice.change_id:
        return
    subscription = await find_indebted(work, invoice.subscription_id)
    if subscription.status is not Status.PENDING_MANDATE:
        return
    zone = await Circumstances(work.session).zone(subscription)
    begun = activate(subscription, zone=zone, now=work.now)
    saved = await Subscriptions(work.session).save(begun, now=work.now)
    announce(work, SubscriptionActivated, saved)
    await settle_entitlements(work, saved)
