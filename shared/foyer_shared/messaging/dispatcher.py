"""From a message to a committed effect: finds the handler, claims the inbox, commits, says how it went."""

import traceback
from collections.abc import Mapping
from pathlib import Path

import structlog
from opentelemetry.trace import Span, StatusCode
from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import insert

from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.catalogue import all_events
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.messaging import metrics
from foyer_shared.messaging.handlers import Handler, NotYet
from foyer_shared.messaging.spans import processing
from foyer_shared.messaging.transport import TRIES, DatabaseAway, Dead, Delivery, Done, Retry, Verdict
from foyer_shared.storage.away import DatabaseUnreachable, is_away
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

log = structlog.get_logger()


class Dispatcher:
    """Gives each event to the service's handler for its type; the handler of `Event` takes all others.

    Logs and reasons name errors and places, never what an event or an error says: that may be confidential.
    """

    def __init__(
        self, service_name: str, database: Database, handlers: Mapping[type[Event], Handler]
    ) -> None:
        self._service = service_name
        self._database = database
        self._handlers = handlers
        inbox = database.tables.inbox
        self._claim_row = insert(inbox).on_conflict_do_nothing().returning(inbox.c.message_id)

    async def dispatch(self, delivery: Delivery) -> Verdict:
        """Handle one delivery in one transaction. Never raises but when cancelled."""
        try:
            envelope = Envelope.model_validate_json(delivery.message.body)
        except ValidationError as error:
            return self._give_up(delivery, "unknown", f"malformed_envelope: {_fields(error)}")
        contract = all_events().get(envelope.type)
        handler = self._handlers.get(contract or Event) or self._handlers.get(Event)
        if contract is None or handler is None:
            return self._give_up(delivery, "unknown", "unknown_type")
        try:
            event = envelope.event()
        except ValidationError as error:
            return self._give_up(delivery, envelope.type, f"invalid_data: {_fields(error)}")
        with (
            structlog.contextvars.bound_contextvars(event_id=envelope.id, event_type=envelope.type),
            processing(envelope, delivery.message, self._service, attempt=delivery.attempt) as span,
        ):
            return await self._try(delivery, envelope, event, handler, span)

    async def _try(
        self, delivery: Delivery, envelope: Envelope, event: Event, handler: Handler, span: Span
    ) -> Verdict:
        try:
            with metrics.handler_seconds.labels(self._service, envelope.type).time():
                is_new = await self._apply(envelope, event, handler)
        except Exception as error:  # noqa: BLE001  Whatever a handler raises costs a try, not the consumer.
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)
            if is_away(error):
                log.warning("database_away", error=type(error).__name__)
                return DatabaseAway()
            return self._failed(delivery, envelope, error)
        if is_new:
            metrics.handled.labels(self._service, envelope.type).inc()
        else:
            metrics.repeated.labels(self._service).inc()
        return Done()

    async def _apply(self, envelope: Envelope, event: Event, handler: Handler) -> bool:
        """Claim and effect commit together; False when the event had its effect before."""
        origin = Origin(
            scope=Scope(envelope.businessid, envelope.customerid),
            actor=Actor.system(self._service),
            now=envelope.businesstime,
            causation_id=envelope.id,
        )
        async with self._database.work(origin) as work:
            is_new = await self._claim(work, envelope.id)
            if is_new:
                await handler(work, event, envelope)
        return is_new

    async def _claim(self, work: Work, message_id: str) -> bool:
        row = {"message_id": message_id, "reader": self._service}
        try:
            claimed = await work.session.execute(self._claim_row, row)
        except OSError as error:
            # The first statement is what connects, and asyncpg lets the system's own errors through.
            raise DatabaseUnreachable from error
        return claimed.scalar_one_or_none() is not None

    def _failed(self, delivery: Delivery, envelope: Envelope, error: Exception) -> Verdict:
        reason = f"{type(error).__name__} at {_place(error)}"
        if isinstance(error, NotYet):
            reason = f"NotYet: {error}"
            log.info("event_not_yet", attempt=delivery.attempt, reason=str(error))
        else:
            stack = "".join(traceback.format_tb(error.__traceback__))
            log.error("event_failed", attempt=delivery.attempt, reason=reason, stack=stack)
        if delivery.attempt >= TRIES:
            return self._give_up(delivery, envelope.type, reason)
        metrics.retried.labels(self._service, envelope.type).inc()
        return Retry(reason)

    def _give_up(self, delivery: Delivery, event_type: str, reason: str) -> Dead:
        metrics.dead.labels(self._service, event_type).inc()
        log.error(
            "event_dead",
            service=self._service,
            message_id=delivery.message.id,
            routing_key=delivery.message.routing_key,
            attempt=delivery.attempt,
            reason=reason,
        )
        return Dead(reason)


def _fields(error: ValidationError) -> str:
    """Which fields are wrong, without what they say."""
    return ", ".join(sorted({".".join(map(str, problem["loc"])) or "body" for problem in error.errors()}))


def _place(error: Exception) -> str:
    """File and line in Foyer's own code that the error passed through last."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((frame for frame in reversed(frames) if "foyer_" in frame.filename), frames[-1])
    return f"{Path(frame.filename).name}:{frame.lineno}"
