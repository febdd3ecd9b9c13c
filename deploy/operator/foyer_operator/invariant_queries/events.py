"""Nothing that was announced is lost on its way."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, exists, literal, select, true, union_all

from foyer_operator.invariant_queries.invariant import Invariant
from foyer_operator.services import NAMES, bindings, plumbing


def _unsent(service: str) -> Select[Any]:
    outbox = plumbing(service).outbox.c
    return select(
        literal(service).label("service"),
        outbox.message_id.label("event"),
        outbox.routing_key,
        outbox.recorded_at,
        outbox.attempts,
    ).where(outbox.sent_at.is_(None), outbox.set_aside.is_(None))


def _not_arrived(service: str, reader: str) -> Select[Any]:
    outbox, inbox = plumbing(service).outbox, plumbing(reader).inbox
    received = exists().where(inbox.c.message_id == outbox.c.message_id, inbox.c.reader == reader)
    return select(
        literal(service).label("service"),
        literal(reader).label("reader"),
        outbox.c.message_id.label("event"),
        outbox.c.routing_key,
        outbox.c.sent_at,
    ).where(outbox.c.sent_at.is_not(None), _is_for(reader, outbox), ~received)


def _is_for(reader: str, outbox: Table) -> ColumnElement[bool]:
    patterns = bindings(reader)
    return true() if "#" in patterns else outbox.c.routing_key.in_(patterns)


EVENTS_ARE_SENT = Invariant(
    "events_are_sent",
    "Every event of an outbox is sent or set aside.",
    union_all(*map(_unsent, NAMES)),
)

EVENTS_ARRIVE = Invariant(
    "events_arrive",
    "Every sent event is in the inbox of each of its readers, or parked as a dead letter.",
    union_all(*(_not_arrived(service, reader) for service in NAMES for reader in NAMES)),
)
"""Its rows are what no inbox has; whoever asks takes away what is parked, which the bus knows."""
