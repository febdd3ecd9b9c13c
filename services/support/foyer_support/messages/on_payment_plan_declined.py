"""Staff do not agree to a payment plan."""

from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanDeclined
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Settlement
from foyer_support.use_cases.settle_plan_request import settle_plan_request


async def on_payment_plan_declined(work: Work, event: PaymentPlanDeclined, envelope: Envelope) -> None:
    """Resolve its ticket; the case and a message of their own say why.

    One without a case is from before there were cases.
    """
    plan = event.plan
    if plan.case_id is not None:
        await settle_plan_request(
            work,
            Settlement.PLAN_DECLINED,
            case_id=plan.case_id,
            plan_id=plan.plan_id,
            actor=Actor.parse(envelope.actor),
        )
