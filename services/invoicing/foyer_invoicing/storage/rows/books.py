"""The tables of money."""

from datetime import datetime

from foyer_shared.storage.rows import instant
from sqlalchemy import BigInteger, Identity, Index, SmallInteger, UniqueConstraint, text
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import OwnedRow, Row, minor_units


class PaymentRow(OwnedRow, table=True):
    """What a payment, or a try to make one, did for an invoice; one for several invoices has several rows."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("payment_id", "invoice_id"),
        Index("ix_payments_of_invoice", "invoice_id", "paid_at", "id"),
    )

    payment_id: str | None
    """What the payments service knows it by."""
    status: str
    method: str
    failure_code: str | None
    surplus: int = minor_units()
    refunded: int = minor_units()
    reversed: int = minor_units()

    invoice_id: str = Field(foreign_key="invoicing.invoices.id")
    amount: int = minor_units()
    currency: str
    paid_at: datetime = instant()
    reference: str | None
    recorded_by: str
    recorded_at: datetime = instant()


class BalanceRow(Row, table=True):
    """What a customer has to their credit; its lock is held by whatever moves money of that customer."""

    __tablename__ = "balances"

    business_id: str
    customer_id: str = Field(primary_key=True, foreign_key="invoicing.customers.id")
    currency: str = Field(primary_key=True)
    amount: int = minor_units()


class JournalEntryRow(OwnedRow, table=True):
    """Something that moved money, named by its cause and occasion; its lines come to zero."""

    __tablename__ = "journal_entries"
    __table_args__ = (Index("ix_journal_entries_of_customer", "business_id", "customer_id", "number"),)

    number: int = Field(sa_type=BigInteger, sa_column_args=(Identity(),))
    """Grows from entry to entry of one customer."""
    occasion: str
    cause: str
    booked_at: datetime = instant()
    note: str | None


class JournalLineRow(Row, table=True):
    """What an entry moves on one account."""

    __tablename__ = "journal_lines"
    __table_args__ = (
        Index(
            "ix_journal_lines_of_invoice",
            "invoice_id",
            "account",
            postgresql_where=text("invoice_id IS NOT NULL"),
        ),
    )

    entry_id: str = Field(primary_key=True, foreign_key="invoicing.journal_entries.id")
    line: int = Field(primary_key=True, sa_type=SmallInteger)
    account: str
    invoice_id: str | None = Field(foreign_key="invoicing.invoices.id")
    amount: int = minor_units()
    currency: str
