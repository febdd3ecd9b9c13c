"""What a subscription's or an order's page shows of downloads, license keys and links."""

from foyer_shared.basics.errors import Unavailable

from foyer_portal_bff.pages.desk import Desk
from foyer_portal_bff.views.entitlements import NO_GOODS, Goods, goods, goods_away


async def read_goods(desk: Desk, *, subscription_id: str | None = None, order_id: str | None = None) -> Goods:
    """All that came with it; that their service is away is said in their place, and the page stays."""
    if not desk.may("subscriptions:read"):
        return NO_GOODS
    try:
        listed = await desk.portal.services.entitlements.list_page(
            desk.caller, subscription_id=subscription_id, order_id=order_id
        )
    except Unavailable:
        return goods_away(desk.reader)
    return goods(
        [one for one in listed.data if desk.who.configuration.shows_goods(one.kind)],
        desk.reader,
        own=str(desk.who.actor),
        may_change=desk.may("subscriptions:write"),
    )
