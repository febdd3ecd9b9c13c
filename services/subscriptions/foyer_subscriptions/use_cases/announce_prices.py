"""Tells again of every price, for services that lost their copies or keep more of them than before."""

from foyer_shared.contracts.subscriptions import PriceCreated
from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.catalogue import Prices
from foyer_subscriptions.use_cases.told import price_data


async def announce_prices(work: Work, *, after: str | None, limit: int) -> str | None:
    """The business's next prices behind `after`, newest first; where to go on, None when that was all."""
    prices = await Prices(work.session).list_page(work.scope, limit=limit, after=after)
    for price in prices:
        work.reannounce(PriceCreated(price=price_data(price)), subject=price.id, version=price.version)
    return prices[-1].id if len(prices) == limit else None
