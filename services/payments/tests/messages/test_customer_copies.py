"""The copy of customers, as the dispatcher fills it: where they are."""

from collections.abc import Awaitable, Callable

import pytest
from foyer_payments.messages import HANDLERS
from foyer_payments.storage.customers import Customers
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import (
    CustomerAnonymized,
    CustomerCreated,
    CustomerData,
    CustomerUpdated,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin

Told = Callable[[int, Event], Awaitable[None]]


def ada(country: str | None) -> CustomerData:
    """As invoicing knows her."""
    return CustomerData(
        customer_id=ADA, name="Ada Lovelace", email="ada@example.com", language="en", country=country
    )


@pytest.fixture
def told(database: Database) -> Told:
    """Delivers what is said of Ada as this version of her."""
    dispatcher = Dispatcher("payments", database, HANDLERS)

    async def deliver(version: int, event: Event) -> None:
        envelope = Envelope(
            id=f"evt_{version}",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject=ADA,
            subjectversion=version,
            businessid=NORTHWIND,
            actor="system:test",
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    return deliver


async def country_of_ada(database: Database, business_id: str = NORTHWIND) -> str | None:
    """As far as this business knows."""
    async with database.work(an_origin(business_id=business_id)) as work:
        return await Customers(work.session).country(work.scope, ADA)


async def test_the_newest_country_is_known_to_her_business_alone(database: Database, told: Told) -> None:
    assert await country_of_ada(database) is None
    await told(1, CustomerCreated(customer=ada("NL")))
    assert await country_of_ada(database) == "NL"
    await told(3, CustomerUpdated(customer=ada("BE")))
    await told(2, CustomerUpdated(customer=ada("DE")))
    assert await country_of_ada(database) == "BE"
    assert await country_of_ada(database, CONTOSO) is None


async def test_it_is_forgotten_with_her_for_good(database: Database, told: Told) -> None:
    await told(1, CustomerCreated(customer=ada("NL")))
    await told(3, CustomerAnonymized(customer_id=ADA))
    await told(2, CustomerUpdated(customer=ada("BE")))
    assert await country_of_ada(database) is None
