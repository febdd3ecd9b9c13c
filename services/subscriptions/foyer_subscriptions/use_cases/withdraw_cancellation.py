"""Take a cancellation back that waits: the subscription stays as it was."""

from foyer_shared.contracts.subscriptions import SubscriptionCancellationWithdrawn, SubscriptionReactivated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import NoCancellationPending
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.resubscribe import check_comeback_offered
from foyer_subscriptions.domain.subscription import ChangeKind, PausedBy, Subscription
from foyer_subscriptions.domain.withdraw import withdraw
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.told import announce, linked_data


async def withdraw_cancellation(work: Work, subscription_id: str, *, by: PausedBy) -> Subscription:
    """Until its effective date; a customer only where the policy lets them, and only their own."""
    subscription = await advance_subscription(work, subscription_id)
    check_comeback_offered(await binding_policy(work, subscription), by=by)
    waiting = subscription.waiting_of(ChangeKind.CANCEL)
    if waiting is None:
        raise NoCancellationPending("No cancellation is pending.")
    without, change = withdraw(subscription, waiting.id, by=by)
    saved = await Subscriptions(work.session).save(without, now=work.now)
    declaration = change.cancellation.declaration if change.cancellation else None
    requested = change.cancellation and change.cancellation.mode is CancellationMode.REQUEST
    announce(
        work,
        SubscriptionCancellationWithdrawn if requested else SubscriptionReactivated,
        saved,
        change_id=change.id,
        linked_services=linked_data(saved),
        declaration_id=declaration.id if declaration else None,
    )
    return saved
