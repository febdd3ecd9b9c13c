"""The rules for an invoice that is not to be paid after all, and for one that is given up."""

from dataclasses import replace

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus


def may_be_void(invoice: Invoice) -> bool:
    """Whether nothing of it was paid: money that came in stays where it belongs."""
    return invoice.status is InvoiceStatus.OPEN and invoice.open == invoice.totals.total


def void_invoice(invoice: Invoice) -> Invoice:
    """Nothing of it is open any more; its number and its lines stay."""
    return replace(invoice, open=invoice.open * 0, status=InvoiceStatus.VOID, version=invoice.version + 1)


def give_up_invoice(invoice: Invoice) -> Invoice:
    """What is open of it is not collected any more; what was paid of it stays paid."""
    return replace(
        invoice, open=invoice.open * 0, status=InvoiceStatus.UNCOLLECTIBLE, version=invoice.version + 1
    )
