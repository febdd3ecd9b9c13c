"""What the messages about an invoice that is to be paid say of it."""

from typing import Any

from foyer_shared.contracts.invoicing import InvoiceData

from foyer_notifications.messages.transfer_words import transfer_words


def invoice_words(invoice: InvoiceData) -> dict[str, Any]:
    """An invoice, what is open of it, and how to transfer that."""
    return {
        "invoice_id": invoice.invoice_id,
        "number": invoice.number,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "total": invoice.total.money(),
        "open": invoice.open.money(),
        "transfer": transfer_words(invoice.pay_to, reference=invoice.number),
    }
