"""Correcting customers' details."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.change_customer import CustomerChanges
from foyer_invoicing.domain.customer import Customer, CustomerNotFound, EmailTaken
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_shared.basics.email_address import EmailMalformed
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced

ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]


async def test_a_change_is_kept_and_announced_with_the_next_version(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer()
    async with database.work(an_origin()) as work:
        changed = await update_customer(work, ada.id, {"email": "ada@example.org", "country": "DE"})
    async with database.work(an_origin()) as work:
        assert await Customers(work.session).get(work.scope, ada.id) == changed
    assert (changed.email, changed.country, changed.version) == ("ada@example.org", "DE", 2)
    (envelope,) = await announced(database)
    assert (envelope.type, envelope.subjectversion) == ("customer.updated", 2)
    assert envelope.data["customer"]["email"] == "ada@example.org"


async def test_a_change_that_changes_nothing_is_not_announced(
    database: Database, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    before = await stored()
    async with database.work(an_origin()) as work:
        assert await update_customer(work, ada.id, {"name": ada.name}) == ada
    assert await stored() == before


@pytest.mark.parametrize(
    ("business_id", "changes", "refusal"),
    [
        (NORTHWIND, {"email": "grace@example.com"}, EmailTaken),
        (NORTHWIND, {"email": "grace"}, EmailMalformed),
        (CONTOSO, {"name": "Eve"}, CustomerNotFound),
    ],
)
async def test_a_refused_change_changes_nothing(
    database: Database,
    a_customer: ACustomer,
    stored: Stored,
    business_id: str,
    changes: CustomerChanges,
    refusal: type[FoyerError],
) -> None:
    ada = await a_customer()
    await a_customer("grace@example.com")
    before = await stored()
    with pytest.raises(refusal):
        async with database.work(an_origin(business_id)) as work:
            await update_customer(work, ada.id, changes)
    assert await stored() == before
