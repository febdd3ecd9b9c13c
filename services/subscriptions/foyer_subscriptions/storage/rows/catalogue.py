"""Rows of what is sold: products, prices, and moves from one price to another."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


class ProductRow(Row, table=True):
    """Something that is sold."""

    __tablename__ = "products"
    __table_args__ = (Index("ix_products_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    name: str
    description: str | None
    active: bool
    tax_class: str
    supply: str = Field(sa_column_kwargs={"server_default": "services"})
    pictures: list[dict[str, Any]] = document()
    custom_fields: list[dict[str, Any]] = document()
    self_service: dict[str, Any] = document()
    billing: dict[str, Any] = document()
    created_at: datetime = instant()
    version: int


class PriceRow(Row, table=True):
    """What a product costs."""

    __tablename__ = "prices"
    __table_args__ = (Index("ix_prices_listed", "business_id", "id"),)

    id: str = Field(primary_key=True)
    business_id: str
    product_id: str = Field(foreign_key="subscriptions.products.id", index=True)
    amount: int = Field(sa_type=BigInteger)
    currency: str
    interval: str | None
    interval_count: int
    tax_behavior: str
    billing_scheme: str
    usage_type: str
    included_units: int = Field(sa_type=BigInteger)
    tiers: list[dict[str, Any]] = document()
    active: bool
    created_at: datetime = instant()
    version: int


class PriceMigrationRow(Row, table=True):
    """Existing subscriptions are moved to another price; `reached` is the last one that was looked at."""

    __tablename__ = "price_migrations"
    __table_args__ = (
        Index("ix_price_migrations_listed", "business_id", "price_id", "id"),
        Index(
            "ix_price_migrations_unfinished",
            "id",
            postgresql_where=text("state IN ('announcing', 'withdrawing')"),
        ),
    )

    id: str = Field(primary_key=True)
    business_id: str
    price_id: str = Field(foreign_key="subscriptions.prices.id")
    to_price_id: str = Field(foreign_key="subscriptions.prices.id")
    effective_from: datetime = instant()
    state: str
    reached: str
    announced: int
    created_at: datetime = instant()
