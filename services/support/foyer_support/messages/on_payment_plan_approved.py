"""Staff, or the business's rule, agree to a payment plan."""

from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanApproved
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Settlement
from foyer_support.use_cases.settle_plan_request import settle_plan_request


async def on_payment_plan_approved(work: Work, event: PaymentPlanApproved, envelope: Envelope) -> None:
    """Resolve its ticket.

    One without a case is from before there were cases.
    """
    plan = event.plan
    if plan.case_id is not None:
        await settle_plan_request(
            work,
            Settlement.PLAN_APPROVED,
            case_id=plan.case_id,
            plan_id=plan.plan_id,
            actor=Actor.parse(envelope.actor),
        )
