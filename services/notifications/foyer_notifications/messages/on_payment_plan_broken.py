"""An instalment was not paid in time."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanBroken
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import PAYMENT_PLAN_BROKEN
from foyer_notifications.messages.collection_words import plan_words
from foyer_notifications.messages.transfer_words import transfer_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_payment_plan_broken(work: Work, event: PaymentPlanBroken, envelope: Envelope) -> None:
    await queue_message(
        work,
        PAYMENT_PLAN_BROKEN,
        customer_id=event.plan.customer_id,
        event_id=envelope.id,
        page=f"/collection-cases/{event.plan.case_id}",
        values=plan_words(event.plan)
        | {
            "open": event.open.money() if event.open else None,
            "transfer": transfer_words(event.pay_to, reference=event.reference or event.plan.invoice_number),
        },
    )
