"""An overdue invoice is paid in instalments."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanStarted
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_payment_plan import remember_payment_plan


async def on_payment_plan_started(work: Work, event: PaymentPlanStarted, envelope: Envelope) -> None:
    await remember_payment_plan(work, event.plan, broken=False, version=envelope.subjectversion)
