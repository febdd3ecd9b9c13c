"""Some of an invoice is given back: the credit note gets its number, is stored, booked and told at once."""

from collections.abc import Sequence
from dataclasses import replace

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import CreditedLineData, CreditNoteIssued
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import credit_note_issued
from foyer_invoicing.domain.credit_invoice import Split, credit_invoice, split_credit
from foyer_invoicing.domain.credit_note import CreditNote, CreditTo, RefundPart
from foyer_invoicing.domain.document_number import credit_note_number, credit_note_series
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.paper import PaperKind
from foyer_invoicing.domain.totals import Totals, totals_of
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.close_void_order import close_void_order
from foyer_invoicing.use_cases.pay_order import pay_order
from foyer_invoicing.use_cases.refund_order import refund_order
from foyer_invoicing.use_cases.told import announce_change, credit_note_data
from foyer_invoicing.use_cases.use_balance import use_balance


async def issue_credit_note(
    work: Work,
    invoice: Invoice,
    lines: Sequence[TaxedLine],
    *,
    reason: str | None,
    credit_to: CreditTo,
    refunded: RefundPart | None = None,
    refund_request_id: str | None = None,
) -> CreditNote:
    """Of lines that the invoice still has to give back; whoever calls has locked it. `refunded` is what was
    given back past Foyer already, and all of it.

    What becomes balance pays what the customer owes elsewhere. Raises BusinessNotHere.
    """
    totals = totals_of(lines)
    payments = Payments(work.session)
    paid = await payments.list_of(work.scope, invoice.id)
    former = await CreditNotes(work.session).list_of_with_lines(work.scope, invoice.id)
    split = (
        Split(totals.total * 0, (refunded,), totals.total * 0)
        if refunded
        else split_credit(invoice, totals.total, credit_to=credit_to, payments=paid)
    )
    note = replace(await _numbered(work, invoice, totals, split, reason), refund_request_id=refund_request_id)
    after = credit_invoice(invoice, note, at=work.now)
    await CreditNotes(work.session).add(note, lines)
    await Papers(work.session).add(
        PaperKind.CREDIT_NOTE,
        note.id,
        number=note.number,
        business_id=note.business_id,
        customer_id=note.customer_id,
    )
    await Invoices(work.session).save(after)
    await payments.save(
        *(
            each.refund(part.amount)
            for part in note.refunds
            for each in paid
            if each.payment_id == part.payment_id
        )
    )
    await Journal(work.session).book(credit_note_issued(invoice, note))
    work.announce(
        CreditNoteIssued(
            credit_note=credit_note_data(note, invoice),
            lines=tuple(
                CreditedLineData(line=taxed.line.of_line, quantity=taxed.line.quantity)
                for taxed in lines
                if taxed.line.of_line
            ),
        ),
        subject=note.id,
        version=note.version,
        customer_id=note.customer_id,
    )
    if note.settled.amount:
        announce_change(work, after)
    if invoice.order_id:
        if after.status is InvoiceStatus.PAID and note.settled.amount:
            await pay_order(work, invoice.order_id)
        if after.status is InvoiceStatus.VOID:
            await close_void_order(work, invoice.order_id)
        else:
            await refund_order(work, after, note, lines, former=[line for _, each in former for line in each])
    if note.to_balance.amount:
        await use_balance(work, invoice.customer_id, invoice.open.currency)
    return note


async def _numbered(
    work: Work, invoice: Invoice, totals: Totals, split: Split, reason: str | None
) -> CreditNote:
    business = await Businesses(work.session).get(work.scope)
    issued_on = business.local_date(work.now)
    drawn = await NumberSeries(work.session).draw(work.scope, credit_note_series(issued_on.year))
    return CreditNote(
        id=new_id("crn"),
        business_id=invoice.business_id,
        customer_id=invoice.customer_id,
        number=credit_note_number(business.number_prefix, issued_on.year, drawn),
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        totals=totals,
        exchange_rate=invoice.exchange_rate,
        reason=reason,
        settled=split.settled,
        to_balance=split.to_balance,
        refunds=split.refunds,
        issued_on=issued_on,
        issued_at=work.now,
    )
