"""One try to send one message, and what became of it."""

import traceback

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.notifications import MessageFailed, MessageSent
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal, SealedWithAnotherKey
from foyer_shared.telemetry.traces import context_of
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode

from foyer_notifications.domain.delivery import after_failure, after_success, is_too_late
from foyer_notifications.domain.mail import Mail
from foyer_notifications.domain.message import Message, State
from foyer_notifications.gateways.mail_gateway import MailGateway, MailNotTaken
from foyer_notifications.storage.messages import Messages
from foyer_notifications.storage.sealed_words import open_words
from foyer_notifications.storage.unsubscribe_links import unsubscribe_link

log = structlog.get_logger()
tracer = trace.get_tracer("foyer.notifications")

_ENDS = {State.SENT, State.FAILED}


async def send_message(database: Database, gateway: MailGateway, seal: Seal, claimed: Message) -> None:
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
        failure = await _deliver(gateway, seal, claimed)
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
        if failure is None:
            outcome = after_success(message, real)
            event = MessageSent(message_id=message.id, message=message.kind)
            work.announce(event, subject=message.id, version=outcome.version, customer_id=message.customer_id)
        else:
            outcome = after_failure(message, failure.reason, real, permanent=failure.permanent)
            if outcome.state is State.FAILED:
                given_up = MessageFailed(message_id=message.id, message=message.kind, reason=failure.reason)
                work.announce(
                    given_up, subject=message.id, version=outcome.version, customer_id=message.customer_id
                )
        await messages.save(outcome)


async def _deliver(gateway: MailGateway, seal: Seal, message: Message) -> MailNotTaken | None:
    """What went wrong, None when the mail is somebody else's now."""
    if is_too_late(message, real_now()):
        return MailNotTaken(message.failure or "it could not be sent in time", permanent=True)
    try:
        content = open_words(message.sealed, seal) if message.sealed else message.content
        await gateway.deliver(
            Mail(
                message_id=message.message_id,
                business_id=message.business_id,
                kind=message.kind,
                to=message.to,
                cc=message.cc,
                language=message.language,
                sender_name=message.sender_name,
                reply_to=message.reply_to,
                content=content,
                unsubscribe=unsubscribe_link(message, seal),
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
