"""What a subscription gives back is taxed as it was invoiced, whatever the rate is today."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.domain.invoice_filter import InvoiceFilter
from foyer_invoicing.domain.line import TaxedLine, with_tax
from foyer_invoicing.domain.taxation import Taxation
from foyer_invoicing.storage.invoices import Invoices

_MOST_INVOICES = 50


async def tax_as_invoiced(
    work: Work,
    lines: Sequence[TaxedLine],
    *,
    customer_id: str,
    subscription_id: str,
    above_zero: bool = False,
) -> tuple[TaxedLine, ...]:
    """Those below zero, or above it, give back: each at the rate that the customer's newest invoice has for
    its price. What has been invoiced elsewhere, or names no price, stays as it is priced today.
    """
    if not any(line.gross.amount and (line.gross.amount > 0) is above_zero for line in lines):
        return tuple(lines)
    former = await _invoiced(work, customer_id, subscription_id)
    at = [
        former.get(line.line.reference, line) if (line.gross.amount > 0) is above_zero else line
        for line in lines
    ]
    return with_tax([line.line for line in lines], [Taxation(each.percent, each.category) for each in at])


async def _invoiced(work: Work, customer_id: str, subscription_id: str) -> dict[str | None, TaxedLine]:
    """The newest line of each price that was charged."""
    invoices, found = Invoices(work.session), dict[str | None, TaxedLine]()
    chosen = InvoiceFilter(customer_id=customer_id, subscription_id=subscription_id)
    for invoice in await invoices.list_page(work.scope, limit=_MOST_INVOICES, chosen=chosen):
        if invoice.status is not InvoiceStatus.VOID:
            _, lines = await invoices.get_with_lines(work.scope, invoice.id)
            for line in lines:
                if line.gross.amount > 0 and line.line.reference:
                    found.setdefault(line.line.reference, line)
    return found
