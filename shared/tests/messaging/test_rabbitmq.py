"""What is RabbitMQ's alone: how messages lie there, and connections that break."""

from collections.abc import AsyncIterator

import aio_pika
import pytest
from aio_pika.abc import DeliveryMode
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.topology import Topology
from foyer_shared.messaging.transport import Confirmed, Delivery, Message, Refused, TransportAway
from foyer_shared.testing.messaging import Recorder, eventually
from foyer_shared.testing.wire import Wire, wire_to
from pamqp.common import FieldTable
from sqlalchemy import make_url

PLACED = Message("evt_1", "invoicing.order.placed", b'{"a": 1}', {"traceparent": "00-1-2-01"})


@pytest.fixture
async def wire(rabbitmq_vhost_url: str) -> AsyncIterator[Wire]:
    """Between the transport and its broker."""
    url = make_url(rabbitmq_vhost_url)
    async with wire_to(str(url.host), url.port or 5672) as wire:
        yield wire


@pytest.fixture
async def transport(rabbitmq_vhost_url: str, wire: Wire) -> AsyncIterator[RabbitTransport]:
    """Over that wire."""
    url = make_url(rabbitmq_vhost_url).set(host="127.0.0.1", port=wire.port)
    transport = RabbitTransport(url.render_as_string(hide_password=False), Topology(delays=(0.05,)))
    yield transport
    await transport.stop()


async def test_a_message_lies_there_persistent_with_its_identity(
    transport: RabbitTransport, rabbitmq_vhost_url: str
) -> None:
    await transport.declare("billing", ["#"])
    await transport.publish([PLACED])

    async with await aio_pika.connect(rabbitmq_vhost_url) as connection:
        channel = await connection.channel()
        queue = await channel.get_queue("foyer.billing")
        message = await queue.get()

    assert message.message_id == "evt_1"
    assert message.delivery_mode is DeliveryMode.PERSISTENT
    assert message.content_type == "application/cloudevents+json"
    assert message.headers["traceparent"] == "00-1-2-01"


async def test_publishing_and_consuming_go_on_when_connections_break(
    transport: RabbitTransport, recorder: Recorder, wire: Wire
) -> None:
    await transport.consume("billing", ["#"], recorder)
    await transport.publish([PLACED])
    await eventually(lambda: recorder.deliveries)

    wire.cut()

    again = Message("evt_2", "invoicing.order.placed", b"{}")
    await eventually(lambda: _is_confirmed(transport, again))
    await eventually(lambda: "evt_2" in recorder.ids)


async def test_a_broker_that_is_away_is_said_so_and_waited_for(
    transport: RabbitTransport, recorder: Recorder, wire: Wire
) -> None:
    await transport.declare("billing", ["#"])
    wire.is_whole = False
    wire.cut()
    await transport.consume("billing", ["#"], recorder)
    with pytest.raises(TransportAway):
        await transport.publish([PLACED])
    with pytest.raises(TransportAway):
        await transport.backlog("billing")

    wire.is_whole = True

    await eventually(lambda: _is_confirmed(transport, PLACED))
    await eventually(lambda: recorder.deliveries == [Delivery(PLACED, 1)])


async def test_a_routing_key_that_amqp_cannot_write_is_refused(transport: RabbitTransport) -> None:
    await transport.declare("billing", ["#"])
    endless = Message("evt_2", "x" * 256, b"{}")

    outcomes = await transport.publish([PLACED, endless])

    assert outcomes == [Confirmed(), Refused("ValueError: Routing key too long (max 255 bytes)")]


async def test_every_queue_is_quorum_and_every_way_out_of_one_is_kept(
    transport: RabbitTransport, rabbitmq_vhost_url: str
) -> None:
    """RabbitMQ refuses a declaration that differs from what is there."""
    await transport.declare("billing", ["#"])
    moving: FieldTable = {
        "x-queue-type": "quorum",
        "x-overflow": "reject-publish",
        "x-dead-letter-exchange": "",
        "x-dead-letter-strategy": "at-least-once",
    }
    expected: dict[str, FieldTable] = {
        "foyer.billing": {
            **moving,
            "x-dead-letter-routing-key": "foyer.billing.dead",
            "x-delivery-limit": 100,
        },
        "foyer.billing.delay.1": {
            **moving,
            "x-dead-letter-routing-key": "foyer.billing",
            "x-message-ttl": 50,
        },
        "foyer.billing.dead": {"x-queue-type": "quorum", "x-delivery-limit": 1_000_000_000},
        "foyer.unroutable": {"x-queue-type": "quorum", "x-delivery-limit": 1_000_000_000},
    }

    async with await aio_pika.connect(rabbitmq_vhost_url) as connection:
        channel = await connection.channel()
        for name, arguments in expected.items():
            await channel.declare_queue(name, durable=True, arguments=arguments)


async def _is_confirmed(transport: RabbitTransport, message: Message) -> bool:
    try:
        return await transport.publish([message]) == [Confirmed()]
    except TransportAway:
        return False
