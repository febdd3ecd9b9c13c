"""The tables of customers, and what is known of businesses, products and subscriptions."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import BigInteger, Index, UniqueConstraint, func, text
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import OwnedRow, Row


class BusinessRow(Row, table=True):
    """The copy of a business."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    legal_name: str = Field(sa_column_kwargs={"server_default": ""})
    number_prefix: str
    country: str
    currency: str
    zone: str
    language: str
    support_email: str = Field(sa_column_kwargs={"server_default": ""})
    brand_name: str = Field(sa_column_kwargs={"server_default": ""})
    brand_accent: str = Field(sa_column_kwargs={"server_default": ""})
    address: dict[str, Any] | None = document()
    vat_id: str | None
    register_number: str | None = None
    creditor_id: str | None
    bank_account: dict[str, Any] | None = document(default=None)
    importing: bool
    clock_offset: int = Field(default=0, sa_type=BigInteger)
    """Seconds by which its clock is ahead of real time."""


class ProductRow(Row, table=True):
    """The copy of a product."""

    __tablename__ = "products"

    id: str = Field(primary_key=True)
    business_id: str
    version: int
    tax_class: str
    supply: str = Field(default="services", sa_column_kwargs={"server_default": "services"})
    active: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})


class ImportedSubscriptionRow(Row, table=True):
    """A subscription that began elsewhere: its current period was invoiced there."""

    __tablename__ = "imported_subscriptions"

    id: str = Field(primary_key=True)
    business_id: str


class CustomerRow(Row, table=True):
    """An account that buys."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("business_id", "email"),
        Index("ix_customers_of_business", "business_id", "created_at", "id"),
        Index("ix_customers_anonymized", "id", postgresql_where=text("anonymized_at IS NOT NULL")),
        Index("ix_customers_to_verify", "verify_at", postgresql_where=text("verify_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    business_id: str
    email: str
    name: str
    language: str
    country: str | None
    company: str | None
    phone: str | None
    tax_ids: list[dict[str, str]] = document()
    tax_id_verifications: dict[str, Any] = document(sa_column_kwargs={"server_default": text("'{}'::jsonb")})
    """By their values."""
    verify_at: datetime | None = instant(sa_column_kwargs={"server_default": func.now()})
    """When the register of VAT ids is asked next, in real time."""
    billing_address: dict[str, Any] | None = document()
    shipping_address: dict[str, Any] | None = document()
    custom_fields: dict[str, Any] = document()
    created_at: datetime = instant()
    anonymized_at: datetime | None = instant()
    version: int


class CustomerFieldsRow(Row, table=True):
    """Which custom fields a business asks of its customers."""

    __tablename__ = "customer_fields"

    business_id: str = Field(primary_key=True)
    fields: list[dict[str, Any]] = document()


class AddressRow(OwnedRow, table=True):
    """An address of a customer, and from when until when it was theirs."""

    __tablename__ = "addresses"
    __table_args__ = (
        Index("ix_addresses_of_customer", "customer_id", "valid_from", "id"),
        Index(
            "uq_addresses_valid",
            "customer_id",
            "kind",
            unique=True,
            postgresql_where=text("valid_until IS NULL"),
        ),
    )

    kind: str
    address: dict[str, Any] = document()
    valid_from: datetime = instant()
    valid_until: datetime | None = instant()
