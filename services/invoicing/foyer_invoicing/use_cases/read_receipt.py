"""What a receipt for a payment says on paper."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bill import BillReference
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.paper import Paper
from foyer_invoicing.domain.receipt import Receipt
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.parties_of_invoice import parties_of_invoice


async def read_receipt(work: Work, paper: Paper, business: Business) -> Receipt:
    """Between those whom its invoice names; raises BusinessNotHere as `parties_of_invoice`."""
    payment, invoice_id = await Payments(work.session).get(work.scope, paper.subject_id)
    invoice = await Invoices(work.session).get(work.scope, invoice_id)
    return Receipt(
        number=paper.number,
        paid_on=business.local_date(payment.paid_at),
        amount=payment.amount,
        reference=payment.reference,
        taken_back=payment.taken_back,
        invoice=BillReference(invoice.number, invoice.issued_on),
        invoice_total=invoice.totals.total,
        parties=await parties_of_invoice(work, invoice, business),
    )
