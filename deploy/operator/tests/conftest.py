"""What the tests of the operator's tool work on: six services on one Postgres, and Ada's story in them."""

import asyncio
import contextlib
import io
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.use_cases.create_customer import create_customer
from foyer_invoicing.use_cases.place_order import place_order
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_notifications.gateways.mail_templates import mail_templates
from foyer_notifications.gateways.mailbox import MailboxGateway
from foyer_notifications.use_cases.keep_mail import keep_mail
from foyer_notifications.use_cases.send_due_messages import send_due_messages
from foyer_operator.__main__ import app
from foyer_operator.services import HANDLERS, NAMES
from foyer_portal_bff.domain.business import Brand, Business
from foyer_portal_bff.use_cases.create_business import create_business
from foyer_shared.basics.money import Money
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.topology import Topology
from foyer_shared.messaging.transport import Transport
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import metadata_of
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.databases import TemplatedDatabases
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND, an_origin
from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, PausedBy
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.create_product import create_product
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_support.domain.side import Side
from foyer_support.use_cases.open_ticket import open_ticket

QUICK = (0.02, 0.02, 0.02, 0.02)

A_BUSINESS = Business(
    id=NORTHWIND,
    version=1,
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
    brand=Brand("Northwind", "#0b5fff"),
    vat_id="NL004495445B01",
)


@pytest.fixture
def bus() -> str:
    """`in_process`; a test whose subject is the bus asks for both by `@pytest.mark.parametrize`."""
    return "in_process"


@pytest.fixture(scope="session")
def compiled_templates() -> None:
    """Notifications' worker does so at its start. In the middle of a test all services, which share a thread
    there, would wait: on a busy machine until their connections and locks have timed out.
    """
    mail_templates()


@pytest.fixture
async def system(
    databases: TemplatedDatabases, bus: str, request: pytest.FixtureRequest, compiled_templates: None
) -> AsyncIterator[Installation]:
    """All services, stopped; with the story in their databases where the test asks for it."""
    told: Told | None = request.getfixturevalue("told") if "story" in request.fixturenames else None
    url = databases.copy(told.url) if told else databases.clone(*NAMES)
    bus_url = request.getfixturevalue("rabbitmq_vhost_url") if bus == "rabbitmq" else None
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(databases.drop, url)
        yield await stack.enter_async_context(_installed(url, bus_url))


@contextlib.asynccontextmanager
async def _installed(url: str, bus_url: str | None = None) -> AsyncIterator[Installation]:
    """All services on this database, stopped before and after."""
    async with contextlib.AsyncExitStack() as stack:
        transport: Transport = (
            RabbitTransport(bus_url, Topology(delays=QUICK))
            if bus_url
            else InProcessTransport(url, delays=QUICK, poll=0.05)
        )
        stack.push_async_callback(transport.stop)
        made = {name: Database(url, metadata_of(name), pool_size=3) for name in NAMES}
        for database in made.values():
            stack.push_async_callback(database.close)
        system = Installation(url, transport, HANDLERS, made)
        stack.push_async_callback(system.stop)
        yield system


@dataclass(frozen=True)
class Told:
    """The database in which the story has been told, and the ids of it all."""

    url: str
    ids: dict[str, str]


@pytest.fixture(scope="session")
def told(databases: TemplatedDatabases, compiled_templates: None) -> Iterator[Told]:
    """Once for all tests, each of which has a copy: it takes as long as most of them."""
    url = databases.clone(*NAMES)

    async def tell() -> dict[str, str]:
        async with _installed(url) as system:
            return await _story(system)

    yield Told(url, asyncio.run(tell()))
    databases.drop(url)


@pytest.fixture
async def story(system: Installation, told: Told) -> dict[str, str]:
    """Ada of Northwind has paused, bought and paid a lamp, and asked something: the ids of it all."""
    await system.start()
    return told.ids


async def _story(system: Installation) -> dict[str, str]:
    await system.start()
    databases = system.databases
    async with databases["portal-bff"].work(an_origin()) as work:
        await create_business(work, A_BUSINESS, ["localhost"])
    await system.settle()
    async with databases["invoicing"].work(an_origin()) as work:
        ada = await create_customer(work, email="ada@example.com", name="Ada Lovelace")
    await system.settle()
    async with databases["subscriptions"].work(an_origin()) as work:
        product = await create_product(
            work,
            name="Studio",
            description=None,
            self_service=SelfServicePolicy(),
            billing=BillingPolicy(),
        )
        price = await create_price(
            work,
            product_id=product.id,
            pricing=Pricing(unit_amount=Money(2900, "EUR")),
            interval=Interval.MONTH,
            interval_count=1,
        )
        subscription = await create_subscription(
            work, customer_id=ada.id, items=[(price.id, 1)], terms=Terms(collection=Collection.INVOICE)
        )
    async with databases["subscriptions"].work(an_origin(customer_id=ada.id)) as work:
        await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
    async with databases["invoicing"].work(an_origin()) as work:
        lamp = SaleLine(description="Two desk lamps", quantity=1, unit_amount=Money(2000, "EUR"))
        order, _ = await place_order(work, customer_id=ada.id, sale=Sale((lamp,)))
    async with databases["invoicing"].work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))
    async with databases["support"].work(an_origin(customer_id=ada.id)) as work:
        ticket = await open_ticket(
            work,
            by=Side.CUSTOMER,
            customer_id=ada.id,
            subject="My secret question",
            category="billing",
            text="Please keep this between us",
        )
    await system.settle()
    await _send_mails(databases["notifications"])
    await system.settle()
    return {
        "customer": ada.id,
        "subscription": subscription.id,
        "product": product.id,
        "price": price.id,
        "invoice": order.invoice_id,
        "order": order.id,
        "ticket": ticket.id,
    }


async def _send_mails(notifications: Database) -> None:
    """What a job of its worker does."""
    gateway, seal = MailboxGateway(partial(keep_mail, notifications)), Seal([new_seal_key()])
    while await send_due_messages(notifications, gateway, seal):
        pass


@dataclass(frozen=True)
class Said:
    """What a command has said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[list[str]]:
        """The words of each line."""
        return [line.split() for line in self.out.splitlines()]


@pytest.fixture
async def dead_ticket(system: Installation, story: dict[str, str]) -> str:
    """Notifications has given up on Ada's ticket, for its customers were away; the workers are stopped."""
    event = "support.ticket.opened"
    await system.sql("ALTER TABLE notifications.customers RENAME TO away")
    (row,) = await system.sql("SELECT message_id FROM support.outbox WHERE routing_key = :event", event=event)
    identity = str(row["message_id"])
    await system.sql("DELETE FROM notifications.inbox WHERE message_id = :id", id=identity)
    await system.sql("DELETE FROM notifications.messages WHERE cause = :id", id=identity)
    await system.sql("UPDATE support.outbox SET sent_at = NULL WHERE message_id = :id", id=identity)
    await system.settle()
    await system.stop()
    await system.sql("ALTER TABLE notifications.away RENAME TO customers")
    return identity


@pytest.fixture
def foyer(
    system: Installation, bus: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Awaitable[Said]]:
    """Runs `foyer` with these arguments on the system; `answer` is typed when it asks."""
    monkeypatch.setenv("FOYER_DATABASE_URL", system.url)
    monkeypatch.setattr("foyer_operator.system.setup_logs", lambda _: None)
    if bus == "rabbitmq":
        monkeypatch.setenv("FOYER_AMQP_URL", request.getfixturevalue("rabbitmq_vhost_url"))

    def run(arguments: tuple[str, ...], answer: str) -> Said:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "argv", ["foyer", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                app()
            except SystemExit as ended:
                return Said(int(ended.code or 0), out.getvalue(), err.getvalue())
        raise AssertionError("a command line ends its process")

    async def call(*arguments: str, answer: str = "") -> Said:
        return await asyncio.to_thread(run, arguments, answer)

    return call


@pytest.fixture
def event_of(system: Installation) -> Callable[..., Any]:
    """The id of the one event with this routing key."""

    async def find(routing_key: str) -> str:
        service = routing_key.partition(".")[0].replace("portal-bff", "portal")
        (row,) = await system.sql(
            f"SELECT message_id FROM {service}.outbox WHERE routing_key = :key",  # noqa: S608
            key=routing_key,
        )
        return str(row["message_id"])

    return find
