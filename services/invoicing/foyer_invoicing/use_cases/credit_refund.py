"""What was given back past Foyer, such as at the provider, gets its credit notes."""

from collections.abc import Mapping

from foyer_shared.contracts.payments import RefundData
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import moved
from foyer_invoicing.domain.credit_note import CreditTo, RefundPart
from foyer_invoicing.domain.creditable import Creditable
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.journal import Account, Occasion
from foyer_invoicing.domain.refund import share_refund
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.issue_credit_note import issue_credit_note


async def credit_refund(work: Work, told: RefundData, invoices: Mapping[str, Invoice]) -> None:
    """On the invoices that the payment was for, which are locked. What they have given back before comes out
    of the balance that it became. Raises RefundAbovePaid.
    """
    payments = Payments(work.session)
    known = await payments.by_invoice(work.scope, told.payment_id)
    left = told.amount.money()
    for invoice_id, part in share_refund(known, left).items():
        invoice = invoices[invoice_id]
        _, invoiced = await Invoices(work.session).get_with_lines(work.scope, invoice_id)
        notes = await CreditNotes(work.session).list_of_with_lines(work.scope, invoice_id)
        rest = Creditable(invoiced, [line for _, lines in notes for line in lines], invoice.number)
        credited = min(part, rest.total)
        if credited.amount > 0:
            await issue_credit_note(
                work,
                invoice,
                rest.amount(credited),
                reason=None,
                credit_to=CreditTo.REFUND,
                refunded=RefundPart(told.payment_id, credited, told.refund_id),
            )
            left -= credited
        await payments.save(known[invoice_id].refund(part))
    if left.amount:
        await Journal(work.session).book(
            moved(
                Occasion.REFUND_FROM_BALANCE,
                told.refund_id,
                next(iter(invoices.values())),
                left,
                to=Account.CUSTOMER_BALANCE,
                out_of=Account.REFUNDS,
                at=work.now,
            )
        )
