"""What lines cost a customer with tax, today at the business."""

from collections.abc import Sequence

from foyer_shared.basics.addresses import Address
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.buyer import buyer_of
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.line import Line, TaxedLine, taxed_lines
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.tax_rates import TaxRates


async def price_lines(
    work: Work, customer: Customer, lines: Sequence[Line], *, ship_to: Address | None = None
) -> tuple[TaxedLine, ...]:
    """Each line with its tax, where goods go to the customer's own address unless another is given; raises
    BusinessNotHere.
    """
    business = await Businesses(work.session).get(work.scope)
    buyers = {
        supply: buyer_of(customer, business, supply=supply, ship_to=ship_to)
        for supply in {line.supply for line in lines}
    }
    tax_rates = TaxRates(work.session)
    rates = {
        country: await tax_rates.of_country(work.scope, country)
        for country in {buyer.country for buyer in buyers.values()}
    }
    return taxed_lines(lines, buyers=buyers, rates=rates, day=business.local_date(work.now))
