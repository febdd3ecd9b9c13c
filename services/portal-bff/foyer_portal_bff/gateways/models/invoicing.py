"""What the portal reads from invoicing."""

from datetime import date
from decimal import Decimal

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.collection import CollectionCase
from foyer_portal_bff.gateways.models.subscriptions import CustomField
from foyer_portal_bff.gateways.models.tolerant import Tolerant
from foyer_portal_bff.gateways.models.transfers import Transfer


class PostalAddress(Tolerant):
    """Where the account gets letters or goods; which parts it has depends on the country."""

    line1: str
    line2: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str


class Line(Tolerant):
    """One line of an order or an invoice, without tax; the price of one may be with it, or there is none.
    `discount` has come off its amount.
    """

    description: str
    quantity: int
    unit_amount: Amount | None = None
    discount: Amount | None = None
    amount: Amount
    tax_behavior: str = "exclusive"
    tax_percent: float | str | None = None


class TaxOfRate(Tolerant):
    """What one rate comes to; without a rate `category` says why."""

    percent: float | str
    category: str = "standard"
    taxable: Amount
    tax: Amount


class UsedRate(Tolerant):
    """One `from_currency` is worth `rate` of `to_currency` as of a day."""

    from_currency: str
    to_currency: str
    rate: Decimal
    valid_from: date


class AccountingTax(Tolerant):
    """The tax in the currency in which the business keeps its books, and by which rate."""

    tax: Amount
    exchange_rate: UsedRate


class InvoicePayment(Tolerant):
    """One try to pay an invoice; `paid_at` is None until it succeeded."""

    id: str
    status: str
    amount: Amount
    paid_at: AwareDatetime | None = None
    method: str | None = None
    failure_code: str | None = None
    """Why it failed, or was taken back, as the provider or the bank said."""
    receipt_ready: bool = False
    """Whether its receipt can be fetched."""


class NextInstalment(Tolerant):
    """The part of an invoice that a payment plan asks for next; zero where others of its case come first."""

    number: int
    of: int
    due_on: date
    amount: Amount
    automatic: bool
    """Whether it is charged by itself."""


class Invoice(Tolerant):
    """An invoice; lists and the picture may leave its lines and payments out."""

    id: str
    number: str
    status: str
    issued_on: date
    due_on: date
    subtotal: Amount | None = None
    tax: Amount | None = None
    taxes: tuple[TaxOfRate, ...] = ()
    total: Amount
    accounting_tax: AccountingTax | None = None
    open: Amount
    credited: Amount | None = None
    """What was given back of it."""
    order_id: str | None = None
    subscription_id: str | None = None
    lines: tuple[Line, ...] = ()
    payments: tuple[InvoicePayment, ...] = ()
    paid_from_balance: Amount | None = None
    transfer: Transfer | None = None
    """None when nothing is to be transferred, or nobody says where to."""
    collects_at: AwareDatetime | None = None
    """When it is collected, where that was announced; lists do not say."""
    document_ready: bool = False
    """Whether its PDF and its XML can be fetched."""
    collection_case_id: str | None = None
    """The collection case that it is in, or was."""
    collection_standing: str | None = None
    """`on_hold` or `external`, while nothing is asked for in that case; lists do not say."""
    instalment: NextInstalment | None = None
    """By a payment plan that runs; lists do not say."""
    shipping_address: PostalAddress | None = None
    """Where its order goes, if that is shipped."""


class WholeDiscount(Tolerant):
    """What came off all lines of an order together, of which each has its share."""

    percent: float | None = None
    amount: Amount


class Order(Tolerant):
    """An order and the invoice that it made."""

    id: str
    number: str
    status: str
    placed_at: AwareDatetime
    paid_at: AwareDatetime | None = None
    fulfilled_at: AwareDatetime | None = None
    canceled_at: AwareDatetime | None = None
    refunded_at: AwareDatetime | None = None
    subtotal: Amount | None = None
    tax: Amount | None = None
    taxes: tuple[TaxOfRate, ...] = ()
    total: Amount
    lines: tuple[Line, ...] = ()
    discount: WholeDiscount | None = None
    shipping_address: PostalAddress | None = None
    invoice_id: str | None = None
    invoice_number: str | None = None


class PastAddress(Tolerant):
    """An address that the account has or had; `valid_until` is None for the present one."""

    kind: str
    address: PostalAddress
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None = None


class Verification(Tolerant):
    """What the European Union's register says of a VAT id."""

    status: str
    verified_at: AwareDatetime | None = None
    name: str | None = None


class TaxId(Tolerant):
    """A tax id; the types have the names that Stripe gives them."""

    type: str
    value: str
    verification: Verification | None = None


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
    billing_address: PostalAddress | None = None
    shipping_address: PostalAddress | None = None
    tax_ids: tuple[TaxId, ...] = ()
    tax_id_types: tuple[str, ...] = ()
    fields: tuple[CustomField, ...] = ()


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
    collection_cases: tuple[CollectionCase, ...] = ()
