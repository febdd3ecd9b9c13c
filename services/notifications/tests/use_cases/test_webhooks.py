"""Webhooks: every public event once or more, in whatever way the receiver and the processes fail."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from foyer_notifications.domain.webhook_delivery import DeliveryState, WebhookDelivery
from foyer_notifications.domain.webhook_endpoint import EndpointDetails, Stop, WebhookEndpoint
from foyer_notifications.gateways.webhook_metrics import (
    attempts,
    endpoints_failing,
    endpoints_stopped,
    oldest_due_seconds,
)
from foyer_notifications.gateways.webhook_post import WebhookPost
from foyer_notifications.messages.public_events import ALL_HANDLERS
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.storage.webhook_events import WebhookEvents
from foyer_notifications.use_cases.add_webhook_endpoint import add_webhook_endpoint
from foyer_notifications.use_cases.change_webhook_endpoint import change_webhook_endpoint
from foyer_notifications.use_cases.deliver_due_webhooks import Courier, deliver_due_webhooks
from foyer_notifications.use_cases.forget_old_webhooks import forget_old_webhooks
from foyer_notifications.use_cases.measure_webhooks import measure_webhooks
from foyer_notifications.use_cases.replay_webhook_event import replay_webhook_event
from foyer_notifications.use_cases.rotate_webhook_secret import rotate_webhook_secret
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.catalogue import all_events
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.invoicing import CustomerAnonymized
from foyer_shared.contracts.subscriptions import SubscriptionCanceled, SubscriptionPaused
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done
from foyer_shared.messaging.transport import Message as BusMessage
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import A_LOGIN, ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from standardwebhooks import Webhook

pytestmark = pytest.mark.usefixtures("known")

_DOCUMENT = Path(__file__).parents[4] / "docs" / "webhooks.md"
EXAMPLE = _DOCUMENT.read_text().partition("```python\n")[2].partition("```")[0]


@dataclass
class Receiver:
    """A real server on this machine: what it got, and with what it answers; `more` are header lines."""

    port: int = 0
    got: list[tuple[dict[str, str], str]] = field(default_factory=list)
    status: Callable[[str], int] = lambda _: 200
    more: str = ""
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    serving: set[asyncio.Task[Any]] = field(default_factory=set)

    @property
    def ids(self) -> list[str]:
        """Of the events it got."""
        return [headers["webhook-id"] for headers, _ in self.got]

    def url(self, path: str = "/") -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.current_task()
        assert task is not None
        self.serving.add(task)
        try:
            await self._answer(reader, writer)
        except asyncio.CancelledError:
            pass  # The test is over, and asyncio would report the task as broken.
        finally:
            self.serving.discard(task)
            writer.close()

    async def stop(self) -> None:
        """Hang up on whoever still waits."""
        for task in self.serving:
            task.cancel()
        await asyncio.gather(*self.serving)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = (await reader.readexactly(int(headers["content-length"]))).decode()
        path = first.split()[1]
        self.entered.set()
        if path in self.slow:
            await self.slow[path].wait()
        self.got.append((headers, body))
        writer.write(f"HTTP/1.1 {self.status(path)} So\r\ncontent-length: 2\r\n{self.more}\r\nok".encode())
        await writer.drain()


@dataclass
class Time:
    """Real time as the courier sees it."""

    now: datetime = field(default_factory=real_now)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, after: timedelta) -> None:
        """At least so much of it, and whatever the test has taken."""
        self.now = max(self.now, real_now()) + after


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """It takes everything, until told otherwise."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver
        await receiver.stop()


@pytest_asyncio.fixture
async def courier(database: Database, seal: Seal) -> AsyncIterator[Courier]:
    """Sends in a time that the test moves, with the longest gaps."""
    post = WebhookPost(allow_private=True, within=5)
    courier = Courier(database, post, seal, clock=Time(), chance=lambda: 0.0)
    yield courier
    await courier.stop()


@pytest.fixture
def deliver(courier: Courier) -> Callable[..., Awaitable[None]]:
    """Lets time pass, and sends all that is due then."""

    async def deliver(after: timedelta = timedelta(seconds=1)) -> None:
        assert isinstance(courier.clock, Time)
        courier.clock.passes(after)
        while await deliver_due_webhooks(courier):
            await courier.come_home()

    return deliver


@pytest.fixture
def add(database: Database, seal: Seal) -> Callable[..., Awaitable[tuple[WebhookEndpoint, str]]]:
    """Adds an endpoint."""

    async def add(
        url: str, *events: str, ordered: bool = False, business_id: str = NORTHWIND
    ) -> tuple[WebhookEndpoint, str]:
        details = EndpointDetails(
            url=url, events=events or ("*",), description="", ordered=ordered, enabled=True
        )
        async with database.work(an_origin(business_id=business_id)) as work:
            return await add_webhook_endpoint(work, seal, details)

    return add


@pytest.fixture
def tell(database: Database) -> Callable[..., Awaitable[str]]:
    """Lets an event arrive as in the service; returns its id."""
    dispatcher = Dispatcher("notifications", database, ALL_HANDLERS)

    async def tell(event: Event, number: int = 1, **more: Any) -> str:
        envelope = Envelope(
            id=f"evt_{number}",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject="any",
            subjectversion=1,
            businessid=NORTHWIND,
            customerid=ADA,
            actor=str(A_LOGIN),
            businesstime=NOW,
            traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            data=event.model_dump(mode="json"),
            **more,
        )
        message = BusMessage(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, attempt=1)) == Done()
        return envelope.id

    return tell


@pytest.fixture
def deliveries(database: Database) -> Callable[[WebhookEndpoint], Awaitable[list[WebhookDelivery]]]:
    """Reads an endpoint's, the oldest event first."""

    async def read(endpoint: WebhookEndpoint) -> list[WebhookDelivery]:
        async with database.session() as session:
            found = await WebhookDeliveries(session).list_page(
                Scope(NORTHWIND), endpoint.id, before=None, limit=100
            )
        return sorted(found, key=lambda delivery: delivery.event_id)

    return read


@pytest.fixture
def again(database: Database) -> Callable[[WebhookEndpoint], Awaitable[WebhookEndpoint]]:
    """Reads an endpoint as it is now."""

    async def read(endpoint: WebhookEndpoint) -> WebhookEndpoint:
        async with database.session() as session:
            return await WebhookEndpoints(session).get(Scope(NORTHWIND), endpoint.id)

    return read


def test_every_public_event_goes_out_and_no_other() -> None:
    public = {event for event in all_events().values() if event.public}
    assert {event for event in ALL_HANDLERS if event.public} == public
    assert [event.type for event in public if ALL_HANDLERS[event].__name__ != "handle"] == []
    private = [event for event in ALL_HANDLERS if not event.public]
    assert [event.type for event in private if ALL_HANDLERS[event].__name__ == "handle"] == []


async def test_an_event_goes_out_signed_once_to_whoever_wants_it(
    add: Any, tell: Any, deliver: Any, deliveries: Any, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    endpoint, secret = await add(receiver.url(), "subscription.*")
    other, _ = await add(receiver.url(), "invoice.*", "subscription.canceled")
    await add(receiver.url(), business_id=CONTOSO)
    await tell(paused)
    await tell(paused)
    await deliver()
    await deliver()

    ((headers, body),) = receiver.got
    assert Webhook(secret).verify(body, headers) == json.loads(body)
    assert headers["webhook-id"] == "evt_1"
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    event = json.loads(body)
    assert (event["specversion"], event["id"], event["type"]) == ("1.0", "evt_1", "subscription.paused")
    assert event["data"] == paused.model_dump(mode="json")
    assert "traceparent" not in event
    (delivery,) = await deliveries(endpoint)
    assert (delivery.state, delivery.attempts, delivery.status) == (DeliveryState.ARRIVED, 1, 200)
    assert (delivery.body, delivery.next_try_at) == ("ok", None)
    assert await deliveries(other) == []


async def test_it_goes_out_once_even_when_the_inbox_has_forgotten(
    database: Database, add: Any, tell: Any, deliver: Any, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    await add(receiver.url())
    await tell(paused)
    async with database.session() as session:
        await session.execute(database.tables.inbox.delete())
    await tell(paused)
    await deliver()
    assert len(receiver.got) == 1


async def test_confidential_words_stay_here(
    add: Any, tell: Any, deliver: Any, receiver: Receiver, canceled: SubscriptionCanceled
) -> None:
    await add(receiver.url())
    await tell(canceled)
    await deliver()
    ((_, body),) = receiver.got
    assert canceled.message is not None
    assert canceled.message not in body
    assert json.loads(body)["data"]["message"] == "(confidential)"


async def test_what_is_only_told_again_goes_nowhere(
    add: Any, tell: Any, deliver: Any, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    await add(receiver.url())
    await tell(paused, reannounced=True)
    await deliver()
    assert receiver.got == []


async def test_a_receiver_that_fails_for_hours_gets_it_all(
    add: Any,
    tell: Any,
    deliver: Any,
    deliveries: Any,
    again: Any,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url())
    receiver.status = lambda _: 503
    await tell(paused)
    await deliver()
    await deliver(timedelta(seconds=9))
    assert len(receiver.got) == 1
    for hours in (0.01, 0.1, 0.6, 2.1):
        await deliver(timedelta(hours=hours))
    (waiting,) = await deliveries(endpoint)
    assert (waiting.state, waiting.attempts, waiting.status) == (DeliveryState.WAITING, 5, 503)
    assert (await again(endpoint)).failing_since is not None

    receiver.status = lambda _: 200
    await deliver(timedelta(hours=2.1))
    (arrived,) = await deliveries(endpoint)
    assert (arrived.state, arrived.attempts, len(receiver.got)) == (DeliveryState.ARRIVED, 6, 6)
    assert set(receiver.ids) == {"evt_1"}
    assert (await again(endpoint)).failing_since is None


async def test_after_three_days_a_delivery_is_given_up_and_can_be_replayed(
    add: Any,
    tell: Any,
    deliver: Any,
    deliveries: Any,
    database: Database,
    courier: Courier,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url())
    receiver.status = lambda _: 302
    await tell(paused)
    began = courier.clock()
    while due := (await deliveries(endpoint))[0].next_try_at:
        await deliver(due - courier.clock() + timedelta(seconds=1))
    (failed,) = await deliveries(endpoint)
    assert (failed.state, failed.status, failed.attempts) == (DeliveryState.FAILED, 302, 11)
    assert timedelta(days=2, hours=20) < courier.clock() - began < timedelta(days=3, hours=1)

    receiver.status = lambda _: 200
    async with database.work(an_origin()) as work:
        await replay_webhook_event(work, endpoint.id, "evt_1")
    await deliver()
    (arrived,) = await deliveries(endpoint)
    assert (arrived.state, receiver.ids[-1]) == (DeliveryState.ARRIVED, "evt_1")


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 10), (0.25, 9.5), (1.0, 8)])
async def test_a_gap_is_up_to_a_fifth_shorter_by_chance(
    chance: float,
    seconds: float,
    add: Any,
    tell: Any,
    deliver: Any,
    deliveries: Any,
    courier: Courier,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url())
    receiver.status = lambda _: 500
    courier.chance = lambda: chance
    await tell(paused)
    await deliver()
    (waiting,) = await deliveries(endpoint)
    assert waiting.next_try_at == courier.clock() + timedelta(seconds=seconds)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_receiver_that_asks_to_be_left_alone_is(
    status: int,
    add: Any,
    tell: Any,
    deliver: Any,
    deliveries: Any,
    again: Any,
    courier: Courier,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url("/busy"))
    ordered, _ = await add(receiver.url("/busy"), ordered=True)
    await add(receiver.url("/other"))
    receiver.status = lambda path: status if path == "/busy" else 200
    receiver.more = "retry-after: 3600\r\n"
    await tell(paused, 1)
    await deliver()
    until = courier.clock() + timedelta(hours=1)
    for asked in (endpoint, ordered):
        assert (await again(asked)).left_alone_until == until
    assert receiver.ids == ["evt_1", "evt_1", "evt_1"]

    receiver.status = lambda _: 200
    await tell(paused, 2)
    await deliver(timedelta(minutes=59))
    assert receiver.ids[3:] == ["evt_2"]
    await deliver(timedelta(minutes=2))
    assert sorted(receiver.ids[4:]) == ["evt_1", "evt_1", "evt_2", "evt_2"]
    assert [one.attempts for one in await deliveries(endpoint)] == [2, 1]


async def test_what_one_server_has_asked_does_not_hold_for_another(
    add: Any,
    tell: Any,
    deliver: Any,
    again: Any,
    database: Database,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url("/busy"))
    receiver.status = lambda path: 503 if path == "/busy" else 200
    receiver.more = "retry-after: 86400\r\n"
    await tell(paused)
    await deliver()
    async with database.work(an_origin()) as work:
        moved = replace(endpoint.details, url=receiver.url("/new"))
        await change_webhook_endpoint(work, endpoint.id, moved)
    assert (await again(endpoint)).left_alone_until is None
    await deliver(timedelta(seconds=11))
    assert receiver.ids == ["evt_1", "evt_1"]


async def test_prometheus_is_told_how_it_is(
    add: Any, tell: Any, deliver: Any, courier: Courier, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    async def measured() -> tuple[float, float]:
        await measure_webhooks(courier.database, courier.clock())
        return endpoints_failing._value.get(), oldest_due_seconds._value.get()

    def counted() -> list[float]:
        results = [attempts.labels(each)._value.get() for each in ("arrived", "refused", "no_answer")]
        return [*results, *(endpoints_stopped.labels(each)._value.get() for each in ("gone", "failing"))]

    before = counted()
    await add(receiver.url("/good"))
    await add(receiver.url("/bad"))
    await add("http://127.0.0.1:1/nobody", ordered=True)
    receiver.status = lambda path: 500 if path == "/bad" else 200
    assert await measured() == (0, 0)
    await tell(paused, 1)
    assert isinstance(courier.clock, Time)
    courier.clock.passes(timedelta(minutes=7))
    failing, oldest = await measured()
    assert failing == 0
    assert 420 <= oldest < 480
    await deliver()
    assert await measured() == (2, 0)
    receiver.status = lambda path: 410 if path == "/bad" else 200
    await tell(paused, 2)
    await deliver()
    assert await measured() == (1, 0)
    assert [after - at_first for after, at_first in zip(counted(), before, strict=True)] == [2, 2, 1, 1, 0]


async def test_the_document_s_own_example_takes_what_is_ours_and_nothing_else(
    add: Any, tell: Any, deliver: Any, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    ours: dict[str, Any] = {}
    exec(EXAMPLE, ours)  # noqa: S102  The very words that others copy.
    _, secret = await add(receiver.url())
    _, another = await add(receiver.url(), business_id=CONTOSO)
    await tell(paused)
    await deliver()
    ((headers, body),) = receiver.got
    event = ours["read_webhook"](secret, headers, body.encode())
    assert (event["id"], event["type"], event["data"]["subscription"]["name"]) == (
        "evt_1",
        "subscription.paused",
        paused.subscription.name,
    )
    for wrong in (
        (another, headers, body.encode()),
        (secret, headers, body.encode() + b" "),
        (secret, headers | {"webhook-id": "evt_2"}, body.encode()),
        (secret, headers | {"webhook-signature": "v2"}, body.encode()),
        (secret, {}, body.encode()),
    ):
        assert ours["read_webhook"](*wrong) is None


async def test_after_five_days_of_failure_an_endpoint_is_stopped_and_the_business_told(
    add: Any,
    tell: Any,
    deliver: Any,
    again: Any,
    database: Database,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url())
    receiver.status = lambda _: 500
    for day in range(5):
        await tell(paused, day)
        await deliver(timedelta(days=1) if day else timedelta(seconds=1))
    assert (await again(endpoint)).details.enabled
    await tell(paused, 5)
    await deliver(timedelta(days=1))
    stopped = await again(endpoint)
    assert (stopped.details.enabled, stopped.stopped_because) == (False, Stop.FAILING)
    told = [each for each in await announced(database) if each.type == "webhook_endpoint.stopped"]
    assert [each.data["because"] for each in told] == ["failing"]

    receiver.got.clear()
    await tell(paused, 6)
    await deliver(timedelta(days=1))
    assert receiver.got == []


async def test_410_stops_an_endpoint_at_once_and_what_waits_goes_out_when_it_is_on_again(
    add: Any,
    tell: Any,
    deliver: Any,
    again: Any,
    database: Database,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url())
    receiver.status = lambda _: 410
    await tell(paused)
    await deliver()
    stopped = await again(endpoint)
    assert (stopped.details.enabled, stopped.stopped_because) == (False, Stop.GONE)
    await deliver(timedelta(hours=1))
    assert len(receiver.got) == 1

    receiver.status = lambda _: 200
    async with database.work(an_origin()) as work:
        await change_webhook_endpoint(work, endpoint.id, endpoint.details)
    await deliver()
    assert receiver.ids == ["evt_1", "evt_1"]
    assert (await again(endpoint)).stopped_because is None


async def test_an_ordered_endpoint_waits_for_the_one_before(
    add: Any, tell: Any, deliver: Any, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    await add(receiver.url("/ordered"), ordered=True)
    await add(receiver.url("/any"))
    receiver.status = lambda path: 500 if path == "/ordered" else 200
    for number in range(1, 4):
        await tell(paused, number)
    await deliver()
    assert sorted(receiver.ids) == ["evt_1", "evt_1", "evt_2", "evt_3"]

    receiver.got.clear()
    receiver.status = lambda _: 200
    await deliver(timedelta(minutes=1))
    assert receiver.ids == ["evt_1", "evt_2", "evt_3"]


async def test_a_slow_endpoint_holds_up_nobody(
    add: Any,
    tell: Any,
    deliver: Any,
    courier: Courier,
    receiver: Receiver,
    paused: SubscriptionPaused,
    deliveries: Any,
) -> None:
    slow, _ = await add(receiver.url("/slow"))
    quick, _ = await add(receiver.url("/quick"))
    receiver.slow["/slow"] = asyncio.Event()
    for number in range(10):
        await tell(paused, number)
    assert isinstance(courier.clock, Time)
    courier.clock.passes(timedelta(seconds=1))
    while {one.state for one in await deliveries(quick)} != {DeliveryState.ARRIVED}:
        await deliver_due_webhooks(courier)
    states = [one.state for one in await deliveries(slow)]
    assert (states.count(DeliveryState.SENDING), states.count(DeliveryState.WAITING)) == (4, 6)
    receiver.slow["/slow"].set()
    await courier.come_home()
    await deliver()
    assert {one.state for one in await deliveries(slow)} == {DeliveryState.ARRIVED}


async def test_whoever_dies_while_sending_is_followed_after_the_lease(
    add: Any, tell: Any, deliver: Any, courier: Courier, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    await add(receiver.url())
    receiver.slow["/"] = asyncio.Event()
    await tell(paused)
    assert isinstance(courier.clock, Time)
    courier.clock.passes(timedelta(seconds=1))
    await deliver_due_webhooks(courier)
    await receiver.entered.wait()
    for task in courier.under_way:
        task.cancel()
    await courier.come_home()

    receiver.slow.clear()
    await deliver(timedelta(seconds=59))
    assert receiver.got == []
    await deliver(timedelta(seconds=2))
    assert receiver.ids == ["evt_1"]


async def test_two_processes_share_the_work(
    add: Any,
    tell: Any,
    courier: Courier,
    database: Database,
    seal: Seal,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    await add(receiver.url("/ordered"), ordered=True)
    await add(receiver.url("/any"))
    for number in range(8):
        await tell(paused, number)
    assert isinstance(courier.clock, Time)
    courier.clock.passes(timedelta(seconds=1))
    couriers = [courier, Courier(database, courier.post, seal, clock=courier.clock)]
    while sum(await asyncio.gather(*(deliver_due_webhooks(each) for each in couriers))):
        await asyncio.gather(*(each.come_home() for each in couriers))
    assert sorted(receiver.ids) == sorted(2 * [f"evt_{number}" for number in range(8)])


async def test_for_a_day_both_secrets_sign(
    add: Any,
    tell: Any,
    deliver: Any,
    database: Database,
    seal: Seal,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, before = await add(receiver.url())
    async with database.work(an_origin()) as work:
        _, after = await rotate_webhook_secret(work, seal, endpoint.id)
    assert before != after
    await tell(paused, 1)
    await deliver()
    headers, body = receiver.got[0]
    assert Webhook(before).verify(body, headers) == Webhook(after).verify(body, headers)

    await tell(paused, 2)
    await deliver(timedelta(hours=24))
    assert [len(headers["webhook-signature"].split(" ")) for headers, _ in receiver.got] == [2, 1]


async def test_what_was_about_a_forgotten_customer_is_kept_no_more(
    add: Any,
    tell: Any,
    deliver: Any,
    deliveries: Any,
    database: Database,
    receiver: Receiver,
    paused: SubscriptionPaused,
) -> None:
    endpoint, _ = await add(receiver.url())
    await tell(paused, 1)
    await tell(CustomerAnonymized(customer_id=ADA), 2)
    await deliver()
    assert receiver.ids == ["evt_2"]
    assert [one.event_id for one in await deliveries(endpoint)] == ["evt_2"]
    async with database.session() as session:
        kept = await WebhookEvents(session).list_page(
            Scope(NORTHWIND), before=None, limit=10, event_type=None
        )
    assert [event.id for event in kept] == ["evt_2"]


async def test_after_30_days_all_is_forgotten(
    add: Any, tell: Any, deliveries: Any, database: Database, receiver: Receiver, paused: SubscriptionPaused
) -> None:
    endpoint, _ = await add(receiver.url())
    await tell(paused)
    assert await forget_old_webhooks(database, real_now() + timedelta(days=29)) == 0
    assert len(await deliveries(endpoint)) == 1
    assert await forget_old_webhooks(database, real_now() + timedelta(days=31)) == 1
    assert await deliveries(endpoint) == []
