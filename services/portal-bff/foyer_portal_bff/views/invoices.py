"""The list of invoices, and one invoice."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.invoicing import Invoice, InvoicePayment, Line
from foyer_portal_bff.views import status
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import Badge, Tone, mark

FILTERS = (
    ("", mark("All")),
    ("unpaid", mark("Unpaid")),
    ("overdue", mark("Overdue")),
    ("paid", mark("Paid")),
)
"""The statuses that the list can be narrowed to."""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One invoice in a list."""

    href: str
    number: str
    issued: str
    due: str
    total: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class Filter:
    """One of the links above the list."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class InvoicesPage:
    """The list."""

    filters: tuple[Filter, ...]
    invoices: tuple[InvoiceLine, ...]
    more: More | None
    filtered: bool


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """One line of an invoice or an order."""

    description: str
    quantity: int
    unit_amount: str
    tax: str
    amount: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One try to pay."""

    when: str
    method: str
    amount: str
    badge: Badge
    receipt: str
    """Address of its receipt, "" when there is none, or not yet."""


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One invoice."""

    number: str
    badge: Badge
    issued: str
    due: str
    subtotal: str
    tax: str
    total: str
    open: str
    notice: str
    notice_tone: Tone
    lines: tuple[ChargedLine, ...]
    payments: tuple[PaymentLine, ...]
    order: str
    """Address of the order that made it, "" when none did."""
    subscription: str
    pdf: str
    """Address of its PDF, "" while it is being made."""
    xml: str


def chosen_filter(status: str) -> str:
    """The status that the address asks for; "" for all, and for what is no filter."""
    return status if status in {value for value, _ in FILTERS} else ""


def invoices_page(
    invoices: tuple[Invoice, ...], reader: Reader, *, chosen: str, more: More | None
) -> InvoicesPage:
    """Newest first, as invoicing orders them."""
    return InvoicesPage(
        filters=tuple(
            Filter(f"/invoices?status={value}" if value else "/invoices", reader.say(text), value == chosen)
            for value, text in FILTERS
        ),
        invoices=tuple(invoice_line(invoice, reader) for invoice in invoices),
        more=more,
        filtered=bool(chosen),
    )


def invoice_line(invoice: Invoice, reader: Reader) -> InvoiceLine:
    """One of them."""
    return InvoiceLine(
        href=f"/invoices/{invoice.id}",
        number=invoice.number,
        issued=reader.day(invoice.issued_on),
        due=reader.day(invoice.due_on),
        total=reader.money(invoice.total),
        badge=status.badge(status.INVOICE, invoice.status, reader),
    )


def invoice_page(invoice: Invoice, reader: Reader) -> InvoicePage:
    """With its lines and every try to pay it."""
    notice, tone = _notice(invoice, reader)
    return InvoicePage(
        number=invoice.number,
        badge=status.badge(status.INVOICE, invoice.status, reader),
        issued=reader.day(invoice.issued_on),
        due=reader.day(invoice.due_on),
        subtotal=reader.money(invoice.subtotal) if invoice.subtotal else "",
        tax=reader.money(invoice.tax) if invoice.tax else "",
        total=reader.money(invoice.total),
        open=reader.money(invoice.open),
        notice=notice,
        notice_tone=tone,
        lines=charged_lines(invoice.lines, reader),
        payments=tuple(_payment(payment, invoice, reader) for payment in invoice.payments),
        order=f"/orders/{invoice.order_id}" if invoice.order_id else "",
        subscription=f"/subscriptions/{invoice.subscription_id}" if invoice.subscription_id else "",
        pdf=f"/invoices/{invoice.id}/pdf" if invoice.document_ready else "",
        xml=f"/invoices/{invoice.id}/xml" if invoice.document_ready else "",
    )


def charged_lines(lines: tuple[Line, ...], reader: Reader) -> tuple[ChargedLine, ...]:
    """The lines of an invoice or an order."""
    return tuple(
        ChargedLine(
            description=line.description,
            quantity=line.quantity,
            unit_amount=_unit_amount(line, reader),
            tax=percent(line.tax_percent) if line.tax_percent is not None else "",
            amount=reader.money(line.amount),
        )
        for line in lines
    )


def percent(rate: float | str) -> str:
    """`21 %`."""
    return f"{float(rate):g} %"


def _unit_amount(line: Line, reader: Reader) -> str:
    """Beside an amount without tax a price with tax would puzzle."""
    if line.unit_amount is None or line.tax_behavior == "inclusive":
        return ""
    return reader.money(line.unit_amount)


def _payment(payment: InvoicePayment, invoice: Invoice, reader: Reader) -> PaymentLine:
    return PaymentLine(
        when=reader.day(payment.paid_at) if payment.paid_at else "",
        method=payment.method or "",
        amount=reader.money(payment.amount),
        badge=status.badge(status.PAYMENT, payment.status, reader),
        receipt=f"/invoices/{invoice.id}/payments/{payment.id}/receipt" if payment.receipt_ready else "",
    )


def _notice(invoice: Invoice, reader: Reader) -> tuple[str, Tone]:
    """What is still to be paid, and by when."""
    if invoice.open.amount <= 0 or invoice.status in {"void", "draft"}:
        return "", "calm"
    open_amount, due = reader.money(invoice.open), reader.day(invoice.due_on)
    if invoice.status == "overdue":
        return reader.say("{amount} was due on {day}.", amount=open_amount, day=due), "bad"
    return reader.say("{amount} is due on {day}.", amount=open_amount, day=due), "warn"
