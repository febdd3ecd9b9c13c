"""An instalment was not paid."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanBroken
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_payment_plan import remember_payment_plan


async def on_payment_plan_broken(work: Work, event: PaymentPlanBroken, envelope: Envelope) -> None:
    await remember_payment_plan(work, event.plan, broken=True, version=envelope.subjectversion)
