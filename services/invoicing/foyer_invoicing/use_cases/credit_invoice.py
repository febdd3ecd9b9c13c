"""A business gives back an invoice, an amount of it, or some of its lines."""

from collections.abc import Sequence

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditNote, CreditTo
from foyer_invoicing.domain.credit_refusals import CreditAmountAndLines
from foyer_invoicing.domain.creditable import Creditable, LineToCredit
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.payment import InvoiceVoid
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.issue_credit_note import issue_credit_note
from foyer_invoicing.use_cases.lock_invoice import lock_invoice


async def credit_invoice(
    work: Work,
    invoice_id: str,
    *,
    amount: Money | None = None,
    lines: Sequence[LineToCredit] = (),
    reason: str | None = None,
    credit_to: CreditTo = CreditTo.BALANCE,
    refund_request_id: str | None = None,
) -> tuple[CreditNote, tuple[TaxedLine, ...]]:
    """All that is left of it without an amount and lines.

    Raises InvoiceNotFound, InvoiceVoid, CreditAmountAndLines, BusinessNotHere, and what `Creditable` refuses.
    """
    if amount is not None and lines:
        raise CreditAmountAndLines("Give an amount or lines, not both.", field="amount")
    invoice = await lock_invoice(work, invoice_id)
    left = await _creditable(work, invoice, reason)
    if amount is not None:
        credited = left.amount(amount)
    elif lines:
        credited = left.lines(lines)
    else:
        credited = left.rest()
    note = await issue_credit_note(
        work,
        invoice,
        credited,
        reason=reason,
        credit_to=credit_to,
        refund_request_id=refund_request_id,
    )
    return note, credited


async def _creditable(work: Work, invoice: Invoice, reason: str | None) -> Creditable:
    _, invoiced = await Invoices(work.session).get_with_lines(work.scope, invoice.id)
    notes = await CreditNotes(work.session).list_of_with_lines(work.scope, invoice.id)
    credited = [line for _, lines in notes for line in lines]
    if invoice.status is InvoiceStatus.VOID and not credited:
        raise InvoiceVoid(f"{invoice.number} is void.")
    return Creditable(invoiced, credited, reason or invoice.number)
