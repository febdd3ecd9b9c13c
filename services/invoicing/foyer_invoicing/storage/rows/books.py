"""The tables of money."""

from datetime import datetime

from foyer_shared.storage.rows import instant
from sqlalchemy import Index
from sqlmodel import Field

from foyer_invoicing.storage.rows.row import OwnedRow, minor_units


class PaymentRow(OwnedRow, table=True):
    """Money that came in for an invoice."""

    __tablename__ = "payments"
    __table_args__ = (Index("ix_payments_of_invoice", "invoice_id", "paid_at", "id"),)

    invoice_id: str = Field(foreign_key="invoicing.invoices.id")
    amount: int = minor_units()
    currency: str
    paid_at: datetime = instant()
    reference: str | None
    recorded_by: str
    recorded_at: datetime = instant()
