"""The tables of invoicing."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from foyer_shared.storage.rows import document, instant, service_metadata
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Row(SQLModel, registry=registry(metadata=service_metadata("invoicing"))):
    """Base of this service's rows."""

    __abstract__ = True


def _minor_units() -> Any:
    return Field(sa_type=BigInteger)


class BusinessRow(Row, table=True):
    """The copy of a business."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    number_prefix: str
    country: str
    currency: str
    zone: str
    language: str
    importing: bool


class ProductRow(Row, table=True):
    """The copy of a product."""

    __tablename__ = "products"

    id: str = Field(primary_key=True)
    business_id: str
    version: int
    tax_class: str


class CustomerRow(Row, table=True):
    """An account that buys."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("business_id", "email"),
        Index("ix_customers_of_business", "business_id", "created_at", "id"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    email: str
    name: str
    language: str
    country: str | None
    company: str | None
    phone: str | None
    vat_id: str | None
    created_at: datetime = instant()
    version: int


class NumberSeriesRow(Row, table=True):
    """The last number drawn of a series; its lock is held until the document that drew it is committed."""

    __tablename__ = "number_series"

    business_id: str = Field(primary_key=True)
    series: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class OwnedRow(Row):
    """Base of the rows that belong to one customer of one business."""

    __abstract__ = True

    id: str = Field(primary_key=True)
    business_id: str
    customer_id: str = Field(foreign_key="invoicing.customers.id")


class PricedRow(OwnedRow):
    """Base of what has lines and their sums, which never change."""

    __abstract__ = True

    currency: str
    subtotal: int = _minor_units()
    tax: int = _minor_units()
    total: int = _minor_units()
    taxes: list[dict[str, Any]] = document()
    lines: list[dict[str, Any]] = document()


class DocumentRow(PricedRow):
    """Base of orders and invoices: they have a number too."""

    __abstract__ = True

    number: str


class OrderRow(DocumentRow, table=True):
    """What a customer bought."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        Index("ix_orders_of_customer", "business_id", "customer_id", "placed_at", "id"),
        Index("ix_orders_of_business", "business_id", "placed_at", "id"),
    )

    status: str
    invoice_id: str
    invoice_number: str
    placed_at: datetime = instant()
    version: int


class InvoiceRow(DocumentRow, table=True):
    """A finalised invoice."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        # An order names its invoice by number, so the invoice is stored before it.
        ForeignKeyConstraint(["order_id"], ["invoicing.orders.id"], deferrable=True, initially="DEFERRED"),
        CheckConstraint("open BETWEEN 0 AND total", name="open_within_total"),
        Index("ix_invoices_of_customer", "business_id", "customer_id", "finalized_at", "id"),
        Index("ix_invoices_of_business", "business_id", "finalized_at", "id"),
        Index(
            "ix_invoices_open",
            "business_id",
            "customer_id",
            "due_on",
            "id",
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_invoices_not_yet_overdue",
            "business_id",
            "due_on",
            postgresql_where=text("status = 'open' AND overdue_at IS NULL AND collection = 'invoice'"),
        ),
        Index(
            "ix_invoices_of_subscription",
            "subscription_id",
            "finalized_at",
            "id",
            postgresql_where=text("subscription_id IS NOT NULL"),
        ),
    )

    order_id: str | None = Field(unique=True)
    subscription_id: str | None
    change_id: str | None = Field(unique=True)
    quote_id: str | None
    open: int = _minor_units()
    status: str
    collection: str
    period_start: datetime | None = instant()
    period_end: datetime | None = instant()
    issued_on: date
    due_on: date
    finalized_at: datetime = instant()
    paid_at: datetime | None = instant()
    overdue_at: datetime | None = instant()
    version: int


class PaymentRow(OwnedRow, table=True):
    """Money that came in for an invoice."""

    __tablename__ = "payments"
    __table_args__ = (Index("ix_payments_of_invoice", "invoice_id", "paid_at", "id"),)

    invoice_id: str = Field(foreign_key="invoicing.invoices.id")
    amount: int = _minor_units()
    currency: str
    paid_at: datetime = instant()
    reference: str | None
    recorded_by: str
    recorded_at: datetime = instant()


class TaxRateRow(Row, table=True):
    """A rate of tax: a published one without a business, or a business's own."""

    __tablename__ = "tax_rates"
    __table_args__ = (Index("ix_tax_rates_of_country", "country", "tax_class", "valid_from", "id"),)

    id: str = Field(primary_key=True)
    business_id: str | None
    country: str
    tax_class: str
    percent: Decimal = Field(sa_type=Numeric(5, 2))
    valid_from: date
    valid_until: date | None
    source: str


class TaxQuoteRow(PricedRow, table=True):
    """Lines priced for a customer and frozen."""

    __tablename__ = "tax_quotes"
    __table_args__ = (
        Index("ix_tax_quotes_recorded", "recorded_at"),
        Index("ix_tax_quotes_reference", "reference"),
    )

    reference: str | None
    quoted_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant()
    used_for: str | None
    recorded_at: datetime = instant(sa_column_kwargs={"server_default": func.now()})
