"""A business sets a rate of its own, which comes before the published one on its days."""

from datetime import date
from decimal import Decimal

from foyer_shared.basics.countries import country_code
from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.domain.tax_rate import TaxRate, check_tax_rate
from foyer_invoicing.storage.tax_rates import TaxRates


async def add_tax_rate(
    work: Work,
    *,
    country: str,
    tax_class: TaxClass,
    percent: Decimal,
    valid_from: date,
    valid_until: date | None,
    source: str,
) -> TaxRate:
    """What was invoiced before stays as it is. Raises UnknownCountry, and what `check_tax_rate` refuses."""
    rate = TaxRate(
        id=new_id("txr"),
        business_id=work.scope.business_id,
        country=country_code(country),
        tax_class=tax_class,
        percent=percent,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )
    rates = TaxRates(work.session)
    check_tax_rate(rate, await rates.list_own_for_update(work.scope, rate.country, rate.tax_class))
    await rates.add(rate)
    return rate
