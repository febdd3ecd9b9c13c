"""Telling again of all customers of a business."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.storage.place import Place
from foyer_invoicing.use_cases.announce_customers import announce_customers
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced

ACustomer = Callable[..., Awaitable[Customer]]
LATER = NOW + timedelta(days=1)


async def test_each_customer_of_the_business_is_told_once_in_its_present_version(
    database: Database, a_customer: ACustomer
) -> None:
    customers = [await a_customer(f"{number}@example.com") for number in range(3)]
    await a_customer("zoe@example.com", business_id=CONTOSO)
    async with database.work(an_origin()) as work:
        await update_customer(work, customers[1].id, {"name": "Grace Hopper"})
    batches, after = [], None
    while True:
        async with database.work(an_origin(now=LATER)) as work:
            after = await announce_customers(work, after=after, limit=2)
        batches.append(len(work.announced))
        if after is None:
            break
    _, *told = await announced(database)
    assert batches == [2, 1]
    assert [(each.subject, each.subjectversion, each.data["customer"]["name"]) for each in told] == [
        (customers[2].id, 1, "Ada Lovelace"),
        (customers[1].id, 2, "Grace Hopper"),
        (customers[0].id, 1, "Ada Lovelace"),
    ]
    assert {(each.type, each.reannounced, each.businesstime) for each in told} == {
        ("customer.updated", True, LATER)
    }
    assert [each.customerid for each in told] == [each.subject for each in told]


async def test_a_business_without_customers_tells_nothing(database: Database) -> None:
    async with database.work(an_origin()) as work:
        place: Place | None = await announce_customers(work, after=None, limit=2)
    assert place is None
    assert await announced(database) == []
