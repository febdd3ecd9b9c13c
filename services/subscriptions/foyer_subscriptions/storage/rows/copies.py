"""Rows copied from the events of others: businesses, customers, ways to pay, invoices."""

from sqlalchemy import BigInteger
from sqlmodel import Field

from foyer_subscriptions.storage.rows.row import Row


class BusinessRow(Row, table=True):
    """What subscriptions needs of a business, copied from its events."""

    __tablename__ = "businesses"

    id: str = Field(primary_key=True)
    version: int
    zone: str
    clock_offset: int = Field(default=0, sa_type=BigInteger)
    """Seconds by which its clock is ahead of real time."""


class CustomerRow(Row, table=True):
    """What subscriptions needs of a customer, copied from invoicing's events."""

    __tablename__ = "customers"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    company: bool
    country: str | None


class PaymentMethodRow(Row, table=True):
    """Which customers can be collected from, copied from payment events."""

    __tablename__ = "payment_methods"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str = Field(index=True)
    kind: str | None
    """None for those that were added before it was kept."""
    removed: bool = False


class MandateRow(Row, table=True):
    """Whether money may be collected with a mandate, copied from payment events."""

    __tablename__ = "mandates"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    customer_id: str = Field(index=True)
    payment_method_id: str
    valid: bool


class InvoiceStandingRow(Row, table=True):
    """Whether an invoice of a subscription is overdue or could not be collected; its newest version wins."""

    __tablename__ = "invoice_standings"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    subscription_id: str = Field(index=True)
    overdue: bool


class PaymentPlanRow(Row, table=True):
    """Whether an overdue invoice is paid in instalments, as agreed; copied from invoicing's events."""

    __tablename__ = "payment_plans"

    id: str = Field(primary_key=True)
    version: int
    business_id: str
    invoice_id: str = Field(index=True)
    broken: bool
