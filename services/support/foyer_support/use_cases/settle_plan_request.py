"""A request for a payment plan was answered, or its case was closed: there is nothing left to see to."""

from foyer_shared.basics.origin import Actor
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Outcome, Settlement
from foyer_support.storage.outcomes import Outcomes
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.resolve_plan_ticket import resolve_plan_ticket


async def settle_plan_request(
    work: Work, settlement: Settlement, *, case_id: str, plan_id: str | None = None, actor: Actor
) -> None:
    """Of one request, or of all of the case's when `plan_id` is None. It is remembered for a request that
    comes later.
    """
    outcomes = Outcomes(work.session)
    outcome = Outcome(settlement, actor, work.now)
    await outcomes.lock(case_id)
    await outcomes.remember(work.scope, plan_id or case_id, outcome)
    for ticket in await Tickets(work.session).list_plans_for_update(work.scope, case_id, plan_id):
        await resolve_plan_ticket(work, ticket, outcome)
