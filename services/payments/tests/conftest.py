"""What the tests of payments start from: a database with Northwind in it, and what is stored there."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Literal

import httpx
import pytest
import pytest_asyncio
import requests
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Charged, Notice, ProvidedMethod, Refunded, SetUp, Status
from foyer_payments.domain.provider_account import Provider
from foyer_payments.gateways.provider import (
    ChargeOrder,
    NoticeRefused,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_payments.gateways.providers import Providers, drawn_keys
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from foyer_payments.messages import HANDLERS
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.storage.rows import BusinessRow, Row
from foyer_payments.use_cases.add_payment_method import add_payment_method
from foyer_payments.use_cases.carry_on_due import carry_on_due
from foyer_payments.use_cases.keep_provided_method import keep_provided_method
from foyer_payments.use_cases.take_notices import take_notices
from foyer_sandbox_provider.provider import PATH, build_provider
from foyer_sandbox_provider.storage.rows import Row as ProviderRow
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Origin
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.contracts.subscriptions import (
    SubscriptionCreated,
    SubscriptionData,
    SubscriptionEvent,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.plugin import MakeDatabase
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select, update
from sqlmodel import col
from starlette.applications import Starlette
from starlette.routing import Mount

AddCard = Callable[..., Awaitable[PaymentMethod]]
Stored = Callable[..., Awaitable[str]]


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """A database that has heard of Northwind, which may collect by SEPA, and of Contoso, which may not."""
    database = await make_database("payments")
    async with database.session() as session:
        session.add(
            BusinessRow(
                id=NORTHWIND,
                version=1,
                number_prefix="NW",
                creditor_identifier="NL98ZZZ12345678901",
                portal_url="https://northwind.test",
            )
        )
        session.add(BusinessRow(id=CONTOSO, version=1, number_prefix="CT", creditor_identifier=None))
    return database


@pytest.fixture
def seal_key() -> str:
    """What seals IBANs and the keys of accounts."""
    return new_seal_key()


@pytest.fixture
def seal(seal_key: str) -> Seal:
    """It, to seal and open."""
    return Seal([seal_key])


@pytest.fixture
def add_card(database: Database) -> AddCard:
    """Adds Ada's Visa, or another card."""

    async def add(
        *,
        origin: Origin | None = None,
        customer_id: str = ADA,
        last4: str = "4242",
        default: bool = False,
    ) -> PaymentMethod:
        async with database.work(origin or an_origin()) as work:
            return await add_payment_method(
                work,
                customer_id=customer_id,
                kind="card",
                brand="visa",
                last4=last4,
                expires_on=Expiry(2030, 8),
                holder="Ada Lovelace",
                default=default,
            )

    return add


@pytest.fixture
def stored(database: Database) -> Stored:
    """Every row of every table, as text, to compare and to search; without the named plumbing."""

    async def read(*plumbing: str) -> str:
        async with database.session() as session:
            tables = [table for table in Row.metadata.sorted_tables if table.name not in plumbing]
            rows = [
                (await session.execute(select(table).order_by(*table.primary_key))).all() for table in tables
            ]
            return repr(rows)

    return read


@pytest_asyncio.fixture
async def to_sandbox(database: Database, seal: Seal) -> AsyncIterator[ASGITransport]:
    """The way to the real sandbox provider; its banks take an hour, or the control call."""
    provider = build_provider(
        database.engine, seal, webhooks_url="http://nobody.test", settles_after=timedelta(hours=1)
    )
    yield ASGITransport(Starlette(routes=[Mount(PATH, provider.app)]))
    await provider.close()


@pytest_asyncio.fixture
async def sandbox(to_sandbox: ASGITransport) -> AsyncIterator[SandboxProvider]:
    """Northwind's account there."""
    account = SandboxAccount("pacc_northwind", **asdict(drawn_keys()))
    provider = SandboxProvider("http://sandbox.test", account, transport=to_sandbox)
    yield provider
    await provider.close()


@pytest_asyncio.fixture
async def browser(to_sandbox: ASGITransport) -> AsyncIterator[AsyncClient]:
    """A customer's, on Northwind's host; it follows no redirect by itself, so that a test sees each."""
    async with AsyncClient(transport=to_sandbox, base_url="https://northwind.test") as client:
        yield client


@pytest.fixture
def sandbox_stored(database: Database) -> Stored:
    """Every row of the sandbox provider, as text."""

    async def read() -> str:
        async with database.session() as session:
            tables = ProviderRow.metadata.sorted_tables
            return repr([(await session.execute(select(table))).all() for table in tables])

    return read


VISA = ProvidedMethod(
    token="tok_visa",
    kind="card",
    last4="4242",
    brand="visa",
    expires_on=Expiry(2030, 8),
    holder="Ada Lovelace",
)
IBAN = "DE89370400440532013000"
SEPA = ProvidedMethod(
    token="tok_sepa",
    kind="sepa_debit",
    last4="3000",
    holder="Ada Lovelace",
    iban=IBAN,
    mandate_reference="MND-1",
)


@dataclass
class Twin:
    """A provider in memory, which does what it is told: `answers` are changes to what is charged next, `away`
    and `refusing` hold the names of calls, and `dies_after` those that are done and never answered.
    """

    made: dict[str, Charged] = field(default_factory=dict)
    setups: dict[str, SetUp] = field(default_factory=dict)
    given_back: dict[str, Refunded] = field(default_factory=dict)
    orders: list[ChargeOrder] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    refusing: dict[str, str] = field(default_factory=dict)
    dies_after: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def _begin(self, call: str) -> None:
        self.calls.append(call)
        if call in self.away:
            raise ProviderAway("silent")
        if call in self.refusing:
            raise ProviderRefused(self.refusing[call])

    def _end(self, call: str) -> None:
        if call in self.dies_after:
            self.dies_after.remove(call)
            raise ConnectionAbortedError(call)

    def say(self, charge_id: str, **changes: Any) -> None:
        """Something happens there."""
        [key] = [key for key, charged in self.made.items() if charged.id == charge_id]
        self.made[key] = replace(self.made[key], **changes)

    def captured(self) -> int:
        """What it holds, in minor units."""
        return sum(each.amount.amount for each in self.made.values() if each.status is Status.SUCCEEDED)

    async def set_up(self, order: SetupOrder) -> SetUp:
        """It waits for the customer."""
        self._begin("set_up")
        begun = SetUp(
            id=f"seti_{len(self.setups) + 1}",
            status=Status.REQUIRES_ACTION,
            key=order.key,
            action_url=f"https://twin.test/{order.key}?back={order.return_url}",
        )
        self.setups.setdefault(order.key, begun)
        self._end("set_up")
        return self.setups[order.key]

    async def read_setup(self, provided_id: str) -> SetUp:
        """How far it is."""
        self._begin("read_setup")
        for setup in self.setups.values():
            if setup.id == provided_id:
                return setup
        raise ProviderRefused("not_found")

    async def charge(self, order: ChargeOrder) -> Charged:
        """It succeeds, unless told otherwise."""
        self._begin("charge")
        if order.key not in self.made:
            self.orders.append(order)
            begun = Charged(
                id=f"ch_{len(self.made) + 1}", status=Status.SUCCEEDED, amount=order.amount, key=order.key
            )
            self.made[order.key] = replace(begun, **self.answer)
        self._end("charge")
        return self.made[order.key]

    async def read_charge(self, provided_id: str) -> Charged:
        """All that is known of it."""
        self._begin("read_charge")
        for charged in self.made.values():
            if charged.id == provided_id:
                return charged
        raise ProviderRefused("not_found")

    async def cancel_charge(self, provided_id: str) -> Charged:
        """In time only for what waits for a customer."""
        charged = await self.read_charge(provided_id)
        self._begin("cancel_charge")
        if charged.status is Status.REQUIRES_ACTION:
            self.say(provided_id, status=Status.CANCELED, action_url=None)
        return await self.read_charge(provided_id)

    async def refund(self, order: RefundOrder) -> Refunded:
        """It succeeds, unless told otherwise."""
        self._begin("refund")
        if order.key not in self.given_back:
            status = self.answer.get("refund_status", Status.SUCCEEDED)
            assert isinstance(status, Status)
            self.given_back[order.key] = Refunded(
                id=f"re_{len(self.given_back) + 1}", amount=order.amount, status=status, key=order.key
            )
        self._end("refund")
        return self.given_back[order.key]

    async def forget_method(self, token: str) -> None:
        """It is not charged any more."""
        self._begin("forget_method")
        self.forgotten.append(token)

    async def charges(self, since: datetime, until: datetime) -> AsyncIterator[Charged]:
        """All of them."""
        self._begin("charges")
        for charged in self.made.values():
            yield charged

    async def close(self) -> None:
        """There is nothing to give back."""
        self.calls.append("close")

    def read_notices(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Sequence[Notice]:
        """A body is `<notice id> <charge or setup> <its id>`, and the signature is `twin`."""
        if headers.get("webhook-signature") != "twin":
            raise NoticeRefused("bad_signature")
        notice_id, about, provided_id = body.decode().split()
        assert about in {"charge", "setup"}
        return [Notice(notice_id, "charge" if about == "charge" else "setup", provided_id)]


@pytest.fixture
def twin() -> Twin:
    """The provider of Northwind's account."""
    return Twin()


@pytest.fixture
def providers(seal: Seal, twin: Twin) -> Providers:
    """The sandbox's name leads to the twin."""
    return Providers(seal, {Provider.SANDBOX: lambda _account, _keys: twin})


@pytest_asyncio.fixture
async def account_id(database: Database) -> str:
    """Of Northwind's account at the twin."""
    async with database.work(an_origin()) as work:
        accounts = ProviderAccounts(work.session)
        await accounts.add_sandbox(NORTHWIND, NOW)
        [account] = await accounts.list_page(work.scope, limit=1)
    return account.id


KeepMethod = Callable[..., Awaitable[PaymentMethod]]


@pytest.fixture
def keep_method(database: Database, seal: Seal, account_id: str) -> KeepMethod:
    """Ada's Visa, or another method, with a token at the twin."""

    async def keep(provided: ProvidedMethod = VISA, *, customer_id: str = ADA) -> PaymentMethod:
        async with database.work(an_origin()) as work:
            return await keep_provided_method(
                work, seal, provided, customer_id=customer_id, account_id=account_id
            )

    return keep


Tell = Callable[..., Awaitable[None]]


@pytest.fixture
def tell(database: Database) -> Tell:
    """Delivers an event, of NOW and its own id unless told."""
    dispatcher = Dispatcher("payments", database, HANDLERS)
    told = 0

    async def deliver(
        event: Event,
        *,
        version: int = 1,
        message_id: str | None = None,
        cause: str | None = None,
        business_id: str = NORTHWIND,
    ) -> None:
        nonlocal told
        told += 1
        envelope = Envelope(
            id=message_id or f"evt_{told}",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject="inv_1",
            subjectversion=version,
            businessid=business_id,
            actor="system:test",
            causationid=cause,
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    return deliver


def an_invoice(
    invoice_id: str = "inv_1",
    *,
    open_amount: int = 1000,
    currency: str = "EUR",
    customer_id: str = ADA,
) -> InvoiceData:
    """Of ten euros, all of them open."""
    return InvoiceData(
        invoice_id=invoice_id,
        number=f"NW-2026-{invoice_id[-1]}",
        customer_id=customer_id,
        total=Amount(amount=1000, currency=currency),
        open=Amount(amount=open_amount, currency=currency),
        issued_on=date(2026, 3, 10),
        due_on=date(2026, 3, 24),
        collection="automatic",
    )


@pytest.fixture
def invoice() -> Callable[..., InvoiceData]:
    """Makes one."""
    return an_invoice


@pytest.fixture
def tell_subscription(tell: Tell) -> Callable[..., Awaitable[None]]:
    """Tells that Ada has a subscription, or that one of hers has changed."""

    async def say(
        subscription_id: str = "sub_1",
        *,
        event: type[SubscriptionEvent] = SubscriptionCreated,
        version: int = 1,
        name: str = "Support plan",
        status: str = "active",
        collection: Literal["automatic", "invoice"] = "automatic",
        customer_id: str = ADA,
        business_id: str = NORTHWIND,
        **facts: Any,
    ) -> None:
        subscription = SubscriptionData(
            subscription_id=subscription_id,
            customer_id=customer_id,
            status=status,
            name=name,
            items=(),
            amount=Amount(amount=1000, currency="EUR"),
            interval="month",
            interval_count=1,
            collection=collection,
            current_period_start=NOW,
            current_period_end=NOW + timedelta(days=31),
        )
        told = event(subscription=subscription, **facts)
        await tell(told, version=version, business_id=business_id)

    return say


CarryOn = Callable[..., Awaitable[int]]


@pytest.fixture
def carry_on(database: Database, providers: Providers) -> CarryOn:
    """One run of the job; with `later` whatever waits for its gap is due."""

    async def run(*, later: bool = False) -> int:
        if later:
            async with database.session() as session:
                for table in Row.metadata.sorted_tables:
                    if "look_at" in table.columns:
                        await session.execute(
                            update(table).where(table.c.look_at.is_not(None)).values(look_at=real_now())
                        )
        return await carry_on_due(database, providers)

    return run


@pytest.fixture
def pass_days(database: Database) -> Callable[[int], Awaitable[None]]:
    """On Northwind's clock."""

    async def put_forward(days: int) -> None:
        ahead = BusinessRow.clock_offset + int(timedelta(days=days).total_seconds())
        async with database.session() as session:
            of_northwind = update(BusinessRow).where(col(BusinessRow.id) == NORTHWIND)
            await session.execute(of_northwind.values(clock_offset=ahead))

    return put_forward


PaymentsThere = Callable[[], Awaitable[list[Payment]]]


@pytest.fixture
def payments(database: Database) -> PaymentsThere:
    """Northwind's payments, the oldest first."""

    async def read() -> list[Payment]:
        async with database.work(an_origin()) as work:
            found = await Payments(work.session).list_page(work.scope, limit=100)
        return sorted(found, key=lambda each: each.id)

    return read


@pytest.fixture
def notice(database: Database, providers: Providers, account_id: str) -> Callable[..., Awaitable[int]]:
    """A webhook of the twin's; how many new notices it brought."""

    async def bring(
        notice_id: str, about: str = "charge", provided_id: str = "ch_1", *, signature: str = "twin"
    ) -> int:
        return await take_notices(
            database,
            providers,
            provider="sandbox",
            account_id=account_id,
            headers={"webhook-signature": signature},
            body=f"{notice_id} {about} {provided_id}".encode(),
        )

    return bring


class Bridge(requests.adapters.BaseAdapter):
    """Leads what Mollie's SDK sends to what answers requests of httpx."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        super().__init__()
        self._answer = answer
        self.closed = False

    def send(self, request: Any, *_: Any, **__: Any) -> requests.Response:
        """One call."""
        asked = httpx.Request(
            str(request.method), str(request.url), headers=dict(request.headers), content=request.body
        )
        try:
            said = self._answer(asked)
        except httpx.TransportError as failure:
            raise requests.ConnectionError from failure
        answer = requests.Response()
        answer.status_code, answer.raw = said.status_code, BytesIO(said.read())
        answer.headers.update(said.headers)
        return answer

    def close(self) -> None:
        """There is nothing to give back."""
        self.closed = True


@pytest.fixture
def bridge() -> type[Bridge]:
    """For what answers."""
    return Bridge
