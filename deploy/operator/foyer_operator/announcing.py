"""Telling again of all that an owner's readers keep copies of."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from foyer_invoicing.use_cases.announce_customers import announce_customers
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.use_cases.announce_business import announce_business
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_subscriptions.use_cases.announce_prices import announce_prices
from foyer_subscriptions.use_cases.announce_products import announce_products

BATCH = 500
"""Announced in one transaction; services go on working between two."""

Announce = Callable[[Work, Any], Awaitable[Any]]
"""Announces the next batch behind a place; answers where to go on, None when that was all."""


async def _customers(work: Work, after: Any) -> Any:
    return await announce_customers(work, after=after, limit=BATCH)


async def _products(work: Work, after: Any) -> Any:
    return await announce_products(work, after=after, limit=BATCH)


async def _prices(work: Work, after: Any) -> Any:
    return await announce_prices(work, after=after, limit=BATCH)


async def _business(work: Work, _: Any) -> None:
    await announce_business(work)


OWNERS: Mapping[str, Mapping[str, Announce]] = {
    "portal-bff": {"businesses": _business},
    "subscriptions": {"products": _products, "prices": _prices},
    "invoicing": {"customers": _customers},
}
"""Who owns what is copied. What the others tell are facts, which cannot be told again."""


async def business_ids(portal: Database) -> list[str]:
    """All businesses of the installation."""
    async with portal.session() as session:
        return [business.id for business in await Businesses(session).list_for_everyone()]


async def announce_all(owner: Database, announce: Announce, business_id: str) -> AsyncIterator[int]:
    """Announce all of one sort of a business; yields how many after each batch has committed."""
    after, more = None, True
    while more:
        origin = Origin(Scope(business_id), Actor.system("operator"), real_now())
        async with owner.work(origin) as work:
            after = await announce(work, after)
        more = after is not None
        yield len(work.announced)
