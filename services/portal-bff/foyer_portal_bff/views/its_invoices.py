"""The latest invoices of one subscription, on its page."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.invoicing import Invoice
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.views.invoices import InvoiceLine, invoice_line
from foyer_portal_bff.views.reader import Reader


@dataclass(frozen=True, slots=True)
class ItsInvoices:
    """The newest first."""

    lines: tuple[InvoiceLine, ...] = ()
    more: bool = False
    """Whether there are older ones."""
    away: str = ""
    """What is said while invoicing does not answer, else ""."""


NOT_SHOWN = ItsInvoices()
"""To who may not see invoices."""


def its_invoices(found: PageOf[Invoice], reader: Reader) -> ItsInvoices:
    """As invoicing orders them."""
    return ItsInvoices(
        tuple(invoice_line(invoice, reader) for invoice in found.data), more=found.next_cursor is not None
    )


def away(reader: Reader) -> ItsInvoices:
    """While invoicing does not answer; the rest of the page stands."""
    return ItsInvoices(away=reader.say("Not available right now. Please try again in a moment."))
