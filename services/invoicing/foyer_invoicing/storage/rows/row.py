"""What the tables of invoicing have in common."""

from typing import Any

from foyer_shared.storage.rows import document, service_metadata
from sqlalchemy import BigInteger
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


def minor_units() -> Any:
    """A column for an amount in the currency's minor unit."""
    return Field(sa_type=BigInteger)


class Row(SQLModel, registry=registry(metadata=service_metadata("invoicing"))):
    """Base of this service's rows."""

    __abstract__ = True


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
    subtotal: int = minor_units()
    tax: int = minor_units()
    total: int = minor_units()
    taxes: list[dict[str, Any]] = document()
    lines: list[dict[str, Any]] = document()


class DocumentRow(PricedRow):
    """Base of orders and invoices: they have a number too."""

    __abstract__ = True

    number: str
