"""One invoice for whoever has its link: what it is for, what is open, and nothing else of the account."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.invoicing import Invoice
from foyer_portal_bff.gateways.models.payments import Payment
from foyer_portal_bff.views import status
from foyer_portal_bff.views.charged_lines import ChargedLine, SumRow, accounting_row, charged_lines, sum_rows
from foyer_portal_bff.views.invoices import notice_of
from foyer_portal_bff.views.outcome import payment_outcome
from foyer_portal_bff.views.pay import is_payable
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import Badge, Tone
from foyer_portal_bff.views.transfers import TransferBlock, transfer_block


@dataclass(frozen=True, slots=True)
class Said:
    """How the payment stands that was made here."""

    heading: str
    tone: Tone
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkedInvoicePage:
    """The page."""

    number: str
    company: str
    badge: Badge
    issued: str
    due: str
    total: str
    open: str
    notice: str
    notice_tone: Tone
    sums: tuple[SumRow, ...]
    accounting_tax: SumRow | None
    lines: tuple[ChargedLine, ...]
    transfer: TransferBlock | None
    pay: str
    """Where its form goes, "" when nothing is to be paid here."""
    pdf: str
    """Address of its PDF, "" while it is being made."""
    said: Said | None
    idempotency_key: str
    problems: Problems


def linked_invoice_page(
    invoice: Invoice,
    reader: Reader,
    *,
    address: str,
    company: str,
    may_pay: bool,
    payment: Payment | None,
    idempotency_key: str,
    problems: Problems = NONE,
) -> LinkedInvoicePage:
    """`address` is the page's own; `payment` the one that was made here."""
    notice, tone = notice_of(invoice, reader)
    return LinkedInvoicePage(
        number=invoice.number,
        company=company,
        badge=status.badge(status.INVOICE, invoice.status, reader),
        issued=reader.day(invoice.issued_on),
        due=reader.day(invoice.due_on),
        total=reader.money(invoice.total),
        open=reader.money(invoice.open),
        notice=notice,
        notice_tone=tone,
        sums=sum_rows(invoice, reader),
        accounting_tax=accounting_row(invoice, reader),
        lines=charged_lines(invoice.lines, reader),
        transfer=transfer_block(invoice.transfer, reader) if invoice.transfer else None,
        pay=f"{address}/pay" if may_pay and is_payable(invoice) else "",
        pdf=f"{address}/pdf" if invoice.document_ready else "",
        said=_said(payment, reader) if payment else None,
        idempotency_key=idempotency_key,
        problems=problems,
    )


def _said(payment: Payment, reader: Reader) -> Said:
    outcome = payment_outcome(payment, {}, reader)
    return Said(outcome.heading, outcome.tone, outcome.text, outcome.reason)
