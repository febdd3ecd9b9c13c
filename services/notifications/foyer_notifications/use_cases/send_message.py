"""One try to send one message, and what became of it."""

import traceback
from datetime import datetime

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.basics.reply_address import ReplyAddresses
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.notifications import (
    MessageBounced,
    MessageFailed,
    MessageSent,
    MessageUncertain,
)
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, SealedWithAnotherKey
from foyer_shared.telemetry.traces import context_of
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode

from foyer_notifications.domain.catalogue import CATALOGUE
from foyer_notifications.domain.delivery import (
    after_failure,
    after_success,
    after_uncertainty,
    is_too_late,
)
from foyer_notifications.domain.mail import Mail
from foyer_notifications.domain.message import Message, State
from foyer_notifications.gateways.mail_gateway import MailGateway, MailNotTaken, MailPerhapsTaken
from foyer_notifications.storage.invoice_links import with_invoice_links
from foyer_notifications.storage.messages import Messages
from foyer_notifications.storage.sealed_words import open_words
from foyer_notifications.storage.unsubscribe_links import unsubscribe_link
from foyer_notifications.use_cases.mark_bounced import mark_bounced

log = structlog.get_logger()
tracer = trace.get_tracer("foyer.notifications")

_ENDS = {State.SENT, State.FAILED, State.BOUNCED}
_GIVEN_UP = {
    State.FAILED: MessageFailed,
    State.BOUNCED: MessageBounced,
    State.UNCERTAIN: MessageUncertain,
}


async def send_message(
    database: Database,
    gateway: MailGateway,
    seal: Seal,
    claimed: Message,
    replies: ReplyAddresses | None = None,
) -> None:
    """Deliver it, then record and tell the outcome; after a crash it goes out again, under the same id.

    It is a step of the trace in which the message was made, whoever sends it and when.
    """
    with tracer.start_as_current_span(
        f"send {claimed.kind}",
        context=context_of(claimed.traceparent),
        kind=SpanKind.PRODUCER,
        attributes={
            "messaging.system": "email",
            "messaging.destination.name": claimed.kind,
            "messaging.message.id": claimed.id,
            "messaging.operation.name": "send",
            "messaging.operation.type": "send",
            "foyer.attempt": claimed.attempts,
        },
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        failure = await _deliver(gateway, seal, claimed, replies)
        if failure is not None:
            span.set_attribute("error.type", type(failure).__name__)
            span.set_status(StatusCode.ERROR)
        await _record(database, claimed, failure)


async def _record(database: Database, claimed: Message, failure: MailNotTaken | None) -> None:
    real = real_now()
    origin = Origin(
        scope=Scope(claimed.business_id, claimed.customer_id),
        actor=Actor.system("notifications"),
        now=claimed.business_time(real),
        causation_id=claimed.cause,
    )
    async with database.work(origin) as work:
        messages = Messages(work.session)
        message = await messages.get_for_update(work.scope, claimed.id)
        if message.state in _ENDS or (failure and message.version != claimed.version):
            return  # The lease ran out, and whoever tried after us has the last word.
        outcome = _after(message, failure, real)
        event = _told(outcome)
        if event is not None:
            work.announce(event, subject=message.id, version=outcome.version, customer_id=message.customer_id)
        if failure is not None and failure.bounced:
            await mark_bounced(work, message, reason=failure.reason)
        await messages.save(outcome)


def _after(message: Message, failure: MailNotTaken | None, real: datetime) -> Message:
    if failure is None:
        return after_success(message, real)
    if isinstance(failure, MailPerhapsTaken):
        mandatory = CATALOGUE[message.kind].mandatory
        return after_uncertainty(message, failure.reason, real, mandatory=mandatory)
    return after_failure(message, failure.reason, real, permanent=failure.permanent, bounced=failure.bounced)


def _told(outcome: Message) -> Event | None:
    """Of what has come to its end."""
    if outcome.state is State.SENT:
        return MessageSent(message_id=outcome.id, message=outcome.kind)
    kind = None if outcome.next_try_at else _GIVEN_UP.get(outcome.state)
    return kind and kind(message_id=outcome.id, message=outcome.kind, reason=outcome.failure or "")


async def _deliver(
    gateway: MailGateway, seal: Seal, message: Message, replies: ReplyAddresses | None
) -> MailNotTaken | None:
    """What went wrong, None when the mail is somebody else's now."""
    if is_too_late(message, real_now()):
        reason = message.failure or "it could not be sent in time"
        return MailNotTaken(reason, permanent=message.uncertain_at is None)
    try:
        content = open_words(message.sealed, seal) if message.sealed else message.content
        content = with_invoice_links(content, message, seal, real_now())
        await gateway.deliver(
            Mail(
                message_id=message.message_id,
                business_id=message.business_id,
                kind=message.kind,
                to=message.to,
                cc=message.cc,
                language=message.language,
                sender_name=message.sender_name,
                reply_to=_reply_to(message, replies),
                content=content,
                unsubscribe=unsubscribe_link(message, seal),
                thread=message.thread,
            )
        )
    except MailNotTaken as refusal:
        log.warning("mail_not_taken", message_id=message.id, attempt=message.attempts, reason=refusal.reason)
        return refusal
    except SealedWithAnotherKey:
        log.error("mail_sealed_with_another_key", message_id=message.id)  # noqa: TRY400  A stack tells no more.
        return MailNotTaken("its words were sealed with a key that is gone", permanent=True)
    except Exception as error:  # noqa: BLE001  One broken mail must not hold up the others.
        # What an error says may quote the mail, so the log has only its name and place.
        stack = "".join(traceback.format_tb(error.__traceback__))
        reason = type(error).__name__
        log.error("mail_failed", message_id=message.id, reason=reason, stack=stack)  # noqa: TRY400  As above.
        return MailNotTaken(reason)
    return None


def _reply_to(message: Message, replies: ReplyAddresses | None) -> str:
    """The ticket's own address, where answers by mail are taken; else that of people of the business."""
    return replies.of(message.ticket_id) if replies and message.ticket_id else message.reply_to
