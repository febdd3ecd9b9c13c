"""What a customer has asked back, and staff agreed to, is given back."""

from foyer_shared.basics.errors import Conflict, Invalid
from foyer_shared.contracts.invoicing import CreditNoteRefused
from foyer_shared.contracts.support import RefundPortionData, RefundRequestData
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.domain.credit_refusals import CreditNotPaid
from foyer_invoicing.domain.creditable import LineToCredit
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.lock_invoice import lock_invoice


async def credit_refund_request(work: Work, request: RefundRequestData, approved: RefundPortionData) -> None:
    """Once, to where it was paid from, else to the balance. When it cannot be any more, since something was
    given back or taken back meanwhile, nothing is, and that is told.

    Raises InvoiceNotFound, BusinessNotHere.
    """
    invoice = await lock_invoice(work, request.invoice_id)
    if await CreditNotes(work.session).has_request(work.scope, request.refund_request_id):
        return
    by_amount = not approved.whole and not approved.lines
    try:
        if invoice.status is not InvoiceStatus.PAID:
            raise CreditNotPaid(f"{invoice.number} is not paid any more.")
        await credit_invoice(
            work,
            invoice.id,
            amount=approved.amount.money() if by_amount else None,
            lines=[LineToCredit(line.line, line.quantity) for line in approved.lines],
            reason=request.ticket_number,
            credit_to=CreditTo.REFUND,
            refund_request_id=request.refund_request_id,
        )
    except (Conflict, Invalid) as refused:
        # All of these are raised before anything is written.
        work.announce(
            CreditNoteRefused(
                refund_request_id=request.refund_request_id,
                customer_id=request.customer_id,
                invoice_id=invoice.id,
                code=refused.code,
            ),
            subject=request.refund_request_id,
            version=1,
            customer_id=request.customer_id,
        )
