"""The costs of a collection case are waived."""

from foyer_shared.contracts.invoicing import InvoiceUncollectible, InvoiceVoided
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.void_invoice import give_up_invoice, may_be_void, void_invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.told import announce_of, invoice_data


async def waive_open_costs(work: Work, invoice: Invoice) -> None:
    """Their invoice is void; when a part of it was paid, the rest is given up."""
    if may_be_void(invoice):
        waived = void_invoice(invoice)
        event: InvoiceVoided | InvoiceUncollectible = InvoiceVoided(invoice=invoice_data(waived))
    else:
        waived = give_up_invoice(invoice)
        event = InvoiceUncollectible(invoice=invoice_data(waived))
    await Invoices(work.session).save(waived)
    announce_of(work, waived, event)
