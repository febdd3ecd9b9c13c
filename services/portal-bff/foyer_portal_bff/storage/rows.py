"""The portal's tables."""

from datetime import date, datetime, timedelta
from typing import Any

from foyer_shared.storage.rows import document, instant, service_metadata
from sqlalchemy import BigInteger, Identity, Index, Interval, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Row(SQLModel, registry=registry(metadata=service_metadata("portal", service="portal-bff"))):
    """Base of this service's rows."""

    __abstract__ = True


class BusinessRow(Row, table=True):
    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    legal_name: str
    slug: str = Field(unique=True)
    country: str
    currency: str
    zone: str
    language: str
    number_prefix: str
    mode: str
    mail: str
    portal_url: str
    support_email: str
    brand_name: str
    brand_accent: str
    address: dict[str, Any] | None = document(default=None)
    vat_id: str | None = None
    register_number: str | None = None
    creditor_id: str | None = None
    bank_account: dict[str, Any] | None = document(default=None)
    clock_offset: int = Field(default=0, sa_type=BigInteger)


class BusinessHostRow(Row, table=True):
    """A host name, without port, belongs to one business."""

    __tablename__ = "business_hosts"

    host: str = Field(primary_key=True)
    business_id: str = Field(index=True)


class PortalConfigurationRow(Row, table=True):
    """One way in which a business's portal may be; what it says is in `content`."""

    __tablename__ = "portal_configurations"
    __table_args__ = (
        Index(
            "uq_portal_configurations_default",
            "business_id",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str = Field(index=True)
    version: int
    is_default: bool
    active: bool
    created_at: datetime = instant()
    updated_at: datetime = instant()
    content: dict[str, Any] = document()


class HostConfigurationRow(Row, table=True):
    """Who comes to this host gets this configuration."""

    __tablename__ = "host_configurations"

    business_id: str = Field(primary_key=True)
    host: str = Field(primary_key=True)
    configuration_id: str


class CustomerConfigurationRow(Row, table=True):
    """A customer with a configuration of their own."""

    __tablename__ = "customer_configurations"

    customer_id: str = Field(primary_key=True)
    business_id: str
    configuration_id: str


class ClockMoveRow(Row, table=True):
    """One move of a sandbox's clock."""

    __tablename__ = "clock_moves"
    __table_args__ = (
        Index("ix_clock_moves_of_business", "business_id", "id"),
        # One at a time, whoever asks.
        Index(
            "uq_clock_moves_moving", "business_id", unique=True, postgresql_where=text("status = 'moving'")
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str
    target: datetime = instant()
    status: str
    steps: int
    waiting_for: list[str] = document()
    requested_by: str
    started_at: datetime = instant()
    step_began_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)


class ApiKeyRow(Row, table=True):
    __tablename__ = "api_keys"

    id: str = Field(primary_key=True)
    business_id: str = Field(index=True)
    name: str
    key_hash: str = Field(unique=True)
    scopes: list[str] = document()
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)


class CustomerRow(Row, table=True):
    """The directory: a copy of invoicing's customers, as much as sign-in and the edge need."""

    __tablename__ = "customers"
    __table_args__ = (Index("ix_customers_business_id_email", "business_id", text("lower(email)")),)

    id: str = Field(primary_key=True)
    version: int
    business_id: str = Field(index=True)
    name: str
    email: str
    company: str | None = None
    language: str


class LoginRow(Row, table=True):
    __tablename__ = "logins"
    __table_args__ = (Index("uq_logins_business_id_email", "business_id", "email", unique=True),)

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    email: str
    name: str
    theme: str
    language: str | None = None


class MembershipRow(Row, table=True):
    __tablename__ = "memberships"

    login_id: str = Field(primary_key=True)
    customer_id: str = Field(primary_key=True, index=True)
    business_id: str
    role: str
    joined_at: datetime = instant()
    expires_at: datetime | None = instant(default=None)


class PasswordRow(Row, table=True):
    __tablename__ = "passwords"

    login_id: str = Field(primary_key=True)
    business_id: str
    hash: str
    set_at: datetime = instant()


class PasskeyRow(Row, table=True):
    __tablename__ = "passkeys"

    id: str = Field(primary_key=True)
    business_id: str
    login_id: str = Field(index=True)
    host: str
    credential_id: str = Field(unique=True)
    public_key: str
    sign_count: int = Field(sa_type=BigInteger)
    name: str
    created_at: datetime = instant()
    last_used_at: datetime | None = instant(default=None)


class PasskeyChallengeRow(Row, table=True):
    """What a browser has to sign, once."""

    __tablename__ = "passkey_challenges"

    challenge_hash: str = Field(primary_key=True)
    business_id: str
    host: str
    session_id: str | None = None
    expires_at: datetime = instant(index=True)


class RegistrationRow(Row, table=True):
    """A link to an address that somebody wants an account with."""

    __tablename__ = "registrations"

    id: str = Field(primary_key=True)
    business_id: str
    email: str
    name: str
    country: str | None = None
    language: str
    token_hash: str = Field(unique=True)
    asked_at: datetime = instant()
    expires_at: datetime = instant(index=True)
    used_at: datetime | None = instant(default=None)


class SignInAttemptRow(Row, table=True):
    """One mail with a code and a link. Addresses that nobody knows have attempts too, without a login."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_business_id_email_created_at", "business_id", "email", "created_at"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    email: str
    login_id: str | None = None
    code_hash: str
    link_hash: str = Field(unique=True)
    created_at: datetime = instant(index=True)
    expires_at: datetime = instant()
    wrong_codes: int
    used_at: datetime | None = instant(default=None)
    used_by: str | None = None
    purpose: str = Field(sa_column_kwargs={"server_default": "sign_in"})


class EmailChangeRow(Row, table=True):
    """A link to the address that a customer's documents are to go to."""

    __tablename__ = "email_changes"

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str = Field(index=True)
    login_id: str
    email: str
    token_hash: str = Field(unique=True)
    asked_at: datetime = instant()
    expires_at: datetime = instant(index=True)
    used_at: datetime | None = instant(default=None)


class WrongCodesRow(Row, table=True):
    """How many wrong codes were tried for an address since the window began."""

    __tablename__ = "wrong_codes"

    business_id: str = Field(primary_key=True)
    email: str = Field(primary_key=True)
    window_began_at: datetime = instant(index=True)
    count: int


class SessionRow(Row, table=True):
    __tablename__ = "sessions"

    id: str = Field(primary_key=True)
    business_id: str
    login_id: str = Field(index=True)
    customer_id: str
    token_hash: str = Field(unique=True)
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    ends_at: datetime = instant(index=True)
    ended_at: datetime | None = instant(default=None)
    device: str = Field(sa_column_kwargs={"server_default": ""})
    ip: str | None = None
    idle: timedelta = Field(sa_type=Interval, sa_column_kwargs={"server_default": "24 hours"})
    """How long after the last activity it ends."""
    portal_session_id: str | None = None


class PortalSessionRow(Row, table=True):
    """What a business's back end let its customer in for."""

    __tablename__ = "portal_sessions"

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str = Field(index=True)
    login_id: str
    created_at: datetime = instant(index=True)
    expires_at: datetime = instant()
    return_url: str | None = None
    configuration_id: str | None = None
    locale: str | None = None
    flow: dict[str, Any] | None = document(default=None)
    opened_at: datetime | None = instant(default=None)
    result_id: str | None = None
    completed_at: datetime | None = instant(default=None)


class AuditRow(Row, table=True):
    """One command through the portal: who, from where, what, and how it ended."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_business_id_at", "business_id", "at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(),))
    request_id: str = Field(index=True)
    """One request may do several things."""
    business_id: str
    customer_id: str | None = None
    actor: str
    session_id: str | None = None
    ip: str | None = None
    device: str
    action: str
    target: str | None = None
    outcome: str
    at: datetime = instant()


class HistoryRow(Row, table=True):
    """One event that a customer may see."""

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_customer_id_at_event_id", "customer_id", "at", "event_id"),
        Index("ix_history_customer_id_subject_at_event_id", "customer_id", "subject", "at", "event_id"),
    )

    event_id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    service: str
    type: str
    subject: str
    actor: str
    at: datetime = instant()
    causation_id: str | None = None
    details: dict[str, Any] = document()


class RateLimitRow(Row, table=True):
    """How often one caller without a key of ours has called since `began_at`."""

    __tablename__ = "rate_limits"

    bucket: str = Field(primary_key=True)
    began_at: datetime = instant(index=True)
    calls: int


class DeclarationRow(Row, table=True):
    """What a customer declared, which never changes, and what has become of it."""

    __tablename__ = "declarations"
    __table_args__ = (
        Index("ix_declarations_of_customer", "business_id", "customer_id", "id"),
        Index("uq_declarations_key", "business_id", "customer_id", "idempotency_key", unique=True),
        UniqueConstraint("business_id", "number"),
        Index(
            "ix_declarations_unanswered",
            "received_at",
            postgresql_where=text("state = 'recorded' AND told_to_wait_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    number: str
    kind: str
    declared_by: str
    declared_by_name: str
    subscription_id: str
    subscription_name: str
    when_asked: str | None = None
    reason: str | None = None
    message: str | None = None
    shown_mode: str | None = None
    shown_end: datetime | None = instant(default=None)
    promise: str | None = None
    received_at: datetime = instant()
    idempotency_key: str
    content: str
    """The text over which the hash is."""
    content_hash: str
    state: str
    effective_at: datetime | None = instant(default=None)
    change_id: str | None = None
    refusal: str | None = None
    taken_back_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)
    told_to_wait_at: datetime | None = instant(default=None)


class DeclarationNumberRow(Row, table=True):
    """The last number drawn of a business, locked until the declaration that drew it is committed."""

    __tablename__ = "declaration_numbers"

    business_id: str = Field(primary_key=True)
    last: int


class VisitorDeclarationRow(Row, table=True):
    """What somebody declared without signing in, which never changes, and whose contract it was found to be.
    Once that is known, `declarations` has it too, under the same id and number.
    """

    __tablename__ = "visitor_declarations"
    __table_args__ = (
        Index("ix_visitor_declarations_of_business", "business_id", "standing", "id"),
        Index("ix_visitor_declarations_same", "business_id", "words_hash", "recorded_at"),
        Index("ix_visitor_declarations_to_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
        UniqueConstraint("business_id", "number"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    number: str
    kind: str
    name: str
    email: str
    receipt_to: str
    customer_number: str | None = None
    contract: str | None = None
    is_extraordinary: bool
    message: str | None = None
    ends_on: date | None = None
    language: str
    received_at: datetime = instant()
    recorded_at: datetime = instant()
    words_hash: str
    content: str
    """The text over which the hash is."""
    content_hash: str
    standing: str
    look_at: datetime | None = instant(default=None)
    customer_id: str | None = Field(default=None, index=True)
    subscription_id: str | None = None
    decided_at: datetime | None = instant(default=None)
    note: str | None = None


class VisitorReceiptRow(Row, table=True):
    """A form that was sent without signing in: who has its key may see the receipt."""

    __tablename__ = "visitor_receipts"

    key_hash: str = Field(primary_key=True)
    business_id: str
    declaration_id: str = Field(foreign_key="portal.visitor_declarations.id")


class PictureCounterRow(Row, table=True):
    """Raised by each event. `customer_id` and `service` are empty for events of the business as a whole."""

    __tablename__ = "picture_counters"

    business_id: str = Field(primary_key=True)
    customer_id: str = Field(primary_key=True)
    service: str = Field(primary_key=True)
    counter: int = Field(sa_type=BigInteger)


class PicturePartRow(Row, table=True):
    """What a service last answered about a customer, and where the counters stood before it was asked."""

    __tablename__ = "picture_parts"

    business_id: str = Field(primary_key=True)
    customer_id: str = Field(primary_key=True)
    service: str = Field(primary_key=True)
    counter: int = Field(sa_type=BigInteger)
    business_counter: int = Field(sa_type=BigInteger)
    body: dict[str, Any] = document()
    fetched_at: datetime = instant()
