"""What the portal does with events: notes each, keeps the directory, and does nothing twice."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.messages import HANDLERS
from foyer_portal_bff.storage.customers import Customers
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.storage.rows import HistoryRow, PictureCounterRow
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.read_history import read_history
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from sqlalchemy import event, select

AnEnvelope = Callable[..., Envelope]
Deliver = Callable[[Envelope], Awaitable[None]]
PAUSED = {
    "subscription": {
        "subscription_id": "sub_1",
        "customer_id": ADA,
        "status": "paused",
        "name": "Studio",
        "items": [],
        "amount": {"amount": 2900, "currency": "EUR"},
        "interval": "month",
        "interval_count": 1,
        "collection": "automatic",
        "current_period_start": "2026-03-01T00:00:00Z",
        "current_period_end": "2026-04-01T00:00:00Z",
    },
    "paused_at": "2026-03-10T09:30:00Z",
    "resumes_at": "2026-05-01T00:00:00Z",
}
CUSTOMER = {"customer_id": "cus_2", "name": "Bob", "email": "bob@example.com", "language": "nl"}


@pytest.fixture
def deliver(database: Database) -> Deliver:
    """Brings an event to the portal, as the bus does."""
    dispatcher = Dispatcher("portal-bff", database, HANDLERS)

    async def bring(envelope: Envelope) -> None:
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, attempt=1)) == Done()

    return bring


@pytest.fixture
def counters(database: Database) -> Callable[[], Awaitable[list[tuple[Any, ...]]]]:
    """Reads (business, customer, service, counter) of all counters."""

    async def read() -> list[tuple[Any, ...]]:
        async with database.session() as session:
            rows = await session.scalars(select(PictureCounterRow))
            return sorted((row.business_id, row.customer_id, row.service, row.counter) for row in rows)

    return read


Counters = Callable[[], Awaitable[list[tuple[Any, ...]]]]


async def test_an_event_of_a_customer_raises_one_counter_and_makes_a_line(
    database: Database, deliver: Deliver, counters: Counters, an_envelope: AnEnvelope
) -> None:
    await deliver(an_envelope("subscription.paused", PAUSED))
    assert await counters() == [(NORTHWIND, ADA, "subscriptions", 1)]
    async with database.session() as session:
        (line,) = await session.scalars(select(HistoryRow))
    assert (line.event_id, line.type, line.customer_id) == ("evt_1", "subscription.paused", ADA)
    assert line.details == {"name": "Studio", "resumes_at": "2026-05-01T00:00:00Z"}


async def test_the_same_event_again_does_nothing(
    database: Database, deliver: Deliver, counters: Counters, an_envelope: AnEnvelope
) -> None:
    await deliver(an_envelope("subscription.paused", PAUSED))
    await deliver(an_envelope("subscription.paused", PAUSED))
    assert await counters() == [(NORTHWIND, ADA, "subscriptions", 1)]
    async with database.session() as session:
        assert len(list(await session.scalars(select(HistoryRow)))) == 1


async def test_an_event_without_a_customer_raises_the_businesss_counter(
    database: Database, deliver: Deliver, counters: Counters, an_envelope: AnEnvelope
) -> None:
    data = {"product": {"product_id": "prod_1", "name": "Studio", "active": True}}
    await deliver(an_envelope("product.created", data, customer_id=None))
    await deliver(an_envelope("product.updated", data, customer_id=None, id="evt_2"))
    assert await counters() == [(NORTHWIND, "", "", 2)]
    async with database.session() as session:
        assert list(await session.scalars(select(HistoryRow))) == []


async def test_what_is_told_again_makes_no_line(
    database: Database, deliver: Deliver, counters: Counters, an_envelope: AnEnvelope
) -> None:
    await deliver(an_envelope("subscription.paused", PAUSED, reannounced=True))
    assert await counters() == [(NORTHWIND, ADA, "subscriptions", 1)]
    async with database.session() as session:
        assert list(await session.scalars(select(HistoryRow))) == []


async def test_an_event_costs_three_statements(
    database: Database, deliver: Deliver, an_envelope: AnEnvelope
) -> None:
    await deliver(an_envelope("subscription.paused", PAUSED))
    statements: list[str] = []
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2])
    )
    await deliver(an_envelope("subscription.paused", PAUSED, id="evt_2"))
    assert [statement.split()[2] for statement in statements] == [
        "portal.inbox",
        "portal.picture_counters",
        "portal.history",
    ]


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (1, 1, 2, 2)], ids=["in order", "turned", "twice"])
async def test_the_newest_customer_wins_in_any_order_and_has_one_owner(
    database: Database,
    northwind: Business,
    deliver: Deliver,
    an_envelope: AnEnvelope,
    order: tuple[int, ...],
) -> None:
    types = {1: "customer.created", 2: "customer.updated"}
    for number, version in enumerate(order):
        await deliver(
            an_envelope(
                types[version],
                {"customer": {**CUSTOMER, "name": f"Bob {version}"}},
                customer_id="cus_2",
                source="/invoicing",
                id=f"evt_{number}",
                subject="cus_2",
                subjectversion=version,
            )
        )
    scope = an_origin().scope
    async with database.session() as session:
        assert (await Customers(session).get(scope, "cus_2")).name == "Bob 2"
        logins = Logins(session)
        login = await logins.find_by_email(scope, "bob@example.com")
        assert login
        accounts = await logins.accounts(scope, login.id, NOW)
    assert [(account.customer_id, account.role) for account in accounts] == [("cus_2", "owner")]


async def test_a_line_says_who_did_it_and_from_where(
    database: Database, ada_signed_in: SignedIn, deliver: Deliver, an_envelope: AnEnvelope
) -> None:
    async def pause() -> None:
        """The service's own work."""

    await carry_out_command(
        database, ada_signed_in, action="pause", target="sub_1", owner="subscriptions", call=pause()
    )
    await deliver(
        an_envelope(
            "subscription.paused",
            PAUSED,
            actor=f"login:{ada_signed_in.login.id}",
            causationid=ada_signed_in.request_id,
        )
    )
    await deliver(
        an_envelope(
            "subscription.resumed",
            {"subscription": PAUSED["subscription"], "resumed_at": "2026-05-01T00:00:00Z"},
            id="evt_2",
            actor="key:key_1",
            causationid=ada_signed_in.request_id,
            businesstime=NOW + timedelta(days=52),
        )
    )
    newest, oldest = await read_history(database, ada_signed_in, limit=10)
    assert (oldest.line.type, oldest.actor_name, oldest.ip, oldest.device) == (
        "subscription.paused",
        "Ada Lovelace",
        "192.0.2.7",
        "Firefox on Windows",
    )
    assert (newest.line.type, newest.actor_name, newest.ip, newest.device) == (
        "subscription.resumed",
        None,
        None,
        None,
    )


async def test_a_history_is_its_customers_alone(
    database: Database,
    ada_signed_in: SignedIn,
    deliver: Deliver,
    an_envelope: AnEnvelope,
) -> None:
    await deliver(an_envelope("subscription.paused", PAUSED, customer_id="cus_other"))
    await deliver(an_envelope("subscription.paused", PAUSED, id="evt_2", businessid=CONTOSO))
    assert await read_history(database, ada_signed_in, limit=10) == []
