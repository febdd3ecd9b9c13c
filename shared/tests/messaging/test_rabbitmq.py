"""What is RabbitMQ's alone: how messages lie there, and connections that break."""

import asyncio
from collections.abc import AsyncIterator

import aio_pika
import pytest
from aio_pika.abc import DeliveryMode
from foyer_shared.local_servers.processes import free_port
from foyer_shared.messaging import rabbitmq_reader
from foyer_shared.messaging.in_process import HANDED_OVER_AT_ONCE, InProcessTransport
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.rabbitmq_connection import RabbitConnection, with_heartbeat
from foyer_shared.messaging.rabbitmq_publisher import NACKED_BATCHES
from foyer_shared.messaging.topology import Topology
from foyer_shared.messaging.transport import (
    Backlog,
    Confirmed,
    Dead,
    Delivery,
    Done,
    Message,
    Refused,
    Retry,
    TransportAway,
    Unconfirmed,
)
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


async def test_who_has_no_time_to_stop_leaves_nothing_that_goes_on_connecting(
    transport: RabbitTransport, recorder: Recorder, wire: Wire
) -> None:
    await transport.consume("billing", ["#"], recorder)
    await transport.publish([PLACED])
    await eventually(lambda: recorder.deliveries)
    wire.is_whole = False
    wire.cut()

    stopping = asyncio.create_task(transport.stop_consuming("billing"))
    await asyncio.sleep(0)
    stopping.cancel()
    await asyncio.wait({stopping})
    assert stopping.cancelled()
    await eventually(
        lambda: not [task for task in asyncio.all_tasks() if "__connection_factory" in str(task)]
    )


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


async def test_queues_that_are_deleted_are_made_and_read_again(
    transport: RabbitTransport,
    recorder: Recorder,
    rabbitmq_vhost_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rabbitmq_reader, "LOOK", 0.1)
    recorder.answer = lambda delivery: Retry("no") if delivery.attempt == 1 else Done()
    await transport.consume("billing", ["#"], recorder)
    await transport.publish([PLACED])
    await eventually(lambda: recorder.attempts == [1, 2])

    async with await aio_pika.connect(rabbitmq_vhost_url) as connection:
        channel = await connection.channel()
        for name in ("foyer.billing", "foyer.billing.delay.1", "foyer.billing.dead"):
            await channel.queue_delete(name)

    again = Message("evt_2", "invoicing.order.placed", b"{}")
    await eventually(lambda: _is_published_and_read(transport, again, recorder))
    await eventually(lambda: Delivery(again, 2) in recorder.deliveries)


async def test_a_consumer_that_the_broker_has_forgotten_is_made_anew(
    transport: RabbitTransport, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rabbitmq_reader, "LOOK", 0.1)
    await transport.consume("billing", ["#"], recorder)
    await transport.publish([PLACED])
    await eventually(lambda: recorder.deliveries)
    broker = transport._readers["billing"]._broker
    assert broker is not None
    assert broker._channel is not None
    channel = await broker._channel.get_underlay_channel()
    (queue,) = broker._channel._queues["foyer.billing"]
    (tag,) = queue._consumers
    await channel.basic_cancel(tag)

    await transport.publish([Message("evt_2", "invoicing.order.placed", b"{}")])

    await eventually(lambda: recorder.ids == ["evt_1", "evt_2"])


async def test_after_repeated_nacks_the_connection_is_opened_anew(
    transport: RabbitTransport, rabbitmq_vhost_url: str, wire: Wire
) -> None:
    await transport.declare("billing", ["#"])
    async with await aio_pika.connect(rabbitmq_vhost_url) as connection:
        channel = await connection.channel()
        refusing: FieldTable = {"x-max-length": 0, "x-overflow": "reject-publish"}
        queue = await channel.declare_queue("full", durable=True, arguments=refusing)
        await queue.bind("foyer.events", "invoicing.order.placed")
        opened = wire.accepted

        nacked = [await transport.publish([PLACED]) for _ in range(NACKED_BATCHES)]

        assert nacked == [[Unconfirmed()]] * NACKED_BATCHES
        assert wire.accepted == opened
        assert await transport.publish([PLACED]) == [Unconfirmed()]
        assert wire.accepted == opened + 1
        await queue.delete(if_unused=False, if_empty=False)
    assert await transport.publish([PLACED]) == [Confirmed()]
    assert wire.accepted == opened + 1


async def test_after_a_farewell_that_was_cut_off_the_next_channel_is_on_another_connection(
    rabbitmq_vhost_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = RabbitConnection(rabbitmq_vhost_url, Topology())
    async with connection.channel() as channel:
        line = connection._line
        monkeypatch.setattr(channel, "close", asyncio.Event().wait)
    async with connection.channel():
        assert connection._line is not line
    await connection.retire()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("amqp://foyer:p%40ss@host:5672/", "amqp://foyer:p%40ss@host:5672/?heartbeat=15"),
        ("amqps://host/a%2Fb?cafile=x", "amqps://host/a%2Fb?cafile=x&heartbeat=15"),
        ("amqp://host/?heartbeat=60", "amqp://host/?heartbeat=60"),
    ],
)
def test_a_connection_beats_often_unless_its_url_says_otherwise(url: str, expected: str) -> None:
    assert with_heartbeat(url) == expected


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


async def _is_published_and_read(transport: RabbitTransport, message: Message, recorder: Recorder) -> bool:
    """What is published while there is no queue is caught as unroutable."""
    await transport.publish([message])
    return message.id in recorder.ids


async def _is_confirmed(transport: RabbitTransport, message: Message) -> bool:
    try:
        return await transport.publish([message]) == [Confirmed()]
    except TransportAway:
        return False


async def test_it_takes_over_what_is_unread_on_the_in_process_bus(
    transport: RabbitTransport, database_url: str
) -> None:
    before, recorders = InProcessTransport(database_url), {"billing": Recorder(), "portal": Recorder()}
    ids = [f"evt_{number}" for number in range(HANDED_OVER_AT_ONCE)]
    try:
        given_up = Recorder(lambda _: Dead("NoTax"))
        await before.consume("billing", ["#"], given_up)
        await before.publish([PLACED])
        await eventually(lambda: given_up.ids == ["evt_1"])
        await before.stop_consuming("billing")
        await before.declare("portal", ["#"])
        await before.publish([Message(f"new_{each}", PLACED.routing_key, b"{}") for each in ids])
        for name, recorder in recorders.items():
            await transport.consume(name, ["#"], recorder)

        assert await before.hand_over(transport) == len(ids)

        await eventually(lambda: [len(each.ids) for each in recorders.values()] == [len(ids)] * 2)
        for recorder in recorders.values():
            assert sorted(recorder.ids) == sorted(f"new_{each}" for each in ids)
        assert await before.backlog("billing") == Backlog(waiting=0, dead=1)
        assert await before.backlog("portal") == Backlog(waiting=0, dead=0)
        assert await before.hand_over(transport) == 0
    finally:
        await before.stop()


async def test_what_no_broker_takes_over_stays(rabbitmq_vhost_url: str, database_url: str) -> None:
    nowhere = make_url(rabbitmq_vhost_url).set(host="127.0.0.1", port=free_port())
    away = RabbitTransport(nowhere.render_as_string(hide_password=False))
    before = InProcessTransport(database_url)
    try:
        await before.declare("portal", ["#"])
        await before.publish([PLACED])

        with pytest.raises(TransportAway):
            await before.hand_over(away)

        assert await before.backlog("portal") == Backlog(waiting=1, dead=0)
    finally:
        await away.stop()
        await before.stop()
