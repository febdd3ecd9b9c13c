"""The copies of businesses and customers, as the dispatcher fills them."""

from collections.abc import Awaitable, Callable

import pytest
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import CustomerCreated, CustomerData, CustomerUpdated
from foyer_shared.contracts.portal import BrandData, BusinessCreated, BusinessData, BusinessUpdated
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.messages import HANDLERS
from foyer_support.storage.names import Names, names_on

OpenTicket = Callable[..., Awaitable[Ticket]]
Told = Callable[..., Awaitable[None]]
TheNames = Callable[[], Awaitable[Names]]


@pytest.fixture
def told(database: Database) -> Told:
    """Delivers that Northwind, or Ada, has a name since some version."""
    dispatcher = Dispatcher("support", database, HANDLERS)

    def about_business(version: int, name: str) -> Event:
        business = BusinessData(
            business_id=NORTHWIND,
            legal_name="Northwind B.V.",
            slug="northwind",
            country="NL",
            currency="EUR",
            zone="Europe/Amsterdam",
            language="nl",
            number_prefix="NW",
            mode="sandbox",
            mail="on",
            portal_url="http://localhost:8080",
            support_email="help@northwind.example",
            brand=BrandData(name=name, accent="#335577"),
        )
        return (BusinessCreated if version == 1 else BusinessUpdated)(business=business)

    def about_customer(version: int, name: str) -> Event:
        customer = CustomerData(customer_id=ADA, name=name, email="ada@example.com", language="en")
        return (CustomerCreated if version == 1 else CustomerUpdated)(customer=customer)

    async def deliver(about: str, version: int, name: str, *, message_id: str | None = None) -> None:
        event = (about_business if about == "business" else about_customer)(version, name)
        envelope = Envelope(
            id=message_id or f"evt_{about}_{version}",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject=about,
            subjectversion=version,
            businessid=NORTHWIND,
            actor="system:test",
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    return deliver


@pytest.fixture
def names(database: Database, a_ticket: OpenTicket) -> TheNames:
    """What the sides of a ticket of Ada's are called now."""

    async def read() -> Names:
        ticket = await a_ticket()
        async with database.work(an_origin()) as work:
            return await names_on(work.session, ticket)

    return read


async def test_nobody_has_a_name_before_it_is_told(names: TheNames) -> None:
    assert await names() == {"customer": None, "staff": None}


async def test_both_sides_get_their_names(told: Told, names: TheNames) -> None:
    await told("business", 1, "Northwind")
    await told("customer", 1, "Ada Lovelace")

    assert await names() == {"customer": "Ada Lovelace", "staff": "Northwind"}


async def test_the_newest_version_wins_in_any_order(told: Told, names: TheNames) -> None:
    for about in ("business", "customer"):
        await told(about, 3, "New")
        await told(about, 2, "Old")

    assert await names() == {"customer": "New", "staff": "New"}


async def test_the_same_message_twice_is_one(told: Told, names: TheNames) -> None:
    await told("customer", 1, "Ada Lovelace", message_id="evt_1")
    await told("customer", 2, "Somebody Else", message_id="evt_1")

    assert (await names())[Side.CUSTOMER] == "Ada Lovelace"
