"""A business invoices what it sold by its own hand."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.check_lines import check_lines
from foyer_invoicing.domain.invoice import USUAL_TERMS, Invoice, Terms
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.sale import Sale, lines_of
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.products import Products
from foyer_invoicing.use_cases.issue_priced_lines import issue_priced_lines
from foyer_invoicing.use_cases.price_lines import price_lines


async def issue_invoice(
    work: Work, *, customer_id: str, sale: Sale, terms: Terms = USUAL_TERMS
) -> tuple[Invoice, tuple[TaxedLine, ...]]:
    """The tax is today's at the business.

    Raises CustomerNotFound, BusinessNotHere, and what `check_lines` and `lines_of` refuse.
    """
    check_lines(sale)
    customer = await Customers(work.session).get(work.scope, customer_id)
    named = filter(None, (line.product_id for line in sale.lines))
    products = await Products(work.session).find(work.scope, named)
    taxed = await price_lines(work, customer, lines_of(sale, products))
    return await issue_priced_lines(work, customer=customer, lines=taxed, terms=terms), taxed
