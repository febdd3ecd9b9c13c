"""May an ended subscription be subscribed to again."""

from foyer_subscriptions.domain.errors import ReactivationNotOffered, SubscriptionNotEnded
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import PausedBy, Subscription


def check_resubscribe_possible(
    subscription: Subscription, policy: SelfServicePolicy, *, by: PausedBy
) -> None:
    """Refuses what still runs, and customers where the policy does not let them."""
    check_comeback_offered(policy, by=by)
    if subscription.status not in ENDED:
        raise SubscriptionNotEnded("This subscription has not ended.")


def check_comeback_offered(policy: SelfServicePolicy, *, by: PausedBy) -> None:
    """Whether whoever asks may undo a cancellation, or subscribe again."""
    if by is PausedBy.CUSTOMER and not policy.offers_reactivate:
        raise ReactivationNotOffered("This cannot be done here. Please contact us.")
