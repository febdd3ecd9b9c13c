"""Delivery: once, with retries, whatever breaks in between."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import structlog
from foyer_notifications.domain.message import Message, State, Suppression
from foyer_notifications.gateways.mail_gateway import MailNotTaken, MailPerhapsTaken
from foyer_notifications.use_cases.send_due_messages import send_due_messages
from foyer_notifications.use_cases.send_sign_in_code import WayIn, send_sign_in_code
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.reply_address import ReplyAddresses
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.portal import BusinessData, BusinessUpdated
from foyer_shared.contracts.subscriptions import SubscriptionPaused
from foyer_shared.messaging.transport import Verdict
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced

Receive = Callable[..., Awaitable[Verdict]]
Read = Callable[[], Awaitable[list[Message]]]
Act = Callable[[], Awaitable[None]]

pytestmark = pytest.mark.usefixtures("known")


async def test_a_message_goes_out_once_and_is_told(
    receive: Receive, messages: Read, database: Database, gateway: Any, seal: Seal, paused: SubscriptionPaused
) -> None:
    await receive(paused, event_id="evt_1")
    assert await send_due_messages(database, gateway, seal) == 1
    assert await send_due_messages(database, gateway, seal) == 0

    (message,) = await messages()
    (mail,) = gateway.delivered
    assert (mail.message_id, mail.to, mail.content) == (message.message_id, message.to, message.content)
    assert (mail.sender_name, mail.reply_to) == ("Northwind", "help@northwind.example")
    assert (message.state, message.attempts, message.version) == (State.SENT, 1, 3)
    assert message.sent_at is not None
    assert real_now() - message.sent_at < timedelta(seconds=10)

    (envelope,) = await announced(database)
    assert (envelope.type, envelope.subject, envelope.subjectversion) == ("message.sent", message.id, 3)
    assert envelope.data == {"message_id": message.id, "message": "subscription_paused"}
    assert (envelope.customerid, envelope.causationid) == (ADA, "evt_1")
    assert timedelta() <= envelope.businesstime - NOW < timedelta(seconds=10)


async def test_a_mail_that_is_not_taken_waits_and_goes_out_later(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    paused: SubscriptionPaused,
    make_due: Act,
) -> None:
    await receive(paused)
    gateway.failures = [MailNotTaken("the mail server answered 451")]
    await send_due_messages(database, gateway, seal)
    (waiting,) = await messages()
    assert (waiting.state, waiting.attempts) == (State.QUEUED, 1)
    assert waiting.failure == "the mail server answered 451"
    assert waiting.next_try_at is not None
    assert timedelta(seconds=5) < waiting.next_try_at - real_now() < timedelta(seconds=11)
    assert await send_due_messages(database, gateway, seal) == 0
    assert await announced(database) == []

    await make_due()
    await send_due_messages(database, gateway, seal)
    (sent,) = await messages()
    assert (sent.state, sent.attempts, sent.failure) == (State.SENT, 2, None)
    assert [mail.message_id for mail in gateway.delivered] == [waiting.message_id]


async def test_a_permanent_no_is_the_end(
    receive: Receive, messages: Read, database: Database, gateway: Any, seal: Seal, paused: SubscriptionPaused
) -> None:
    await receive(paused)
    gateway.failures = [MailNotTaken("the mail server answered 550", permanent=True)]
    await send_due_messages(database, gateway, seal)
    (message,) = await messages()
    assert (message.state, message.next_try_at) == (State.FAILED, None)
    (envelope,) = await announced(database)
    assert envelope.type == "message.failed"
    assert envelope.data == {
        "message_id": message.id,
        "message": "subscription_paused",
        "reason": "the mail server answered 550",
    }


async def test_what_is_too_late_is_given_up_unsent(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    paused: SubscriptionPaused,
    lapse: Act,
) -> None:
    await receive(paused)
    await lapse()
    await send_due_messages(database, gateway, seal)
    (message,) = await messages()
    assert (message.state, message.failure) == (State.FAILED, "it could not be sent in time")
    assert gateway.delivered == []
    assert [envelope.type for envelope in await announced(database)] == ["message.failed"]


async def test_a_mail_that_breaks_the_gateway_does_not_hold_up_others(
    receive: Receive, messages: Read, database: Database, gateway: Any, seal: Seal, paused: SubscriptionPaused
) -> None:
    await receive(paused)
    await receive(paused)
    gateway.failures = [KeyError("words of the mail")]
    with structlog.testing.capture_logs() as lines:
        assert await send_due_messages(database, gateway, seal) == 2
    assert [(line["event"], line["reason"]) for line in lines] == [("mail_failed", "KeyError")]
    assert "words of the mail" not in str(lines)
    assert sorted(message.state for message in await messages()) == [State.QUEUED, State.SENT]
    assert {message.failure for message in await messages()} == {None, "KeyError"}


async def test_whoever_dies_while_sending_is_followed_after_the_lease(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    paused: SubscriptionPaused,
    make_due: Act,
) -> None:
    await receive(paused)
    gateway.gate = asyncio.Event()
    dying = asyncio.create_task(send_due_messages(database, gateway, seal))
    await gateway.entered.wait()
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    (left,) = await messages()
    assert (left.state, left.attempts) == (State.SENDING, 1)

    gateway.gate = None
    assert await send_due_messages(database, gateway, seal) == 0
    await make_due()
    assert await send_due_messages(database, gateway, seal) == 1
    (sent,) = await messages()
    assert (sent.state, sent.attempts) == (State.SENT, 2)
    assert [mail.message_id for mail in gateway.delivered] == [left.message_id]


async def test_a_slow_failure_does_not_undo_a_later_success(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    paused: SubscriptionPaused,
    make_due: Act,
) -> None:
    await receive(paused)
    slow = type(gateway)(failures=[MailNotTaken("too slow")], gate=asyncio.Event())
    late = asyncio.create_task(send_due_messages(database, slow, seal))
    await slow.entered.wait()
    await make_due()
    await send_due_messages(database, gateway, seal)
    slow.gate.set()
    await late

    (message,) = await messages()
    assert (message.state, message.failure) == (State.SENT, None)
    assert [envelope.type for envelope in await announced(database)] == ["message.sent"]


async def test_two_processes_share_the_work(
    receive: Receive, database: Database, gateway: Any, seal: Seal, paused: SubscriptionPaused
) -> None:
    for _ in range(8):
        await receive(paused)
    tried = await asyncio.gather(*(send_due_messages(database, gateway, seal) for _ in range(3)))
    assert sum(tried) == 8
    assert len({mail.message_id for mail in gateway.delivered}) == len(gateway.delivered) == 8


async def test_a_held_business_sends_nothing(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    paused: SubscriptionPaused,
    northwind: BusinessData,
) -> None:
    held = northwind.model_copy(update={"mail": "held"})
    await receive(BusinessUpdated(business=held), version=2)
    await receive(paused)
    await receive(BusinessUpdated(business=northwind), version=3)
    assert await send_due_messages(database, gateway, seal) == 0
    assert [message.state for message in await messages()] == [State.HELD]
    assert await announced(database) == []


async def test_secret_words_go_out_and_are_forgotten(
    messages: Read, database: Database, gateway: Any, seal: Seal
) -> None:
    way_in = WayIn(code="012345", link="http://localhost:8080/sign-in/link?t=abc", minutes=10)
    async with database.work(an_origin()) as work:
        await send_sign_in_code(
            work, seal, to="ada@example.com", customer_id=None, language="en", way_in=way_in
        )
    await send_due_messages(database, gateway, seal)
    (mail,) = gateway.delivered
    assert "012345" in mail.content.text
    assert way_in.link in mail.content.html
    (message,) = await messages()
    assert (message.state, message.sealed) == (State.SENT, None)
    assert "012345" not in message.content.text + message.content.html


async def test_words_that_no_key_opens_are_given_up(
    messages: Read, database: Database, gateway: Any, seal: Seal
) -> None:
    way_in = WayIn(code="012345", link="http://localhost:8080/sign-in/link?t=abc", minutes=10)
    async with database.work(an_origin()) as work:
        await send_sign_in_code(
            work, Seal([new_seal_key()]), to="ada@example.com", customer_id=None, language="en", way_in=way_in
        )
    await send_due_messages(database, gateway, seal)
    (message,) = await messages()
    assert (message.state, message.sealed) == (State.FAILED, None)
    assert message.failure == "its words were sealed with a key that is gone"
    assert gateway.delivered == []


@pytest.mark.parametrize(("key", "tries"), [("subscription_paused", 2), ("invoice_overdue", 1)])
async def test_what_may_have_arrived_goes_out_once_more_only_if_it_is_mandatory(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    causes: dict[str, Event],
    make_due: Callable[[], Awaitable[None]],
    key: str,
    tries: int,
) -> None:
    await receive(causes[key])
    gateway.failures += [MailPerhapsTaken("no answer") for _ in range(5)]
    for _ in range(5):
        await send_due_messages(database, gateway, seal)
        await make_due()
    (message,) = await messages()
    assert (message.state, message.failure) == (State.UNCERTAIN, "no answer")
    assert (message.attempts, len(gateway.failures)) == (tries, 5 - tries)
    events = [event.type for event in await announced(database)]
    assert events == ["message.uncertain"]


async def test_the_second_try_has_the_same_message_id_and_may_succeed(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    paused: SubscriptionPaused,
    make_due: Callable[[], Awaitable[None]],
) -> None:
    await receive(paused)
    (before,) = await messages()
    gateway.failures.append(MailPerhapsTaken("no answer"))
    await send_due_messages(database, gateway, seal)
    assert [message.state for message in await messages()] == [State.UNCERTAIN]
    await make_due()
    await send_due_messages(database, gateway, seal)
    (mail,) = gateway.delivered
    assert mail.message_id == before.message_id
    assert [message.state for message in await messages()] == [State.SENT]


async def test_an_address_that_is_refused_is_marked(
    receive: Receive, messages: Read, database: Database, gateway: Any, seal: Seal, paused: SubscriptionPaused
) -> None:
    await receive(paused)
    gateway.failures.append(MailNotTaken("the mail server answered 550", permanent=True, bounced=True))
    await send_due_messages(database, gateway, seal)
    await receive(paused)
    newest, refused = await messages()
    assert (refused.state, newest.state) == (State.BOUNCED, State.SUPPRESSED)
    assert newest.suppressed_because is Suppression.ADDRESS_BOUNCED
    assert [event.type for event in await announced(database)] == ["message.bounced"]


async def test_what_may_have_arrived_is_not_called_failed_when_it_is_too_late(
    receive: Receive,
    messages: Read,
    database: Database,
    gateway: Any,
    seal: Seal,
    paused: SubscriptionPaused,
    make_due: Callable[[], Awaitable[None]],
    lapse: Callable[[], Awaitable[None]],
) -> None:
    await receive(paused)
    gateway.failures.append(MailPerhapsTaken("no answer"))
    await send_due_messages(database, gateway, seal)
    await make_due()
    await lapse()
    await send_due_messages(database, gateway, seal)
    assert gateway.delivered == []
    assert [message.state for message in await messages()] == [State.UNCERTAIN]
    assert [event.type for event in await announced(database)] == ["message.uncertain"]


async def test_answers_to_mails_about_a_ticket_go_to_the_ticket(
    receive: Receive, database: Database, gateway: Any, seal: Seal, causes: dict[str, Event]
) -> None:
    replies = ReplyAddresses("reply@mail.example", ["k" * 32])
    for key in ("ticket_opened", "ticket_replied", "subscription_paused"):
        await receive(causes[key], event_id=f"evt_{key}")
    await send_due_messages(database, gateway, seal, replies)
    sent = {mail.kind: (mail.reply_to, mail.thread) for mail in gateway.delivered}
    about_it = (replies.of("tic_1"), "<tic_1@localhost>")
    assert sent == {
        "ticket_opened": about_it,
        "ticket_replied": about_it,
        "subscription_paused": ("help@northwind.example", None),
    }


async def test_without_reply_addresses_they_go_to_people(
    receive: Receive, database: Database, gateway: Any, seal: Seal, causes: dict[str, Event]
) -> None:
    await receive(causes["ticket_replied"], event_id="evt_1")
    await send_due_messages(database, gateway, seal)
    (mail,) = gateway.delivered
    assert (mail.reply_to, mail.thread) == ("help@northwind.example", "<tic_1@localhost>")
    assert "write back in the portal" in mail.content.text
