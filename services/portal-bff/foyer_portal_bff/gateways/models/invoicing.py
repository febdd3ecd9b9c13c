"""What the portal reads from invoicing."""

from datetime import date

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Line(Tolerant):
    """One line of an order or an invoice, without tax; the price of one may be with it, or there is none."""

    description: str
    quantity: int
    unit_amount: Amount | None = None
    amount: Amount
    tax_behavior: str = "exclusive"
    tax_percent: float | str | None = None


class InvoicePayment(Tolerant):
    """One try to pay an invoice; `paid_at` is None until it succeeded."""

    id: str
    status: str
    amount: Amount
    paid_at: AwareDatetime | None = None
    method: str | None = None
    receipt_ready: bool = False
    """Whether its receipt can be fetched."""


class Invoice(Tolerant):
    """An invoice; lists and the picture may leave its lines and payments out."""

    id: str
    number: str
    status: str
    issued_on: date
    due_on: date
    subtotal: Amount | None = None
    tax: Amount | None = None
    total: Amount
    open: Amount
    order_id: str | None = None
    subscription_id: str | None = None
    lines: tuple[Line, ...] = ()
    payments: tuple[InvoicePayment, ...] = ()
    document_ready: bool = False
    """Whether its PDF and its XML can be fetched."""


class Order(Tolerant):
    """An order and the invoice that it made."""

    id: str
    number: str
    status: str
    placed_at: AwareDatetime
    subtotal: Amount | None = None
    tax: Amount | None = None
    total: Amount
    lines: tuple[Line, ...] = ()
    invoice_id: str | None = None
    invoice_number: str | None = None


class Profile(Tolerant):
    """The account that buys."""

    id: str
    name: str
    email: str
    phone: str | None = None
    company: str | None = None
    language: str | None = None
    country: str | None = None
    kind: str = "person"


class Counts(Tolerant):
    """How many the customer has, all in all."""

    orders: int
    invoices: int


class InvoicingPart(Tolerant):
    """Invoicing's part of the picture: the five newest orders, the open invoices oldest due first."""

    counts: Counts
    orders: tuple[Order, ...]
    open_invoices: tuple[Invoice, ...]
    open_totals: tuple[Amount, ...] = ()
