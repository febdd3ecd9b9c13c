"""What a business sells by its own hand, priced for the customer who buys it."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.check_lines import check_lines
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.sale import Sale, lines_of
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.products import Products
from foyer_invoicing.use_cases.price_lines import price_lines


async def price_sale(work: Work, *, customer_id: str, sale: Sale) -> tuple[Customer, tuple[TaxedLine, ...]]:
    """The tax is today's at the business.

    Raises CustomerNotFound, BusinessNotHere, and what `check_lines` and `lines_of` refuse.
    """
    check_lines(sale)
    customer = await Customers(work.session).get(work.scope, customer_id)
    named = filter(None, (line.product_id for line in sale.lines))
    products = await Products(work.session).find(work.scope, named)
    return customer, await price_lines(work, customer, lines_of(sale, products), ship_to=sale.ship_to)
