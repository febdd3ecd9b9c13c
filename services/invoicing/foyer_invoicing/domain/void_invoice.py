"""The rules for an invoice that is not to be paid after all, or that the business gives up on."""

from dataclasses import replace

from foyer_shared.basics.errors import Conflict

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.payment import refuse_settled


class InvoiceTouched(Conflict):
    """Something of it was paid or given back: a credit note gives back the rest."""

    code = "invoice_touched"


class InvoiceWrittenOff(Conflict):
    """The business has given up on it before."""

    code = "invoice_written_off"


def may_be_void(invoice: Invoice) -> bool:
    """Whether nothing of it was paid or given back: money that came in stays where it belongs."""
    return (
        invoice.status is InvoiceStatus.OPEN and invoice.open == invoice.totals.total and not invoice.pending
    )


def void_invoice(invoice: Invoice) -> Invoice:
    """Nothing of it is open any more; its number and its lines stay.

    Raises InvoiceAlreadyPaid, InvoiceVoid, InvoiceTouched.
    """
    refuse_settled(invoice)
    if not may_be_void(invoice):
        raise InvoiceTouched(f"Something of {invoice.number} was paid, given back or is on its way.")
    return replace(invoice, open=invoice.open * 0, status=InvoiceStatus.VOID, version=invoice.version + 1)


def write_off_invoice(invoice: Invoice) -> Invoice:
    """What is open of it is given up. Raises InvoiceAlreadyPaid, InvoiceVoid, InvoiceWrittenOff."""
    refuse_settled(invoice)
    if invoice.status is InvoiceStatus.UNCOLLECTIBLE:
        raise InvoiceWrittenOff(f"{invoice.number} was given up before.")
    return replace(
        invoice,
        open=invoice.open * 0,
        written_off=invoice.open,
        status=InvoiceStatus.UNCOLLECTIBLE,
        version=invoice.version + 1,
    )
