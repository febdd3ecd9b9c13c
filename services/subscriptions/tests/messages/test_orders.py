"""What paid, refunded and reversed orders do to entitlements: once, in any order."""

from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import (
    OrderData,
    OrderLineData,
    OrderPaid,
    OrderPaymentReversed,
    OrderRefunded,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms
from foyer_subscriptions.domain.grant import Grant, Source
from foyer_subscriptions.messages import HANDLERS
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys

Receive = Callable[..., Awaitable[None]]
LINK = (EntitlementKind.LINK, EntitlementTerms(url="https://join.example/"))
DRAWN = (EntitlementKind.LICENSE_KEY, EntitlementTerms(pattern="XXXX-XXXX-XXXX", activations=2))


@pytest.fixture
def receive(database: Database) -> Receive:
    """Lets an event arrive as from the bus."""
    dispatcher = Dispatcher("subscriptions", database, HANDLERS)

    async def arrive(
        event: Event, version: int, *, event_id: str | None = None, business_id: str = NORTHWIND
    ) -> None:
        envelope = Envelope(
            id=event_id or new_id("evt"),
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject="ord_1",
            subjectversion=version,
            businessid=business_id,
            customerid=ADA,
            actor="system:test",
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        body = envelope.model_dump_json().encode()
        delivery = Delivery(Message(envelope.id, envelope.routing_key(), body), attempt=1)
        assert await dispatcher.dispatch(delivery) == Done()

    return arrive


@pytest_asyncio.fixture
async def order(a_price: Callable[..., Awaitable[Price]]) -> OrderData:
    """Three of what grants a key, one of what grants a link, and a line that is for no product."""
    key, link = await a_price(entitlements=[DRAWN]), await a_price(entitlements=[LINK])
    return OrderData(
        order_id="ord_1",
        number="NW-O-0001",
        customer_id=ADA,
        total=Amount(amount=12100, currency="EUR"),
        invoice_id="inv_1",
        lines=(
            OrderLineData(line=1, description="Key", quantity=3, product_id=key.product_id),
            OrderLineData(line=2, description="Link", quantity=1, product_id=link.product_id),
            OrderLineData(line=3, description="Postage", quantity=1),
        ),
    )


def back(order: OrderData, refund_id: str, quantity: int, *lines: int) -> OrderRefunded:
    """So many of each of these lines came back."""
    chosen = [order.lines[line - 1].model_copy(update={"quantity": quantity}) for line in lines]
    return OrderRefunded(order=order, refund_id=refund_id, lines=tuple(chosen))


async def grants_of(database: Database) -> list[Grant]:
    """What Ada holds by the order: first the key, then the link."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        found = await Grants(work.session).list_page(work.scope, Source(order_id="ord_1"), limit=100)
    return sorted(found, key=lambda grant: grant.kind)


async def seen(database: Database) -> list[tuple[str, str, str | None]]:
    """Each grant's kind, status and cause."""
    return [(grant.kind.value, grant.status.value, grant.cause) for grant in await grants_of(database)]


async def told(database: Database) -> list[str]:
    """What was announced of entitlements, with the causes."""
    return [
        f"{event.type.removeprefix('entitlement.')} {event.data.get('cause', '')}".strip()
        for event in await announced(database)
        if event.type.startswith("entitlement.")
    ]


async def test_a_paid_order_grants_what_its_products_grant(
    database: Database, receive: Receive, order: OrderData
) -> None:
    await receive(OrderPaid(order=order), 2, event_id="evt_1")
    await receive(OrderPaid(order=order), 2, event_id="evt_1")
    await receive(OrderPaid(order=order), 2)
    key, link = await grants_of(database)
    assert [(one.kind.value, one.status.value) for one in (key, link)] == [
        ("license_key", "granted"),
        ("link", "granted"),
    ]
    assert (key.quantity, key.activation_limit, key.source) == (3, 6, Source(order_id="ord_1"))
    assert await told(database) == ["granted", "granted"]
    events = [event for event in await announced(database) if event.type == "entitlement.granted"]
    assert [event.data["granted_products"] for event in events] == [
        [key.product_id],
        sorted([key.product_id, link.product_id]),
    ]


async def test_what_comes_back_of_some_lines_is_taken_of_those(
    database: Database, receive: Receive, order: OrderData
) -> None:
    await receive(OrderPaid(order=order), 2)
    await receive(back(order, "cn_1", 1, 1, 2), 3)
    await receive(back(order, "cn_1", 1, 1, 2), 3)
    assert await seen(database) == [("license_key", "granted", None), ("link", "revoked", "refunded")]
    assert (await grants_of(database))[0].activation_limit == 4
    await receive(back(order, "cn_2", 2, 1), 4)
    assert await seen(database) == [("license_key", "revoked", "refunded"), ("link", "revoked", "refunded")]
    assert await told(database) == ["granted", "granted", "revoked refunded", "revoked refunded"]


async def test_money_that_comes_back_without_a_line_takes_nothing(
    database: Database, receive: Receive, order: OrderData
) -> None:
    await receive(OrderPaid(order=order), 2)
    await receive(OrderRefunded(order=order, refund_id="cn_1"), 3)
    assert await seen(database) == [("license_key", "granted", None), ("link", "granted", None)]


async def test_a_payment_taken_back_takes_all_until_it_is_paid_again(
    database: Database, receive: Receive, order: OrderData
) -> None:
    await receive(OrderPaid(order=order), 2)
    async with database.work(an_origin(customer_id=ADA)) as work:
        before = await LicenseKeys(work.session).list_page(work.scope, limit=9, after=None)
    await receive(OrderPaymentReversed(order=order), 3)
    assert await seen(database) == [
        ("license_key", "revoked", "payment_reversed"),
        ("link", "revoked", "payment_reversed"),
    ]
    await receive(OrderPaid(order=order), 4)
    assert await seen(database) == [("license_key", "granted", None), ("link", "granted", None)]
    async with database.work(an_origin(customer_id=ADA)) as work:
        assert await LicenseKeys(work.session).list_page(work.scope, limit=9, after=None) == before
    assert await told(database) == [
        *["granted"] * 2,
        *["revoked payment_reversed"] * 2,
        *["granted"] * 2,
    ]


async def test_in_the_wrong_order_the_end_is_the_same(
    database: Database, receive: Receive, order: OrderData
) -> None:
    await receive(OrderPaymentReversed(order=order), 4)
    await receive(back(order, "cn_1", 3, 1), 3)
    await receive(OrderPaid(order=order), 2)
    assert await seen(database) == []
    await receive(OrderPaid(order=order), 5)
    assert await seen(database) == [("link", "granted", None)]
    assert await told(database) == ["granted"]


async def test_another_businesss_product_grants_nothing(
    database: Database, receive: Receive, order: OrderData
) -> None:
    await receive(OrderPaid(order=order), 2, business_id=CONTOSO)
    assert await seen(database) == []
    assert await told(database) == []


async def test_an_order_of_before_its_lines_were_told_grants_nothing(
    database: Database, receive: Receive, order: OrderData
) -> None:
    await receive(OrderPaid(order=order.model_copy(update={"lines": ()})), 2)
    assert await seen(database) == []
