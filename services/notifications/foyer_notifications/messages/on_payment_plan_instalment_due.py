"""The day of an instalment has come."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import PaymentPlanInstalmentDue
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import PAYMENT_PLAN_INSTALMENT_DUE
from foyer_notifications.messages.collection_words import plan_words
from foyer_notifications.messages.transfer_words import transfer_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_payment_plan_instalment_due(
    work: Work, event: PaymentPlanInstalmentDue, envelope: Envelope
) -> None:
    await queue_message(
        work,
        PAYMENT_PLAN_INSTALMENT_DUE,
        customer_id=event.plan.customer_id,
        event_id=envelope.id,
        page=f"/collection-cases/{event.plan.case_id}",
        values=plan_words(event.plan)
        | {
            "number": event.instalment.number,
            "open": event.open.money(),
            "fees": event.fees.money() if event.fees and event.fees.amount else None,
            "automatic": event.automatic,
            "transfer": transfer_words(event.pay_to, reference=event.reference or event.plan.invoice_number),
        },
    )
