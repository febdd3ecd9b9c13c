"""The list of invoices, and one invoice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.credits import CreditNote
from foyer_portal_bff.gateways.models.invoicing import Invoice, InvoicePayment, NextInstalment
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.views import status
from foyer_portal_bff.views.addresses import lines_of
from foyer_portal_bff.views.charged_lines import ChargedLine, SumRow, accounting_row, charged_lines, sum_rows
from foyer_portal_bff.views.credit_notes import CreditNoteLine, credit_note_line
from foyer_portal_bff.views.invoice_filter import STATUSES, InvoiceFilter
from foyer_portal_bff.views.paging import More, more
from foyer_portal_bff.views.payment_reasons import payment_method, payment_reason
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import Badge, Tone, mark
from foyer_portal_bff.views.transfers import TransferBlock, transfer_block

_WAITING = {
    "on_hold": mark("This is on hold: you need not pay until you hear from us."),
    "external": mark("We have given this to others to collect. Please pay them, or contact us."),
}


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
class StatusLink:
    """One of the links above the list."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class InvoicesPage:
    """The list."""

    statuses: tuple[StatusLink, ...]
    filter: InvoiceFilter
    problems: Problems
    open_total: str
    """What is to be paid in all, "" when nothing is, or nobody knows."""
    pay: str
    """Where open ones are paid, "" when nothing is to be paid here."""
    invoices: tuple[InvoiceLine, ...]
    more: More | None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One try to pay."""

    when: str
    method: str
    amount: str
    badge: Badge
    reason: str
    """Why it failed or was taken back, "" when it did not, or nobody says."""
    receipt: str
    """Address of its receipt, "" when there is none, or not yet."""


@dataclass(frozen=True, slots=True)
class PayLink:
    """A way to the page where it is paid."""

    href: str
    text: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One invoice."""

    number: str
    badge: Badge
    issued: str
    due: str
    sums: tuple[SumRow, ...]
    total: str
    accounting_tax: SumRow | None
    open: str
    owes: bool
    """Whether anything is still to be paid."""
    pay: tuple[PayLink, ...]
    """Where it is paid, none where that is not possible here."""
    notice: str
    notice_tone: Tone
    transfer: TransferBlock | None
    lines: tuple[ChargedLine, ...]
    payments: tuple[PaymentLine, ...]
    credit_notes: tuple[CreditNoteLine, ...]
    order: str
    """Address of the order that made it, "" when none did."""
    subscription: str
    case: str
    """Address of the collection case that it is in, or was, "" when there is none."""
    refund: str
    """Where money of it is asked back, "" where nothing was paid, or nobody may."""
    ship_to: tuple[str, ...]
    """Where its order goes, empty when nothing is shipped."""
    pdf: str
    """Address of its PDF, "" while it is being made."""
    xml: str


def invoices_page(
    found: PageOf[Invoice],
    reader: Reader,
    *,
    chosen: InvoiceFilter,
    open_totals: tuple[Amount, ...],
    may_pay: bool = False,
    problems: Problems = NONE,
) -> InvoicesPage:
    """Newest first, as invoicing orders them."""
    return InvoicesPage(
        statuses=tuple(
            StatusLink(chosen.address(status=value), reader.say(text), value == chosen.status)
            for value, text in STATUSES
        ),
        filter=chosen,
        problems=problems,
        open_total=" + ".join(reader.money(total) for total in open_totals),
        pay="/pay" if may_pay and open_totals else "",
        invoices=tuple(invoice_line(invoice, reader) for invoice in found.data),
        more=more("/invoices", found.next_cursor, **chosen.kept()),
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


def invoice_page(
    invoice: Invoice,
    reader: Reader,
    *,
    credit_notes: tuple[CreditNote, ...] = (),
    may_pay: bool = False,
    may_ask: bool = False,
) -> InvoicePage:
    """With its lines, every try to pay it, and what was given back of it."""
    notice, tone = notice_of(invoice, reader)
    is_paid = invoice.status == "paid" and invoice.total.amount > 0
    return InvoicePage(
        number=invoice.number,
        badge=status.badge(status.INVOICE, invoice.status, reader),
        issued=reader.day(invoice.issued_on),
        due=reader.day(invoice.due_on),
        sums=sum_rows(invoice, reader),
        total=reader.money(invoice.total),
        accounting_tax=accounting_row(invoice, reader),
        open=reader.money(invoice.open),
        owes=invoice.open.amount > 0,
        pay=tuple(_ways_to_pay(invoice, reader)) if may_pay else (),
        notice=notice,
        notice_tone=tone,
        transfer=transfer_block(invoice.transfer, reader) if invoice.transfer else None,
        lines=charged_lines(invoice.lines, reader),
        payments=tuple(_payments(invoice, reader)),
        credit_notes=tuple(credit_note_line(note, reader) for note in credit_notes),
        order=f"/orders/{invoice.order_id}" if invoice.order_id else "",
        subscription=f"/subscriptions/{invoice.subscription_id}" if invoice.subscription_id else "",
        case=f"/collection-cases/{invoice.collection_case_id}" if invoice.collection_case_id else "",
        refund=f"/invoices/{invoice.id}/refund" if may_ask and is_paid else "",
        ship_to=lines_of(invoice.shipping_address, reader) if invoice.shipping_address else (),
        pdf=f"/invoices/{invoice.id}/pdf" if invoice.document_ready else "",
        xml=f"/invoices/{invoice.id}/xml" if invoice.document_ready else "",
    )


def _payments(invoice: Invoice, reader: Reader) -> Iterator[PaymentLine]:
    yield from (_payment(payment, invoice, reader) for payment in invoice.payments)
    if invoice.paid_from_balance and invoice.paid_from_balance.amount:
        yield PaymentLine(
            when="",
            method=reader.say("From your balance"),
            amount=reader.money(invoice.paid_from_balance),
            badge=status.badge(status.PAYMENT, "succeeded", reader),
            reason="",
            receipt="",
        )


def _payment(payment: InvoicePayment, invoice: Invoice, reader: Reader) -> PaymentLine:
    return PaymentLine(
        when=reader.day(payment.paid_at) if payment.paid_at else "",
        method=payment_method(payment.method, reader),
        amount=reader.money(payment.amount),
        badge=status.badge(status.PAYMENT, payment.status, reader),
        reason=payment_reason(payment.failure_code, reader),
        receipt=f"/invoices/{invoice.id}/payments/{payment.id}/receipt" if payment.receipt_ready else "",
    )


def collected_on(invoice: Invoice, at: datetime, reader: Reader) -> str:
    """By direct debit, as was announced."""
    values = {"number": invoice.number, "amount": reader.money(invoice.open), "day": reader.day(at)}
    return reader.say("Invoice {number}: {amount} is collected on {day}.", **values)


def notice_of(invoice: Invoice, reader: Reader) -> tuple[str, Tone]:
    """What is still to be paid, and by when: when it is collected, or by a plan its next instalment; that
    nothing is asked for while its collection case waits.
    """
    if invoice.open.amount <= 0 or invoice.status in {"void", "draft"}:
        return "", "calm"
    if invoice.collection_standing in _WAITING:
        return reader.say(_WAITING[invoice.collection_standing]), "info"
    if invoice.instalment:
        return _instalment_notice(invoice.instalment, reader)
    if invoice.collects_at:
        return collected_on(invoice, invoice.collects_at, reader), "info"
    return _due(invoice.open, invoice.due_on, reader, is_late=invoice.status == "overdue")


def _instalment_notice(instalment: NextInstalment, reader: Reader) -> tuple[str, Tone]:
    if not instalment.amount.amount:
        return reader.say("You pay this by a payment plan. Nothing of it is to be paid yet."), "info"
    if instalment.automatic:
        values = {
            "amount": reader.money(instalment.amount),
            "day": reader.day(instalment.due_on),
            "number": instalment.number,
            "of": instalment.of,
        }
        return reader.say("Instalment {number} of {of}: {amount} is collected on {day}.", **values), "info"
    today = reader.now.astimezone(reader.zone).date()
    return _due(instalment.amount, instalment.due_on, reader, is_late=instalment.due_on < today)


def _due(amount: Amount, due_on: date, reader: Reader, *, is_late: bool) -> tuple[str, Tone]:
    values = {"amount": reader.money(amount), "day": reader.day(due_on)}
    if is_late:
        return reader.say("{amount} was due on {day}.", **values), "bad"
    return reader.say("{amount} is due on {day}.", **values), "warn"


def _ways_to_pay(invoice: Invoice, reader: Reader) -> Iterator[PayLink]:
    """The instalment before the whole; what is charged by itself waits for nobody."""
    all_of_it, instalment = f"/pay?invoice={invoice.id}", invoice.instalment
    if instalment is None or not 0 < instalment.amount.amount < invoice.open.amount:
        yield PayLink(all_of_it, reader.say("Pay"), is_main=True)
        return
    if not instalment.automatic:
        part = reader.typed(instalment.amount)
        text = reader.say("Pay {amount}", amount=reader.money(instalment.amount))
        yield PayLink(f"{all_of_it}&{urlencode({'part': part})}", text, is_main=True)
    yield PayLink(all_of_it, reader.say("Pay all of it now"), is_main=False)
