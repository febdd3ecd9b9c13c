"""A business gives a rate of its own another last day."""

from datetime import date

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.tax_rate import TaxRate, check_tax_rate
from foyer_invoicing.storage.tax_rates import TaxRates


async def end_tax_rate(work: Work, rate_id: str, *, last_day: date | None) -> TaxRate:
    """None takes its end back.

    Raises TaxRateNotFound, TaxRatePublished, and what `check_tax_rate` refuses.
    """
    rates = TaxRates(work.session)
    ended = (await rates.get(work.scope, rate_id)).ends_on(last_day)
    check_tax_rate(ended, await rates.list_own_for_update(work.scope, ended.country, ended.tax_class))
    await rates.save(ended)
    return ended
