"""What a credit note says on paper."""

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bill import Bill, BillKind, BillReference
from foyer_invoicing.domain.business import Business
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.exchange_rate_of_invoice import exchange_rate_of_invoice
from foyer_invoicing.use_cases.parties_of_invoice import parties_of_invoice


async def read_credit_bill(work: Work, note_id: str, business: Business) -> Bill:
    """Between those whom its invoice names; by its rate; raises what `read_bill` raises."""
    note, lines = await CreditNotes(work.session).get_with_lines(work.scope, note_id)
    invoice = await Invoices(work.session).get(work.scope, note.invoice_id)
    return Bill(
        kind=BillKind.CREDIT_NOTE,
        number=note.number,
        issued_on=note.issued_on,
        parties=await parties_of_invoice(work, invoice, business),
        lines=lines,
        totals=note.totals,
        exchange_rate=await exchange_rate_of_invoice(work, invoice, business, tax=note.totals.tax),
        prepaid=Money(0, note.totals.total.currency),
        corrects=BillReference(invoice.number, invoice.issued_on),
    )
