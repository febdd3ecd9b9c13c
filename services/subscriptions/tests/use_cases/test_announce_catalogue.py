"""Telling again of all products and prices of a business."""

from collections.abc import Awaitable, Callable

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.use_cases.announce_prices import announce_prices
from foyer_subscriptions.use_cases.announce_products import announce_products

APrice = Callable[..., Awaitable[Price]]


@pytest.mark.parametrize(
    ("announce", "created"),
    [(announce_products, "product.created"), (announce_prices, "price.created")],
)
async def test_each_is_told_again_as_it_was_told_first(
    database: Database, a_price: APrice, announce: Callable[..., Awaitable[str | None]], created: str
) -> None:
    for _ in range(3):
        await a_price()
    first = [each for each in await announced(database) if each.type == created]
    async with database.session() as session:
        await session.execute(database.tables.outbox.delete())
    batches, after = [], None
    while True:
        async with database.work(an_origin()) as work:
            after = await announce(work, after=after, limit=2)
        batches.append(len(work.announced))
        if after is None:
            break
    again = await announced(database)
    assert batches == [2, 1]
    assert [(each.subject, each.subjectversion, each.data) for each in again] == [
        (each.subject, each.subjectversion, each.data) for each in reversed(first)
    ]
    assert [each.reannounced for each in first + again] == [None, None, None, True, True, True]


@pytest.mark.parametrize("announce", [announce_products, announce_prices])
async def test_another_businesss_are_left_alone(
    database: Database, a_price: APrice, announce: Callable[..., Awaitable[str | None]]
) -> None:
    await a_price()
    before = await announced(database)
    async with database.work(an_origin(CONTOSO)) as work:
        assert await announce(work, after=None, limit=2) is None
    assert await announced(database) == before
