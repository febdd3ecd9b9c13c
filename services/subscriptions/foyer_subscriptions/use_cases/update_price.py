"""Stop selling at a price, or sell at it again; what was subscribed to stays as it is."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import PriceUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.storage.catalogue import Prices
from foyer_subscriptions.use_cases.told import price_data


async def update_price(work: Work, price_id: str, *, active: bool) -> Price:
    """The price as it is now; nothing is told when it is so already."""
    prices = Prices(work.session)
    price = await prices.get_for_update(work.scope, price_id)
    if price.active == active:
        return price
    changed = replace(price, active=active, version=price.version + 1)
    await prices.save(changed)
    work.announce(PriceUpdated(price=price_data(changed)), subject=changed.id, version=changed.version)
    return changed
