"""A cancellation was taken back, or its subscription has ended: there is nothing left to see to."""

from foyer_shared.basics.origin import Actor
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Outcome, Settlement
from foyer_support.storage.outcomes import Outcomes
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.resolve_ticket import resolve_ticket


async def settle_cancellation(
    work: Work,
    settlement: Settlement,
    *,
    subscription_id: str,
    change_id: str | None = None,
    actor: Actor,
) -> None:
    """Of one request, or of all of the subscription's when `change_id` is None. It is remembered for a
    request that comes later.
    """
    outcomes = Outcomes(work.session)
    outcome = Outcome(settlement, actor, work.now)
    await outcomes.lock(subscription_id)
    await outcomes.remember(work.scope, change_id or subscription_id, outcome)
    unsettled = await Tickets(work.session).list_unsettled_for_update(work.scope, subscription_id, change_id)
    for ticket in unsettled:
        await resolve_ticket(work, ticket, outcome)
