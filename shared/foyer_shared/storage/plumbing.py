"""The tables that every service has beside its own: outbox, inbox, idempotency keys."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB


class PlumbingTables:
    """Adds the tables to a service's metadata, so that its first migration makes them."""

    def __init__(self, metadata: MetaData) -> None:
        self.outbox = Table(
            "outbox",
            metadata,
            Column("position", BigInteger, Identity(always=True), primary_key=True),
            Column("message_id", Text, nullable=False, unique=True),
            Column("routing_key", Text, nullable=False),
            Column("body", LargeBinary, nullable=False),
            Column("headers", JSONB, nullable=False),
            Column("attempts", Integer, nullable=False, server_default="0"),
            Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
            Column("sent_at", DateTime(timezone=True)),
            Column("set_aside", Text, comment="Why the broker refuses this row for itself"),
        )
        Index(
            "ix_outbox_unsent",
            self.outbox.c.position,
            postgresql_where=self.outbox.c.sent_at.is_(None) & self.outbox.c.set_aside.is_(None),
        )
        Index(
            "ix_outbox_set_aside",
            self.outbox.c.position,
            postgresql_where=self.outbox.c.set_aside.is_not(None),
        )
        Index("ix_outbox_sent", self.outbox.c.sent_at, postgresql_where=self.outbox.c.sent_at.is_not(None))
        self.inbox = Table(
            "inbox",
            metadata,
            Column("message_id", Text, primary_key=True),
            Column("reader", Text, primary_key=True),
            Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        )
        Index("ix_inbox_received", self.inbox.c.received_at)
        self.idempotency = Table(
            "idempotency_keys",
            metadata,
            Column("business_id", Text, primary_key=True),
            Column("actor", Text, primary_key=True),
            Column("key", Text, primary_key=True),
            Column("fingerprint", Text, nullable=False, comment="SHA-256 of method, path and body"),
            Column("status", SmallInteger),
            Column("body", JSONB),
            Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        )
        Index("ix_idempotency_keys_recorded", self.idempotency.c.recorded_at)
