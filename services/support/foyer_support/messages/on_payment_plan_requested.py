"""A customer asks to pay a collection case in instalments."""

from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanRequested
from foyer_shared.storage.work import Work

from foyer_support.domain.plan_request import PlanRequest
from foyer_support.domain.side import Side
from foyer_support.use_cases.open_plan_ticket import open_plan_ticket


async def on_payment_plan_requested(work: Work, event: PaymentPlanRequested, envelope: Envelope) -> None:
    """Open its ticket, on the side of whoever asked. One without a case is from before there were cases."""
    plan = event.plan
    if plan.case_id is None:
        return
    actor = Actor.parse(envelope.actor)
    await open_plan_ticket(
        work,
        PlanRequest(plan.plan_id, plan.case_id),
        by=Side.CUSTOMER if actor.kind is ActorKind.LOGIN else Side.STAFF,
        customer_id=plan.customer_id,
        invoice_id=plan.invoice_id,
        invoice_number=plan.invoice_number,
    )
