"""A business has given up on an invoice."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceUncollectible
from foyer_shared.storage.work import Work

from foyer_payments.domain.invoice import InvoiceStatus
from foyer_payments.use_cases.keep_invoice import keep_invoice


async def on_invoice_uncollectible(work: Work, event: InvoiceUncollectible, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_invoice(
        work,
        event.invoice,
        version=envelope.subjectversion,
        status=InvoiceStatus.UNCOLLECTIBLE,
        cause=envelope.causationid,
    )
