"""Money that had paid invoices is taken back: they are open again, and their orders unpaid."""

from foyer_shared.basics.money import Money
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import payment_reversed
from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.payment import UNDECIDED
from foyer_invoicing.domain.retry_schedule import ChargeFailure, Severity
from foyer_invoicing.domain.reverse_payment import reverse_payment
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.go_on_collecting import go_on_collecting
from foyer_invoicing.use_cases.hold_disputed_case import hold_disputed_case
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices
from foyer_invoicing.use_cases.open_again import open_again
from foyer_invoicing.use_cases.use_balance import use_balance


async def take_back_payment(
    work: Work,
    payment_id: str,
    *,
    customer_id: str,
    amount: Money,
    failure_code: str,
    severity: Severity,
    occasion: Occasion,
    cause: str,
    note: str | None = None,
) -> None:
    """By a return, a lost dispute or staff, of the id `cause`; told again it changes nothing. What the
    customer has to their credit pays what is open again; the rest is collected again where it was collected
    by charges.

    Raises NotYet while the payment is not known to have succeeded, ReversalAbovePayment.
    """
    known = await Payments(work.session).by_invoice(work.scope, payment_id)
    if not known or any(payment.status in UNDECIDED for payment in known.values()):
        raise NotYet(f"{payment_id} has not succeeded")
    invoices = await lock_paid_invoices(work, known, customer_id=customer_id, currency=amount.currency)
    if await Journal(work.session).has(occasion, cause):
        return
    known = await Payments(work.session).by_invoice(work.scope, payment_id)
    reversals = reverse_payment(known, amount, failure_code=failure_code)
    parts = [(invoices[invoice_id], reversal) for invoice_id, reversal in reversals.items()]
    await Payments(work.session).save(*(reversal.payment for _, reversal in parts))
    await Journal(work.session).book(
        payment_reversed(parts, occasion=occasion, cause=cause, at=work.now, note=note)
    )
    for invoice, reversal in parts:
        if reversal.applied.amount:
            await open_again(work, invoice, reversal.applied)
    await use_balance(work, customer_id, amount.currency)
    for invoice, reversal in parts:
        if occasion is Occasion.DISPUTE_LOST:
            await hold_disputed_case(work, invoice.id, disputed=False)
        if reversal.applied.amount:
            kind = reversal.payment.method
            failure = ChargeFailure(attempt=0, severity=severity, code=failure_code, kind=kind)
            await go_on_collecting(work, invoice.id, failure)
