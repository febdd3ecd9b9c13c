"""A dispute that was lost is won after all, or a bank undoes what it took back: that is money of its own."""

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.contracts.payments import DisputeData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices
from foyer_invoicing.use_cases.spread_payment import spread_payment


async def regain_payment(work: Work, told: DisputeData) -> None:
    """For the invoices from which it was taken; what they do not need any more is credit. Told again it
    changes nothing.

    Raises NotYet while the loss is on its way.
    """
    journal, payments = Journal(work.session), Payments(work.session)
    known, left = await payments.by_invoice(work.scope, told.payment_id), told.amount.money()
    losses = (Occasion.DISPUTE_LOST, Occasion.PAYMENT_REVERSED)
    if not known or not any([await journal.has(loss, told.dispute_id) for loss in losses]):
        raise NotYet(f"{told.dispute_id} has not been lost")
    invoices = await lock_paid_invoices(work, known, customer_id=told.customer_id, currency=left.currency)
    if await journal.has(Occasion.PAYMENT_RECEIVED, told.dispute_id):
        return
    parts: list[tuple[Invoice, Payment]] = []
    for invoice_id, taken in known.items():
        invoice, amount = invoices[invoice_id], min(left, Money(taken.reversed, left.currency))
        left -= amount
        if amount.amount:
            payment = Payment(
                id=new_id("ipay"),
                amount=amount,
                paid_at=work.now,
                reference=told.dispute_id,
                surplus=(amount - min(amount, invoice.owed)).amount,
            )
            await payments.add(payment, invoice, by=work.actor, at=work.now)
            parts.append((invoice, payment))
    await spread_payment(work, parts, cause=told.dispute_id, at=work.now)
