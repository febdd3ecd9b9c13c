"""Which exchange rates papers wait for, so that the business can say them."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.accounting_tax import MissingRate
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.exchange_rates import ExchangeRates


async def find_missing_rates(work: Work) -> list[MissingRate]:
    """One per currency, by its code; raises BusinessNotHere."""
    business = await Businesses(work.session).get(work.scope)
    return await ExchangeRates(work.session).list_missing(work.scope, business)
