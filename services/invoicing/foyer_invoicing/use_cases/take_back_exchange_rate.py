"""A business takes back an exchange rate that was wrong; what went by it keeps it."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.storage.exchange_rates import ExchangeRates


async def take_back_exchange_rate(work: Work, rate_id: str) -> ExchangeRate:
    """Answers it as it was. Raises ExchangeRateNotFound."""
    rates = ExchangeRates(work.session)
    rate = await rates.get(work.scope, rate_id)
    await rates.delete(rate)
    return rate
