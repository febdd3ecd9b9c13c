"""The tables of tax rates, exchange rates and tax quotes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import Index, Numeric, UniqueConstraint, func
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import PricedRow, Row


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


class ExchangeRateRow(Row, table=True):
    """What a business says that one currency is worth in another, until its next one of the two."""

    __tablename__ = "exchange_rates"
    __table_args__ = (
        UniqueConstraint("business_id", "pair", "valid_from"),
        Index("ix_exchange_rates_of_business", "business_id", "valid_from", "id"),
    )

    id: str = Field(primary_key=True)
    business_id: str
    pair: str
    """Both currencies in the order of the alphabet."""
    from_currency: str
    to_currency: str
    rate: Decimal = Field(sa_type=Numeric(20, 10))
    valid_from: date
    source: str


class TaxQuoteRow(PricedRow, table=True):
    """Lines priced for a customer and frozen."""

    __tablename__ = "tax_quotes"
    __table_args__ = (
        Index("ix_tax_quotes_recorded", "recorded_at"),
        Index("ix_tax_quotes_reference", "reference"),
    )

    reference: str | None
    ship_to: dict[str, Any] | None = document(default=None)
    quoted_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant()
    used_for: str | None
    recorded_at: datetime = instant(sa_column_kwargs={"server_default": func.now()})
