"""Copies of another service's things, and telling of a thing again."""

import pytest
from foyer_shared.contracts.subscriptions import ProductData, ProductUpdated
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.database import Database
from foyer_shared.storage.rows import service_metadata
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.messaging import TICKET_OPENED
from foyer_shared.testing.outbox import announced
from foyer_shared.testing.plugin import MakeDatabase
from sqlalchemy import select
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

COPYING = service_metadata("copying")


class Row(SQLModel, registry=registry(metadata=COPYING)):
    """Base of the rows of a small service."""

    __abstract__ = True


class CopyRow(Row, table=True):
    """The copy of something that has a name."""

    __tablename__ = "copies"

    id: str = Field(primary_key=True)
    version: int
    name: str


@pytest.fixture
async def database(make_database: MakeDatabase) -> Database:
    return await make_database(COPYING)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ([(1, "Old"), (2, "New")], (2, "New")),
        ([(2, "New"), (1, "Old")], (2, "New")),
        ([(2, "New"), (2, "Told again")], (2, "Told again")),
    ],
    ids=["newer", "older", "the same version"],
)
async def test_a_copy_is_overwritten_unless_it_is_newer(
    database: Database, told: list[tuple[int, str]], kept: tuple[int, str]
) -> None:
    for version, name in told:
        async with database.work(an_origin()) as work:
            await save_copy(work, CopyRow(id="thing_1", version=version, name=name))
    async with database.session() as session:
        (row,) = await session.scalars(select(CopyRow))
    assert (row.version, row.name) == kept


async def test_what_is_told_again_says_so_on_the_wire(database: Database) -> None:
    event = ProductUpdated(product=ProductData(product_id="prod_1", name="Studio", active=True))
    async with database.work(an_origin()) as work:
        work.announce(event, subject="prod_1", version=3)
        work.reannounce(event, subject="prod_1", version=3)
    first, again = await announced(database)
    assert first.id != again.id
    assert first.data == again.data
    async with database.session() as session:
        outbox = database.tables.outbox
        bodies = list(await session.scalars(select(outbox.c.body).order_by(outbox.c.position)))
    assert [b'"reannounced":true' in body for body in bodies] == [False, True]


async def test_a_fact_is_not_told_again(database: Database) -> None:
    async with database.work(an_origin()) as work:
        with pytest.raises(TypeError, match=r"^ticket\.opened is a fact$"):
            work.reannounce(TICKET_OPENED, subject="tkt_1", version=1)
    assert await announced(database) == []
