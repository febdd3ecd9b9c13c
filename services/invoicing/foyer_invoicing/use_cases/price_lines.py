"""What lines cost a customer with tax, today at the business."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.buyer import buyer_of
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.line import Line, TaxedLine, taxed_lines
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.tax_rates import TaxRates


async def price_lines(work: Work, customer: Customer, lines: Sequence[Line]) -> tuple[TaxedLine, ...]:
    """Each line with its tax; raises BusinessNotHere."""
    business = await Businesses(work.session).get(work.scope)
    buyer = buyer_of(customer, business)
    rates = await TaxRates(work.session).of_country(work.scope, buyer.country)
    return taxed_lines(lines, buyer=buyer, rates=rates, day=business.local_date(work.now))
