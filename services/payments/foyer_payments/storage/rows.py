"""The tables of payments."""

from datetime import datetime

from foyer_shared.storage.rows import instant, service_metadata
from sqlalchemy import BigInteger, Index, UniqueConstraint, text
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
    portal_url: str = ""
    clock_offset: int = Field(default=0, sa_type=BigInteger)


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


class MandateRow(OwnedRow, table=True):
    """A SEPA mandate; its IBAN lies sealed."""

    __tablename__ = "mandates"
    __table_args__ = (
        UniqueConstraint("business_id", "reference"),
        Index("ix_mandates_of_customer", "business_id", "customer_id", "recorded_at", "id"),
        Index("ix_mandates_of_business", "business_id", "recorded_at", "id"),
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
    forget_at: datetime | None = instant(default=None)
    """When whose it was is not to be proved any more: the customer is anonymised."""
    version: int
