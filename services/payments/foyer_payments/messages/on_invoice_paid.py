"""Nothing of an invoice is open any more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoicePaid
from foyer_shared.storage.work import Work

from foyer_payments.domain.invoice import InvoiceStatus
from foyer_payments.use_cases.keep_invoice import keep_invoice


async def on_invoice_paid(work: Work, event: InvoicePaid, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_invoice(
        work,
        event.invoice,
        version=envelope.subjectversion,
        status=InvoiceStatus.PAID,
        cause=envelope.causationid,
        settles=True,
    )
