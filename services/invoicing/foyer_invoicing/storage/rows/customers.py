"""The tables of customers, and the copies of businesses and products."""

from datetime import datetime

from foyer_shared.storage.rows import instant
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import Row


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
    support_email: str = Field(sa_column_kwargs={"server_default": ""})
    brand_name: str = Field(sa_column_kwargs={"server_default": ""})
    brand_accent: str = Field(sa_column_kwargs={"server_default": ""})
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
