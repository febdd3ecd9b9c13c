"""An invoice is not to be paid."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceVoided
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.give_up_plan_change import give_up_plan_change
from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing


async def on_invoice_voided(work: Work, event: InvoiceVoided, envelope: Envelope) -> None:
    await give_up_plan_change(work, event.invoice)
    await note_invoice_standing(work, event.invoice, overdue=False, version=envelope.subjectversion)
