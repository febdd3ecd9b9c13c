"""The tables of notifications."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant, service_metadata
from sqlalchemy import BigInteger, Identity, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_NONE = {"server_default": "{}"}


class Row(SQLModel, registry=registry(metadata=service_metadata("notifications"))):
    """Base of this service's rows."""

    __abstract__ = True


class BusinessRow(Row, table=True):
    """The copy of a business."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    name: str
    legal_name: str
    accent: str
    language: str
    zone: str
    mail: str
    portal_url: str
    support_email: str
    clock_offset: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    mail_on_since: datetime | None = instant(nullable=True)


class VoidInvoiceRow(Row, table=True):
    """An invoice that is not to be paid: nobody is written to about it any more."""

    __tablename__ = "void_invoices"

    id: str = Field(primary_key=True)
    business_id: str


class CustomerRow(Row, table=True):
    """The copy of a customer."""

    __tablename__ = "customers"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    name: str
    email: str
    language: str


class PreferencesRow(Row, table=True):
    """What a customer has switched off."""

    __tablename__ = "preferences"

    customer_id: str = Field(primary_key=True)
    business_id: str
    version: int
    off: list[str] = Field(sa_type=ARRAY(String))


class ContactRow(Row, table=True):
    """A contact person of a customer."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("customer_id", "email"),
        Index("ix_contacts_customer_id", "business_id", "customer_id"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    version: int
    name: str
    email: str
    phone: str | None
    role: str | None
    billing: bool
    account: bool
    status: str
    created_at: datetime = instant()
    link_hash: str = Field(unique=True)
    link_sent_at: datetime = instant()


class ProductRow(Row, table=True):
    """The copy of a product: that there is one."""

    __tablename__ = "products"

    id: str = Field(primary_key=True)
    version: int
    business_id: str


class SubscriptionRow(Row, table=True):
    """The copy of a subscription: whose it is, to what, and whether it runs."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_customer_id", "business_id", "customer_id"),)

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str
    status: str
    product_ids: list[str] = Field(sa_type=ARRAY(String))


class AnnouncementRow(Row, table=True):
    """What a business tells its customers."""

    __tablename__ = "announcements"
    __table_args__ = (
        Index("ix_announcements_business_id", "business_id", "id"),
        Index("ix_announcements_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    version: int
    level: str
    title: str
    text: str
    translations: dict[str, Any] = document()
    product_id: str | None
    customer_id: str | None
    shown_from: datetime = instant()
    shown_until: datetime | None = instant(nullable=True)
    dismissible: bool
    created_at: datetime = instant()
    told: str
    due_at: datetime | None = instant(nullable=True)


class AnnouncementMarkRow(Row, table=True):
    """That somebody has read an announcement, and may have dismissed it."""

    __tablename__ = "announcement_marks"
    __table_args__ = (Index("ix_announcement_marks_customer_id", "business_id", "customer_id"),)

    announcement_id: str = Field(primary_key=True)
    customer_id: str = Field(primary_key=True)
    reader: str = Field(primary_key=True)
    business_id: str
    read_at: datetime = instant()
    dismissed_at: datetime | None = instant(nullable=True)


class MessageRow(Row, table=True):
    """A message and its delivery."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("cause", "kind", "to_address"),
        Index("ix_messages_due", "next_try_at", postgresql_where=text("next_try_at IS NOT NULL")),
        Index("ix_messages_of_no_customer", "recorded_at", postgresql_where=text("customer_id IS NULL")),
        Index("ix_messages_business_id", "business_id", "id"),
        Index("ix_messages_customer_id", "business_id", "customer_id", "id"),
    )

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str | None
    kind: str
    cause: str
    to_address: str
    cc: list[str] = Field(sa_type=ARRAY(String), sa_column_kwargs=_NONE)
    language: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    sealed: bytes | None
    state: str
    attempts: int
    next_try_at: datetime | None = instant(nullable=True)
    give_up_at: datetime = instant()
    message_id: str
    created_at: datetime = instant()
    recorded_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)
    failure: str | None
    traceparent: str | None
    suppressed_because: str | None = None
    unsubscribe_page: str | None = None
    uncertain_at: datetime | None = instant(nullable=True)
    ticket_id: str | None = None


class BouncedAddressRow(Row, table=True):
    """An address that mail came back from."""

    __tablename__ = "bounced_addresses"
    __table_args__ = (UniqueConstraint("business_id", "address"),)

    id: str = Field(primary_key=True)
    business_id: str
    address: str
    message_id: str
    reason: str
    bounced_at: datetime = instant()


class OwnTextRow(Row, table=True):
    """A business's own words for a message in one language."""

    __tablename__ = "own_texts"

    business_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    subject: str
    body: str
    changed_at: datetime = instant()


class MailboxRow(Row, table=True):
    """A mail that the sandbox kept in place of sending it, with all its words."""

    __tablename__ = "mailbox"
    __table_args__ = (Index("ix_mailbox_to_address", text("lower(to_address)"), "position"),)

    position: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_args=(Identity(always=True),), primary_key=True
    )
    message_id: str = Field(unique=True)
    business_id: str
    kind: str
    to_address: str
    cc: list[str] = Field(sa_type=ARRAY(String), sa_column_kwargs=_NONE)
    subject: str
    text: str
    html: str
    unsubscribe: str | None = None
    sent_at: datetime = instant()
    reply_to: str | None = None
    """None for a mail from before it was kept."""


class WebhookEndpointRow(Row, table=True):
    """Where a business wants to hear of events."""

    __tablename__ = "webhook_endpoints"
    __table_args__ = (Index("ix_webhook_endpoints_business_id", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    version: int
    url: str
    events: list[str] = Field(sa_type=ARRAY(String))
    description: str
    ordered: bool
    enabled: bool
    stopped_because: str | None
    secret: bytes
    secret_before: bytes | None
    secret_before_until: datetime | None = instant(nullable=True)
    failing_since: datetime | None = instant(nullable=True)
    left_alone_until: datetime | None = instant(nullable=True)
    created_at: datetime = instant()


class WebhookEventRow(Row, table=True):
    """An event as it goes out by webhook."""

    __tablename__ = "webhook_events"
    __table_args__ = (
        Index("ix_webhook_events_business_id", "business_id", "id"),
        Index("ix_webhook_events_customer_id", "business_id", "customer_id"),
        Index("ix_webhook_events_recorded_at", "recorded_at"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str | None
    type: str
    body: str
    happened_at: datetime = instant()
    recorded_at: datetime = instant()


class WebhookDeliveryRow(Row, table=True):
    """One event on its way to one endpoint."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "event_id"),
        Index(
            "ix_webhook_deliveries_due",
            "endpoint_id",
            "next_try_at",
            postgresql_where=text("next_try_at IS NOT NULL"),
        ),
        Index("ix_webhook_deliveries_sending", "endpoint_id", postgresql_where=text("state = 'sending'")),
        Index("ix_webhook_deliveries_endpoint_id", "endpoint_id", "id"),
        Index("ix_webhook_deliveries_event_id", "event_id"),
    )

    position: int | None = Field(
        default=None,
        sa_type=BigInteger,
        sa_column_args=(Identity(always=True),),
        unique=True,
        nullable=False,
    )
    id: str = Field(primary_key=True)
    business_id: str
    endpoint_id: str
    event_id: str
    event_type: str
    state: str
    attempts: int
    next_try_at: datetime | None = instant(nullable=True)
    give_up_at: datetime = instant()
    status: int | None
    body: str
    failure: str | None
    created_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
