"""An order was paid, or some of it came back: grant or revoke what it entitles to."""

from collections.abc import Callable

from foyer_shared.contracts.invoicing import OrderData
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.holding import OrderFacts, holding_of_order
from foyer_subscriptions.storage.orders import Orders
from foyer_subscriptions.use_cases.settle_holding import settle_holding


async def note_order(work: Work, order: OrderData, fact: Callable[[OrderFacts], OrderFacts]) -> None:
    """Add the fact to what is known of the order; its facts may come in any order."""
    orders = Orders(work.session)
    known = await orders.get_for_update(work.scope, order.order_id, customer_id=order.customer_id)
    after = fact(known)
    await orders.save(after)
    await settle_holding(work, holding_of_order(after))
