"""All instalments are paid."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanCompleted
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import PAYMENT_PLAN_COMPLETED
from foyer_notifications.messages.collection_words import plan_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_payment_plan_completed(work: Work, event: PaymentPlanCompleted, envelope: Envelope) -> None:
    await queue_message(
        work,
        PAYMENT_PLAN_COMPLETED,
        customer_id=event.plan.customer_id,
        event_id=envelope.id,
        page=f"/collection-cases/{event.plan.case_id}",
        values=plan_words(event.plan),
    )
