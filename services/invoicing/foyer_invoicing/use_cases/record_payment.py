"""Staff record that money for an invoice came in from outside, such as a bank transfer."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.payment import Payment, check_payment
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.lock_invoice import lock_invoice
from foyer_invoicing.use_cases.spread_payment import spread_payment


async def record_payment(
    work: Work,
    invoice_id: str,
    *,
    amount: Money,
    paid_at: datetime | None = None,
    reference: str | None = None,
) -> tuple[Payment, Invoice]:
    """Paid now unless a time is given; a part of what is open leaves the invoice open.

    Its receipt is made once this has committed. Raises InvoiceNotFound, and what `check_payment` refuses.
    """
    invoice = await lock_invoice(work, invoice_id)
    payment = Payment(id=new_id("ipay"), amount=amount, paid_at=paid_at or work.now, reference=reference)
    check_payment(invoice, payment, now=work.now)
    await Payments(work.session).add(payment, invoice, by=work.actor, at=work.now)
    await spread_payment(work, [(invoice, payment)], cause=payment.id, at=payment.paid_at)
    return payment, await Invoices(work.session).get(work.scope, invoice_id)
