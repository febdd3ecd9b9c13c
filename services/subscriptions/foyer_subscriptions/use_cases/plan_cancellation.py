"""What canceling a subscription would mean."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.cancel import (
    CancelTiming,
    check_cancel_possible,
    check_proven,
    chosen_mode,
)
from foyer_subscriptions.domain.declaration import Declaration, Terms
from foyer_subscriptions.domain.notice import effective_end
from foyer_subscriptions.domain.outlook import Outlook, outlook
from foyer_subscriptions.domain.subscription import (
    Cancellation,
    ChangeKind,
    PausedBy,
    PendingChange,
    Subscription,
)
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.customers import Customers
from foyer_subscriptions.use_cases.binding_policy import binding_policy


async def plan_cancellation(
    work: Work,
    subscription: Subscription,
    *,
    by: PausedBy,
    when: CancelTiming | None = None,
    reason: str | None = None,
    message: str | None = None,
    as_of: datetime | None = None,
    declaration: Declaration | None = None,
) -> Outlook:
    """The change that would wait, and what follows from it; refuses like the cancellation itself.

    It is received `as_of` a moment ago when somebody was promised that, else now.
    """
    policy = await binding_policy(work, subscription)
    mode = chosen_mode(policy, when, by=by)
    terms = declaration.terms if declaration else Terms()
    check_cancel_possible(subscription, policy, mode, by=by, by_right=terms.by_right)
    zone = await Circumstances(work.session).zone(subscription)
    end = effective_end(
        subscription,
        policy,
        mode,
        customer=await Customers(work.session).get(work.scope, subscription.customer_id),
        zone=zone,
        now=as_of or work.now,
    )
    effective_at = max(end.at, terms.not_before or end.at)
    check_proven(effective_at, work.now, terms)
    change = PendingChange(
        id=new_id("chg"),
        kind=ChangeKind.CANCEL,
        effective_at=effective_at,
        requested_by=by,
        cancellation=Cancellation(
            mode=mode,
            credit_to=end.credit_to,
            reason=reason,
            message=message,
            declaration=declaration,
        ),
    )
    return outlook(subscription, change, zone=zone)
