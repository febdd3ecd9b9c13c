"""What a customer is shown before a cancellation is declared; what cannot be canceled is refused here."""

from foyer_shared.http.callers import Caller

from foyer_portal_bff.domain.cancellation import check_asked
from foyer_portal_bff.domain.declaration import Shown, Words
from foyer_portal_bff.gateways.subscriptions import SubscriptionsClient


async def look_before_canceling(
    client: SubscriptionsClient, caller: Caller, words: Words, promise: str | None
) -> Shown:
    """Raises what the cancellation itself would be refused with, so that nothing is declared in vain, also
    when it no longer means what was shown with the `promise`; and ServiceAway.
    """
    one = await client.one(caller, words.subscription_id)
    plan = await client.cancellation(caller, words.subscription_id, promise=promise)
    check_asked(
        words,
        mode=plan.mode,
        reasons=[reason.code for reason in plan.reasons],
        is_pending=any(change.kind == "cancel" for change in one.pending_changes),
    )
    return Shown(subscription_name=one.name, mode=plan.mode, ends_at=plan.effective_at, promise=promise)
