"""An invoice is to be collected now."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoicePaymentDue
from foyer_shared.storage.work import Work

from foyer_payments.domain.invoice import InvoiceStatus
from foyer_payments.use_cases.begin_due_payment import begin_due_payment
from foyer_payments.use_cases.keep_invoice import keep_invoice


async def on_invoice_payment_due(work: Work, event: InvoicePaymentDue, envelope: Envelope) -> None:
    """One attempt of it."""
    await keep_invoice(
        work,
        event.invoice,
        version=envelope.subjectversion,
        status=InvoiceStatus.OPEN,
        cause=envelope.causationid,
    )
    await begin_due_payment(work, event)
