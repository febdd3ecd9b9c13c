"""A business invoices what it sold by its own hand."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import USUAL_TERMS, Invoice, Terms
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.sale import Sale
from foyer_invoicing.use_cases.issue_priced_lines import issue_priced_lines
from foyer_invoicing.use_cases.price_sale import price_sale


async def issue_invoice(
    work: Work, *, customer_id: str, sale: Sale, terms: Terms = USUAL_TERMS
) -> tuple[Invoice, tuple[TaxedLine, ...]]:
    """Raises what `price_sale` raises."""
    customer, taxed = await price_sale(work, customer_id=customer_id, sale=sale)
    invoice = await issue_priced_lines(
        work, customer=customer, lines=taxed, terms=terms, goods_to=customer.shipping_address
    )
    return invoice, taxed
