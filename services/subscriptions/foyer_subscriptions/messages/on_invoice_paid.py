"""Nothing of an invoice is open any more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoicePaid
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.begin_what_was_paid import begin_what_was_paid
from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing
from foyer_subscriptions.use_cases.settle_plan_change import settle_plan_change


async def on_invoice_paid(work: Work, event: InvoicePaid, envelope: Envelope) -> None:
    await settle_plan_change(work, event.invoice)
    await begin_what_was_paid(work, event.invoice)
    await note_invoice_standing(work, event.invoice, overdue=False, version=envelope.subjectversion)
