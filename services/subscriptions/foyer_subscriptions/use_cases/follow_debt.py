"""A subscription's state follows what is owed for it."""

from foyer_shared.contracts.subscriptions import SubscriptionPastDue, SubscriptionRecovered
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.standing import after_debt
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce


async def follow_debt(work: Work, subscription: Subscription, invoice_id: str) -> None:
    """Past due while an invoice of it is overdue, and back; `invoice_id` is the one that was heard of."""
    owes = await Circumstances(work.session).owes(subscription)
    changed = after_debt(subscription, owes=owes, now=work.now)
    if changed.status is subscription.status:
        return
    saved = await Subscriptions(work.session).save(changed, now=work.now)
    event = SubscriptionPastDue if saved.status is Status.PAST_DUE else SubscriptionRecovered
    announce(work, event, saved, invoice_id=invoice_id)
    await settle_entitlements(work, saved)
    await advance_subscription(work, saved.id)
