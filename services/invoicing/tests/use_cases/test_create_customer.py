"""Adding customers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.business import BusinessNotHere
from foyer_invoicing.domain.customer import Customer, EmailTaken
from foyer_invoicing.domain.language import LanguageMalformed
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.create_customer import create_customer
from foyer_shared.basics.countries import UnknownCountry
from foyer_shared.basics.email_address import EmailMalformed
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]


async def test_a_new_customer_is_kept_and_announced(database: Database) -> None:
    async with database.work(an_origin()) as work:
        made = await create_customer(
            work, email=" Ada@Example.com", name="Ada Lovelace", country="nl", company="Engines"
        )
    async with database.work(an_origin()) as work:
        kept = await Customers(work.session).get(work.scope, made.id)
    assert kept == made
    assert kept == Customer(
        id=made.id,
        business_id=NORTHWIND,
        email="ada@example.com",
        name="Ada Lovelace",
        language="nl",
        country="NL",
        company="Engines",
        phone=None,
        created_at=NOW,
        version=1,
    )
    (envelope,) = await announced(database)
    assert (envelope.type, envelope.subject, envelope.subjectversion) == ("customer.created", made.id, 1)
    assert (envelope.businessid, envelope.customerid) == (NORTHWIND, made.id)
    assert envelope.data == {
        "customer": {
            "customer_id": made.id,
            "name": "Ada Lovelace",
            "email": "ada@example.com",
            "company": "Engines",
            "language": "nl",
            "country": "NL",
            "billing_address": None,
            "shipping_address": None,
        }
    }


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"email": "ada"}, EmailMalformed),
        ({"email": "ADA@example.com"}, EmailTaken),
        ({"email": "b@example.com", "country": "UK"}, UnknownCountry),
        ({"email": "b@example.com", "language": "dutch!"}, LanguageMalformed),
    ],
)
async def test_a_refused_customer_leaves_nothing_behind(
    database: Database,
    a_customer: ACustomer,
    stored: Stored,
    details: dict[str, Any],
    refusal: type[FoyerError],
) -> None:
    await a_customer()
    before = await stored()
    with pytest.raises(refusal):
        async with database.work(an_origin()) as work:
            await create_customer(work, name="Ada", **details)
    assert await stored() == before


async def test_a_business_that_has_not_arrived_is_waited_for(database: Database, stored: Stored) -> None:
    before = await stored()
    with pytest.raises(BusinessNotHere):
        async with database.work(an_origin("biz_unknown")) as work:
            await create_customer(work, email="ada@example.com", name="Ada")
    assert await stored() == before


async def test_another_business_may_have_a_customer_with_the_same_email(a_customer: ACustomer) -> None:
    ada = await a_customer()
    other = await a_customer(business_id=CONTOSO)
    assert (ada.email, ada.id) != (other.email, other.id)
    assert ada.email == other.email


async def test_of_two_at_once_with_one_email_one_is_created(database: Database) -> None:
    async def create() -> str:
        async with database.work(an_origin()) as work:
            return (await create_customer(work, email="ada@example.com", name="Ada")).id

    outcomes = await asyncio.gather(create(), create(), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EmailTaken", "str"]
    assert len(await announced(database)) == 1
