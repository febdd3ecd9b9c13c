"""A business says what one currency is worth in another from a day on."""

from datetime import date
from decimal import Decimal

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.exchange_rate import ExchangeRate, check_exchange_rate
from foyer_invoicing.storage.exchange_rates import ExchangeRates
from foyer_invoicing.storage.papers import Papers


async def add_exchange_rate(
    work: Work, *, from_currency: str, to_currency: str, rate: Decimal, valid_from: date, source: str
) -> ExchangeRate:
    """Papers that wait for it are made now.

    Raises what `check_exchange_rate` refuses, and ExchangeRateExists.
    """
    added = ExchangeRate(
        id=new_id("exr"),
        business_id=work.scope.business_id,
        from_currency=from_currency.upper(),
        to_currency=to_currency.upper(),
        rate=rate,
        valid_from=valid_from,
        source=source,
    )
    check_exchange_rate(added)
    await ExchangeRates(work.session).add(added)
    await Papers(work.session).try_now(work.scope)
    return added
