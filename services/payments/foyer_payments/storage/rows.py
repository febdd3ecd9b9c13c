"""The tables of payments."""

from datetime import date, datetime
from typing import Any

from foyer_shared.storage.rows import document, instant, service_metadata
from sqlalchemy import BigInteger, Index, UniqueConstraint, func, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Row(SQLModel, registry=registry(metadata=service_metadata("payments"))):
    """Base of this service's rows."""

    __abstract__ = True


class BusinessRow(Row, table=True):
    """The copy of a business."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    number_prefix: str
    creditor_identifier: str | None
    currency: str = "EUR"
    country: str | None = None
    portal_url: str = ""
    clock_offset: int = Field(default=0, sa_type=BigInteger)


class CustomerRow(Row, table=True):
    """The copy of a customer."""

    __tablename__ = "customers"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    country: str | None


EVERY_KIND_TO_APPROVE = '["paypal", "acss_debit", "bacs_debit", "au_becs_debit"]'
"""Of accounts from before it was asked, which took them all."""


class ProviderAccountRow(Row, table=True):
    """An account at a provider; its keys lie sealed. Those of a sandbox account are drawn when it is first
    used.
    """

    __tablename__ = "provider_accounts"
    __table_args__ = (
        Index("ix_provider_accounts_of_business", "business_id", "created_at", "id"),
        Index(
            "uq_provider_accounts_sandbox",
            "business_id",
            unique=True,
            postgresql_where=text("provider = 'sandbox'"),
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str
    provider: str
    keys_sealed: bytes | None
    enabled: bool
    notice_days: int = Field(default=14, sa_column_kwargs={"server_default": "14"})
    approved_kinds: list[str] = document(
        default=[], sa_column_kwargs={"server_default": text(f"'{EVERY_KIND_TO_APPROVE}'")}
    )
    created_at: datetime = instant()


class WalletRow(Row, table=True):
    """A customer's methods as a whole: whoever may change which one is the default locks it first."""

    __tablename__ = "wallets"

    business_id: str = Field(primary_key=True)
    customer_id: str = Field(primary_key=True)


class OwnedRow(Row):
    """Base of the rows that belong to one customer of one business."""

    __abstract__ = True

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str


class PaymentMethodRow(OwnedRow, table=True):
    """A way to pay."""

    __tablename__ = "payment_methods"
    __table_args__ = (
        Index("ix_payment_methods_of_customer", "business_id", "customer_id", "added_at", "id"),
        Index("ix_payment_methods_of_business", "business_id", "added_at", "id"),
        Index(
            "uq_payment_methods_default",
            "business_id",
            "customer_id",
            unique=True,
            postgresql_where=text("is_default"),
        ),
        Index(
            "uq_payment_methods_token",
            "account_id",
            "token",
            unique=True,
            postgresql_where=text("token IS NOT NULL"),
        ),
        Index("ix_payment_methods_to_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
    )

    kind: str
    label: str
    brand: str | None
    last4: str
    exp_year: int | None
    exp_month: int | None
    holder: str
    added_at: datetime = instant()
    is_default: bool
    version: int
    account_id: str | None = None
    token: str | None = None
    """By which the provider of the account knows it; without one nothing of ours charges it."""
    removed_at: datetime | None = instant(default=None)
    warned_days: int | None = None
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    look_at: datetime | None = instant(default=None)
    """When to tell the provider that it is not used any more, by real time."""


class MandateRow(OwnedRow, table=True):
    """A SEPA mandate; its IBAN lies sealed."""

    __tablename__ = "mandates"
    __table_args__ = (
        UniqueConstraint("business_id", "reference"),
        Index("ix_mandates_of_customer", "business_id", "customer_id", "recorded_at", "id"),
        Index("ix_mandates_of_business", "business_id", "recorded_at", "id"),
        Index("ix_mandates_to_lapse", "lapses_at", postgresql_where=text("status = 'active'")),
        Index("ix_mandates_to_forget", "forget_at", postgresql_where=text("forget_at IS NOT NULL")),
    )

    payment_method_id: str = Field(foreign_key="payments.payment_methods.id", unique=True)
    reference: str
    creditor_identifier: str
    iban_sealed: bytes
    iban_masked: str
    holder: str
    text_version: str
    status: str
    recorded_at: datetime = instant()
    signed_at: datetime | None = instant()
    last_used_at: datetime | None = instant(default=None)
    lapses_at: datetime | None = instant(default=None)
    amendments: list[dict[str, str]] = document(sa_column_kwargs={"server_default": "[]"})
    """When which account took the place of which, masked, by which text."""
    forget_at: datetime | None = instant(default=None)
    """When whose it was is not to be proved any more: the customer is anonymised."""
    version: int


class InvoiceRow(OwnedRow, table=True):
    """The copy of an invoice."""

    __tablename__ = "invoices"

    version: int
    number: str
    status: str
    open: int = Field(sa_type=BigInteger)
    currency: str
    due_on: date
    collection: str
    subscription_id: str | None


class SubscriptionRow(OwnedRow, table=True):
    """The copy of a subscription."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_of_customer", "business_id", "customer_id"),)

    version: int
    name: str
    status: str
    collection: str


class SubscriptionMethodRow(Row, table=True):
    """A subscription that is collected with another method than the default."""

    __tablename__ = "subscription_methods"
    __table_args__ = (Index("ix_subscription_methods_of_method", "payment_method_id"),)

    subscription_id: str = Field(primary_key=True)
    business_id: str
    customer_id: str
    payment_method_id: str


class PaymentRow(OwnedRow, table=True):
    """Money on its way to a business, or there."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("business_id", "due_key"),
        UniqueConstraint("account_id", "provided_id"),
        Index("ix_payments_of_customer", "business_id", "customer_id", "created_at", "id"),
        Index("ix_payments_begun_with", "account_id", "begun_at"),
        Index("ix_payments_to_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
        Index(
            "ix_payments_to_collect",
            "payment_method_id",
            "collects_at",
            postgresql_where=text("collects_at IS NOT NULL AND status = 'created' AND NOT asked"),
        ),
    )

    account_id: str
    provided_id: str | None = None
    status: str
    amount: int = Field(sa_type=BigInteger)
    currency: str
    description: str
    on_session: bool
    payment_method_id: str | None
    kind: str | None
    kinds: list[str] = document()
    save: bool
    language: str
    return_url: str | None
    action_url: str | None = None
    failure_code: str | None = None
    failure_severity: str | None = None
    fee: int | None = Field(default=None, sa_type=BigInteger)
    attempt: int | None
    due_key: str | None = None
    """Of an `invoice.payment_due`: each is one payment, however often it is heard of."""
    asked: bool
    collects_at: datetime | None = instant(default=None)
    """When what was announced is due, by the business's clock."""
    settled_by: str | None = None
    """The id of the event that told its success: what comes of that says that it is known."""
    created_at: datetime = instant()
    begun_at: datetime = instant(sa_column_kwargs={"server_default": func.now()})
    """By real time, which providers go by."""
    version: int
    tries: int = 0
    look_at: datetime | None = instant(default=None)
    """When to ask the provider again, by real time; None when nothing is waited for."""


class PaidPartRow(Row, table=True):
    """So much of a payment is for one invoice; at most one payment holds it."""

    __tablename__ = "payment_invoices"
    __table_args__ = (
        Index(
            "uq_payment_invoices_held",
            "business_id",
            "invoice_id",
            unique=True,
            postgresql_where=text("held"),
        ),
        Index("ix_payment_invoices_of_invoice", "business_id", "invoice_id"),
    )

    payment_id: str = Field(primary_key=True, foreign_key="payments.payments.id")
    invoice_id: str = Field(primary_key=True)
    business_id: str
    place: int
    amount: int = Field(sa_type=BigInteger)
    held: bool
    """No other payment of the invoice begins: until this one came to nothing, or invoicing knows of it."""


class PaymentSetupRow(OwnedRow, table=True):
    """A method that is being added."""

    __tablename__ = "payment_setups"
    __table_args__ = (
        UniqueConstraint("account_id", "provided_id"),
        Index("ix_payment_setups_to_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
    )

    account_id: str
    provided_id: str | None = None
    status: str
    kinds: list[str] = document()
    currency: str
    language: str
    return_url: str
    action_url: str | None = None
    failure_code: str | None = None
    failure_severity: str | None = None
    payment_method_id: str | None = None
    amends: str | None = None
    replaces: str | None = None
    """The id of the method whose account is to be another one."""
    created_at: datetime = instant()
    begun_at: datetime = instant(sa_column_kwargs={"server_default": func.now()})
    """By real time, which providers go by."""
    tries: int = 0
    look_at: datetime | None = instant(default=None)


class RefundRow(OwnedRow, table=True):
    """Money on its way back."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("payment_id", "credit_note_id"),
        UniqueConstraint("payment_id", "provided_id"),
        Index("ix_refunds_of_business", "business_id", "created_at", "id"),
        Index("ix_refunds_to_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
    )

    payment_id: str = Field(foreign_key="payments.payments.id")
    amount: int = Field(sa_type=BigInteger)
    currency: str
    credit_note_id: str | None
    status: str
    provided_id: str | None = None
    failure_code: str | None = None
    created_at: datetime = instant()
    version: int
    tries: int = 0
    look_at: datetime | None = instant(default=None)


class ReversalRow(Row, table=True):
    """Money that a bank took back, told once, as is that it is there again."""

    __tablename__ = "reversals"
    __table_args__ = (UniqueConstraint("payment_id", "provided_id"),)

    id: str = Field(primary_key=True)
    payment_id: str = Field(foreign_key="payments.payments.id")
    provided_id: str
    amount: int = Field(sa_type=BigInteger)
    code: str
    undone: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})


class DisputeRow(Row, table=True):
    """A payment that its customer contests; each of its states is told once."""

    __tablename__ = "disputes"
    __table_args__ = (UniqueConstraint("payment_id", "provided_id"),)

    id: str = Field(primary_key=True)
    payment_id: str = Field(foreign_key="payments.payments.id")
    provided_id: str
    amount: int = Field(sa_type=BigInteger)
    reason: str
    status: str
    version: int


class NoticeRow(Row, table=True):
    """A webhook: where to look."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("account_id", "notice_id"),
        Index("ix_notices_to_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
        Index("ix_notices_received", "received_at"),
    )

    id: str = Field(primary_key=True)
    account_id: str
    notice_id: str
    about: str
    provided_id: str
    received_at: datetime = instant()
    tries: int = 0
    look_at: datetime | None = instant()


class ReconciliationRow(Row, table=True):
    """A comparison of a provider's books with ours over a span of real time, and what came of it."""

    __tablename__ = "reconciliations"
    __table_args__ = (
        UniqueConstraint("account_id", "since", "until"),
        Index("ix_reconciliations_to_do", "look_at", postgresql_where=text("look_at IS NOT NULL")),
        Index("ix_reconciliations_ended", "until"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    account_id: str
    since: datetime = instant()
    until: datetime = instant()
    tries: int = 0
    look_at: datetime | None = instant()
    done_at: datetime | None = instant()
    payments: int = 0
    charges: int = 0
    differences: list[dict[str, Any]] = document()
