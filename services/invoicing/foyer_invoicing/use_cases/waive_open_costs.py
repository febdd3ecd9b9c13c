"""The costs of a collection case are waived."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.void_invoice import may_be_void
from foyer_invoicing.use_cases.void_invoice import void_invoice
from foyer_invoicing.use_cases.write_off_invoice import write_off_invoice


async def waive_open_costs(work: Work, invoice: Invoice) -> None:
    """Their invoice is void; when a part of it was paid, the rest is given up."""
    if may_be_void(invoice):
        await void_invoice(work, invoice.id)
    else:
        await write_off_invoice(work, invoice.id)
