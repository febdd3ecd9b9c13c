"""A payment is disputed, or no longer: the provider holds its money back until that is decided."""

from dataclasses import replace

from foyer_shared.contracts.payments import DisputeData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import moved
from foyer_invoicing.domain.journal import Account, Occasion
from foyer_invoicing.domain.payment import UNDECIDED, PaymentStatus
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.hold_disputed_case import hold_disputed_case
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices


async def follow_dispute(work: Work, told: DisputeData, *, won: bool) -> None:
    """Opened, or won: in whatever order that is told, the books end the same. One that is lost takes the
    payment back.

    Raises NotYet while the payment is not known to have succeeded.
    """
    occasion = Occasion.DISPUTE_WON if won else Occasion.DISPUTE_OPENED
    payments, journal = Payments(work.session), Journal(work.session)
    known = await payments.by_invoice(work.scope, told.payment_id)
    if not known or any(payment.status in UNDECIDED for payment in known.values()):
        raise NotYet(f"{told.payment_id} has not succeeded")
    amount = told.amount.money()
    invoices = await lock_paid_invoices(work, known, customer_id=told.customer_id, currency=amount.currency)
    if await journal.has(occasion, told.dispute_id):
        return
    held, free = Account.DISPUTES, Account.CASH
    await journal.book(
        moved(
            occasion,
            told.dispute_id,
            next(iter(invoices.values())),
            amount,
            to=free if won else held,
            out_of=held if won else free,
            at=work.now,
        )
    )
    over = won or await journal.has(Occasion.DISPUTE_WON, told.dispute_id)
    over = over or await journal.has(Occasion.DISPUTE_LOST, told.dispute_id)
    before, after = PaymentStatus.SUCCEEDED, PaymentStatus.DISPUTED
    if over:
        before, after = after, before
    known = await payments.by_invoice(work.scope, told.payment_id)
    await payments.save(
        *(replace(payment, status=after) for payment in known.values() if payment.status is before)
    )
    for invoice_id in invoices:
        await hold_disputed_case(work, invoice_id, disputed=not over)
