"""How customers, orders and invoices look from outside."""

from collections.abc import Container, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from foyer_shared.basics.custom_fields import CustomField, Value
from foyer_shared.basics.money import Money
from foyer_shared.contracts.addresses import AddressData
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.custom_fields import OwnFieldAnswer
from foyer_shared.http.models import Answer, Moment
from pydantic import PlainSerializer

from foyer_invoicing.api.accounting_tax import AccountingTaxAnswer
from foyer_invoicing.api.collection_forms import CaseAnswer
from foyer_invoicing.api.transfer_forms import TransferAnswer
from foyer_invoicing.domain.customer import Customer, CustomerKind
from foyer_invoicing.domain.customer_address import AddressKind, CustomerAddress
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus, ShownStatus
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.payment import UNDECIDED, Payment, PaymentStatus
from foyer_invoicing.domain.tax import Supply, TaxBehavior, TaxCategory, TaxClass
from foyer_invoicing.domain.tax_id import VerificationStatus
from foyer_invoicing.domain.totals import Totals
from foyer_invoicing.gateways.tax_ids import TYPES
from foyer_invoicing.use_cases.read_case_files import CaseFile, NextInstalment
from foyer_invoicing.use_cases.read_invoice import WholeInvoice
from foyer_invoicing.use_cases.read_overview import Overview


def _as_number(percent: Decimal) -> float:
    return int(percent) if percent == int(percent) else float(percent)


Percent = Annotated[Decimal, PlainSerializer(_as_number, return_type=float, when_used="json")]
"""A rate as a JSON number, such as 21 or 25.5."""


class VerificationAnswer(Answer):
    """What the European Union's register says of a VAT id."""

    status: VerificationStatus
    verified_at: Moment | None
    name: str | None


class TaxIdAnswer(Answer):
    """A tax id; the types have the names that Stripe gives them. `verification` is null for what no register
    is asked about, and the answer before stays while it is asked again.
    """

    type: str
    value: str
    verification: VerificationAnswer | None


class DetailsAnswer(Answer):
    """A customer's details."""

    id: str
    name: str
    email: str
    phone: str | None
    company: str | None
    language: str
    country: str | None
    kind: CustomerKind
    vat_id: str | None
    tax_ids: list[TaxIdAnswer]
    billing_address: AddressData | None
    shipping_address: AddressData | None


class ProfileAnswer(DetailsAnswer):
    """A customer's own details, and which types of tax ids there are to choose from."""

    fields: list[OwnFieldAnswer]
    tax_id_types: list[str]

    @classmethod
    def of(cls, customer: Customer, fields: Sequence[CustomField], *, editable: bool) -> "ProfileAnswer":
        details = DetailsAnswer.model_validate(customer, from_attributes=True)
        own = OwnFieldAnswer.all_of(fields, customer.custom_fields, editable=editable)
        return cls(**dict(details), fields=own, tax_id_types=list(TYPES))


class CustomerAnswer(DetailsAnswer):
    """A customer, for the business."""

    custom_fields: dict[str, Value]
    created_at: Moment
    anonymized_at: Moment | None

    @classmethod
    def of(cls, customer: Customer) -> "CustomerAnswer":
        return cls.model_validate(customer, from_attributes=True)


class CustomerAddressAnswer(Answer):
    """An address that a customer has or had; `valid_until` is null for the present one."""

    id: str
    kind: AddressKind
    address: AddressData
    valid_from: Moment
    valid_until: Moment | None

    @classmethod
    def of(cls, address: CustomerAddress) -> "CustomerAddressAnswer":
        return cls.model_validate(address, from_attributes=True)


class LineAnswer(Answer):
    """One line; `amount` is without tax and so is `discount`, which has come off it: the line's own and its
    share of the order's. `unit_amount` is as it was asked, which `tax_behavior` tells.
    """

    description: str
    quantity: int
    unit_amount: Amount | None
    discount: Amount | None
    amount: Amount
    tax_class: TaxClass
    supply: Supply
    tax_behavior: TaxBehavior
    tax_category: TaxCategory
    tax_percent: Percent
    tax: Amount
    product_id: str | None
    shipping: bool

    @classmethod
    def of(cls, taxed: TaxedLine) -> "LineAnswer":
        line = taxed.line
        return cls(
            description=line.description,
            quantity=line.quantity,
            unit_amount=Amount.of(line.unit_amount) if line.unit_amount else None,
            discount=Amount.of(taxed.net_discount) if line.discount else None,
            amount=Amount.of(taxed.net),
            tax_class=line.tax_class,
            supply=line.supply,
            tax_behavior=line.tax_behavior,
            tax_category=taxed.category,
            tax_percent=taxed.percent,
            tax=Amount.of(taxed.tax),
            product_id=line.product_id,
            shipping=line.shipping,
        )


class TaxAnswer(Answer):
    """What one category and rate comes to."""

    percent: Percent
    category: TaxCategory
    taxable: Amount
    tax: Amount


class SumsAnswer(Answer):
    """The sums of an order or an invoice; `taxes` breaks its tax down by rate."""

    subtotal: Amount
    tax: Amount
    total: Amount
    taxes: list[TaxAnswer]

    @classmethod
    def of_totals(cls, totals: Totals) -> "SumsAnswer":
        return cls(
            subtotal=Amount.of(totals.subtotal),
            tax=Amount.of(totals.tax),
            total=Amount.of(totals.total),
            taxes=[
                TaxAnswer(
                    percent=each.percent,
                    category=each.category,
                    taxable=Amount.of(each.taxable),
                    tax=Amount.of(each.tax),
                )
                for each in totals.taxes
            ],
        )


class OrderAnswer(SumsAnswer):
    """An order in a list."""

    id: str
    customer_id: str
    number: str
    status: OrderStatus
    placed_at: Moment
    paid_at: Moment | None
    fulfilled_at: Moment | None
    canceled_at: Moment | None
    refunded_at: Moment | None
    invoice_id: str
    invoice_number: str

    @classmethod
    def of(cls, order: Order) -> "OrderAnswer":
        return cls(
            **dict(SumsAnswer.of_totals(order.totals)),
            id=order.id,
            customer_id=order.customer_id,
            number=order.number,
            status=order.status,
            placed_at=order.placed_at,
            paid_at=order.paid_at,
            fulfilled_at=order.fulfilled_at,
            canceled_at=order.canceled_at,
            refunded_at=order.refunded_at,
            invoice_id=order.invoice_id,
            invoice_number=order.invoice_number,
        )


class WholeDiscountAnswer(Answer):
    """What came off all lines of an order together, as they were asked; each line says its share."""

    percent: Percent | None
    amount: Amount


class OrderDetailAnswer(OrderAnswer):
    """An order with its lines."""

    lines: list[LineAnswer]
    discount: WholeDiscountAnswer | None
    shipping_address: AddressData | None

    @classmethod
    def with_lines(cls, order: Order, lines: Sequence[TaxedLine]) -> "OrderDetailAnswer":
        off = order.discount
        return cls(
            **dict(OrderAnswer.of(order)),
            lines=[LineAnswer.of(line) for line in lines],
            discount=WholeDiscountAnswer(percent=off.percent, amount=Amount.of(off.amount)) if off else None,
            shipping_address=AddressData.of(order.ship_to) if order.ship_to else None,
        )


class InvoiceAnswer(SumsAnswer):
    """An invoice in a list. The business is told `open`, the customer `unpaid` or `overdue`."""

    id: str
    customer_id: str
    number: str
    status: InvoiceStatus | ShownStatus
    issued_on: date
    due_on: date
    open: Amount
    credited: Amount
    written_off: Amount
    order_id: str | None
    subscription_id: str | None
    collection: Collection
    period_start: Moment | None
    period_end: Moment | None
    paid_at: Moment | None
    overdue_at: Moment | None
    accounting_tax: AccountingTaxAnswer | None

    @classmethod
    def to_customer(cls, invoice: Invoice) -> "InvoiceAnswer":
        return cls._of(invoice, invoice.shown_status)

    @classmethod
    def to_business(cls, invoice: Invoice) -> "InvoiceAnswer":
        return cls._of(invoice, invoice.status)

    @classmethod
    def _of(cls, invoice: Invoice, status: InvoiceStatus | ShownStatus) -> "InvoiceAnswer":
        return cls(
            **dict(SumsAnswer.of_totals(invoice.totals)),
            id=invoice.id,
            customer_id=invoice.customer_id,
            number=invoice.number,
            status=status,
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            open=Amount.of(invoice.open),
            credited=Amount.of(invoice.credited),
            written_off=Amount.of(invoice.written_off),
            order_id=invoice.order_id,
            subscription_id=invoice.subscription_id,
            collection=invoice.collection,
            period_start=invoice.period.start if invoice.period else None,
            period_end=invoice.period.end if invoice.period else None,
            paid_at=invoice.paid_at,
            overdue_at=invoice.overdue_at,
            accounting_tax=AccountingTaxAnswer.of(invoice.totals.tax, invoice.exchange_rate),
        )


class OpenInvoiceAnswer(InvoiceAnswer):
    """One that is to be paid, and when it is charged, where the customer was told of that."""

    collects_at: Moment | None


class PaymentAnswer(Answer):
    """A payment for an invoice, or a try to make one: `at` is when it was last heard of, `paid_at` is null
    while the money has not come, and `failure_code` says why it did not, or why it was taken back. `surplus`
    is what became balance.
    """

    id: str
    status: PaymentStatus
    amount: Amount
    surplus: Amount
    refunded: Amount
    at: Moment
    paid_at: Moment | None
    method: str
    reference: str | None
    payment_id: str | None
    failure_code: str | None
    receipt_ready: bool
    """Whether its receipt can be fetched."""

    @classmethod
    def of(cls, payment: Payment, *, receipt_ready: bool = False) -> "PaymentAnswer":
        return cls(
            receipt_ready=receipt_ready,
            id=payment.id,
            payment_id=payment.payment_id,
            status=payment.status,
            amount=Amount.of(payment.amount),
            surplus=Amount(amount=payment.surplus, currency=payment.amount.currency),
            refunded=Amount(amount=payment.refunded, currency=payment.amount.currency),
            at=payment.paid_at,
            paid_at=None if payment.status in UNDECIDED else payment.paid_at,
            method=payment.method,
            reference=payment.reference,
            failure_code=payment.failure_code,
        )


class RecordedPaymentAnswer(PaymentAnswer):
    """A payment that was just recorded, and its invoice after it."""

    invoice: InvoiceAnswer


CollectionStanding = Literal["on_hold", "external"]
"""`on_hold`: the business asks for nothing until it says so; `external`: others collect it."""


class NextInstalmentAnswer(Answer):
    """The part of an invoice that a payment plan asks for next, `of` so many instalments; `amount` is zero
    where others of its case come first. It is charged by itself where `automatic`.
    """

    number: int
    of: int
    due_on: date
    amount: Amount
    automatic: bool

    @classmethod
    def of_plan(cls, found: NextInstalment | None) -> "NextInstalmentAnswer | None":
        if found is None:
            return None
        asked = found.instalment
        return cls(
            number=asked.number,
            of=found.of,
            due_on=asked.due_on,
            amount=Amount.of(asked.amount),
            automatic=found.automatic,
        )


class InvoiceDetailAnswer(InvoiceAnswer):
    """An invoice with its lines and what was paid of it. `transfer` is null where nothing is to be
    transferred, or the business has said no account when the invoice was made, or given up collecting it.
    """

    lines: list[LineAnswer]
    payments: list[PaymentAnswer]
    paid_from_balance: Amount
    transfer: TransferAnswer | None
    document_ready: bool
    """Whether its PDF and its XML can be fetched."""
    collects_at: Moment | None
    """When it is charged, where the customer was told of that."""
    collection_case_id: str | None
    """The collection case that it is in, or was, or whose costs it charges."""
    collection_standing: CollectionStanding | None
    """While nothing is asked for in that case."""
    instalment: NextInstalmentAnswer | None
    """What is to be paid of it next, by a payment plan that runs."""
    shipping_address: AddressData | None
    """Where what it is for goes, as its paper says, if that is shipped."""

    @classmethod
    def of(cls, invoice: InvoiceAnswer, whole: WholeInvoice) -> "InvoiceDetailAnswer":
        return cls.complete(
            invoice,
            whole.lines,
            whole.payments,
            of=whole.invoice,
            from_balance=whole.from_balance,
            made=whole.papers,
            case=whole.case,
            collects_at=whole.collects_at,
        )

    @classmethod
    def complete(
        cls,
        invoice: InvoiceAnswer,
        lines: Sequence[TaxedLine],
        payments: Sequence[Payment],
        *,
        of: Invoice,
        from_balance: Money,
        made: Container[str] = (),
        case: CaseFile | None = None,
        collects_at: datetime | None = None,
    ) -> "InvoiceDetailAnswer":
        return cls(
            **dict(invoice),
            lines=[LineAnswer.of(line) for line in lines],
            payments=[PaymentAnswer.of(payment, receipt_ready=payment.id in made) for payment in payments],
            paid_from_balance=Amount.of(from_balance),
            transfer=TransferAnswer.of(of, case),
            document_ready=invoice.id in made,
            collects_at=collects_at,
            collection_case_id=case.case.id if case else None,
            collection_standing=_standing(case) if case else None,
            instalment=NextInstalmentAnswer.of_plan(case.next_of(of)) if case else None,
            shipping_address=AddressData.of(of.ship_to) if of.ship_to else None,
        )


class CountsAnswer(Answer):
    """How many there are in all."""

    orders: int
    invoices: int


class OverviewAnswer(Answer):
    """What a customer sees of invoicing at one glance."""

    counts: CountsAnswer
    orders: list[OrderAnswer]
    open_invoices: list[OpenInvoiceAnswer]
    open_totals: list[Amount]
    collection_cases: list[CaseAnswer]
    """Those that are open."""

    @classmethod
    def of(cls, overview: Overview) -> "OverviewAnswer":
        return cls(
            counts=CountsAnswer(orders=overview.order_count, invoices=overview.invoice_count),
            orders=[OrderAnswer.of(order) for order in overview.orders],
            open_invoices=[
                OpenInvoiceAnswer(
                    **dict(InvoiceAnswer.to_customer(invoice)),
                    collects_at=overview.collects_at.get(invoice.id),
                )
                for invoice in overview.open_invoices
            ],
            open_totals=[Amount.of(total) for total in overview.open_totals],
            collection_cases=[CaseAnswer.of(file) for file in overview.open_cases],
        )


def _standing(case: CaseFile) -> CollectionStanding | None:
    if not case.waits:
        return None
    return "external" if case.case.external_at else "on_hold"
