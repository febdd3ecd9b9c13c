"""The sandbox provider's own tables, in a schema of its own; a migration of payments makes them."""

from datetime import datetime

from foyer_shared.storage.rows import document, instant
from sqlalchemy import BigInteger, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


class Row(SQLModel, registry=registry(metadata=MetaData("sandbox_provider", naming_convention=_NAMING))):
    """Base of the provider's rows."""

    __abstract__ = True


class AccountRow(Row, table=True):
    """A business at this provider, and how its webhooks behave."""

    __tablename__ = "accounts"

    id: str = Field(primary_key=True)
    key_hash: str = Field(unique=True)
    webhook_secret_sealed: bytes
    delay_seconds: float = 0
    copies: int = 1
    is_reordering: bool = False


class MethodRow(Row, table=True):
    """A method that can be charged until it is forgotten; of its number the last four, an IBAN sealed."""

    __tablename__ = "methods"

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="sandbox_provider.accounts.id")
    customer_id: str
    kind: str
    outcome: str
    last4: str
    brand: str | None = None
    exp_year: int | None = None
    exp_month: int | None = None
    holder: str
    iban_sealed: bytes | None = None
    mandate_reference: str | None = None
    forgotten_at: datetime | None = instant(default=None)


class WaitingRow(Row):
    """What a charge and a setup have in common: asked for once by a key, answered on a page."""

    __abstract__ = True

    id: str = Field(primary_key=True)
    key: str
    fingerprint: str
    """SHA-256 of what was asked with the key."""
    customer_id: str
    status: str
    kinds: list[str] = document()
    language: str
    return_url: str | None
    challenged: str | None = None
    """The id of the method whose holder is asked for a confirmation."""
    method_id: str | None = Field(default=None, foreign_key="sandbox_provider.methods.id")
    failure_code: str | None = None
    failure_severity: str | None = None
    began_at: datetime = instant()


class SetupRow(WaitingRow, table=True):
    """A method that is being added."""

    __tablename__ = "setups"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    account_id: str = Field(foreign_key="sandbox_provider.accounts.id")
    holder: str | None
    amends: str | None = None
    """The method whose mandate goes on with another account."""


class ChargeRow(WaitingRow, table=True):
    """A payment. `next_step` is what time will bring at `due_at`."""

    __tablename__ = "charges"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_charges_begun", "account_id", "began_at", "id"),
        Index("ix_charges_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    account_id: str = Field(foreign_key="sandbox_provider.accounts.id")
    amount: int = Field(sa_type=BigInteger)
    currency: str
    description: str
    is_saving: bool
    outcome: str | None = None
    fee: int | None = Field(default=None, sa_type=BigInteger)
    next_step: str | None = None
    due_at: datetime | None = instant(default=None)


class RefundRow(Row, table=True):
    """Money on its way back."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_refunds_of_charge", "charge_id"),
        Index("ix_refunds_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="sandbox_provider.accounts.id")
    charge_id: str = Field(foreign_key="sandbox_provider.charges.id")
    key: str | None
    """None for a refund that was made at the provider, past Foyer."""
    amount: int = Field(sa_type=BigInteger)
    status: str
    failure_code: str | None = None
    due_at: datetime | None = instant(default=None)


class ReversalRow(Row, table=True):
    """Money that the bank took back."""

    __tablename__ = "reversals"
    __table_args__ = (Index("ix_reversals_of_charge", "charge_id"),)

    id: str = Field(primary_key=True)
    charge_id: str = Field(foreign_key="sandbox_provider.charges.id")
    amount: int = Field(sa_type=BigInteger)
    failure_code: str
    failure_severity: str


class DisputeRow(Row, table=True):
    """The holder says that it was not theirs; while it is open or lost the money is gone."""

    __tablename__ = "disputes"
    __table_args__ = (Index("ix_disputes_of_charge", "charge_id"),)

    id: str = Field(primary_key=True)
    charge_id: str = Field(foreign_key="sandbox_provider.charges.id")
    amount: int = Field(sa_type=BigInteger)
    reason: str
    status: str


class WebhookRow(Row, table=True):
    """A webhook to be sent, until it was taken or is given up; copies of one have the same notice."""

    __tablename__ = "webhooks"
    __table_args__ = (Index("ix_webhooks_unsent", "send_at"),)

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="sandbox_provider.accounts.id")
    notice_id: str
    about: str
    provided_id: str
    is_reordered: bool
    tries: int = 0
    send_at: datetime = instant()
