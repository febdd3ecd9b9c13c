"""May this pending change be taken back."""

from dataclasses import replace

from foyer_subscriptions.domain.errors import ChangeNotWithdrawable, PausedByBusiness, PendingChangeNotFound
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    ChangeState,
    PausedBy,
    PendingChange,
    Subscription,
)


def withdraw(
    subscription: Subscription, change_id: str, *, by: PausedBy
) -> tuple[Subscription, PendingChange]:
    """The subscription without the change, and the change as it is now."""
    change = next((change for change in subscription.waiting if change.id == change_id), None)
    if change is None:
        raise PendingChangeNotFound("There is no such pending change on this subscription.")
    if change.kind is ChangeKind.RESUME:
        raise ChangeNotWithdrawable("A pause always has an end. Resume now, and pause again if you like.")
    if by is PausedBy.CUSTOMER and change.requested_by is not PausedBy.CUSTOMER:
        raise PausedByBusiness("We planned this change. Please contact us about it.")
    withdrawn = replace(change, state=ChangeState.WITHDRAWN)
    return subscription.with_change(withdrawn), withdrawn
