"""The payments service has money for one or several invoices."""

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.contracts.payments import PaymentData
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import balance_paid_in
from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.payment import UNDECIDED, UNKNOWN, Payment
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.keep_payment import keep_payment
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices
from foyer_invoicing.use_cases.spread_payment import spread_payment
from foyer_invoicing.use_cases.use_balance import use_balance


async def take_payment(work: Work, told: PaymentData, *, fee: Money | None) -> None:
    """What is more than is owed of an invoice, or came for one that is not to be paid, becomes balance. A fee
    in another currency than was paid is left out. Told again it changes nothing.

    Raises NotYet while an invoice is not there, PaymentCurrencyDiffers.
    """
    if fee is not None and fee.currency != told.amount.currency:
        fee = None
    invoices = await lock_paid_invoices(
        work,
        (part.invoice_id for part in told.invoices),
        customer_id=told.customer_id,
        currency=told.amount.currency,
    )
    if not told.invoices:
        await _add_to_balance(work, told, fee)
        return
    known = await Payments(work.session).by_invoice(work.scope, told.payment_id)
    if any(payment.status not in UNDECIDED for payment in known.values()):
        return
    parts = []
    for invoice_id, amount in _parts(told).items():
        invoice = invoices[invoice_id]
        payment = Payment(
            id=known[invoice.id].id if invoice.id in known else new_id("ipay"),
            payment_id=told.payment_id,
            amount=amount,
            paid_at=work.now,
            method=told.kind or UNKNOWN,
            surplus=(amount - min(amount, invoice.owed)).amount,
        )
        parts.append((await keep_payment(work, invoice, payment, known=known), payment))
    await spread_payment(work, parts, cause=told.payment_id, at=work.now, fee=fee)


def _parts(told: PaymentData) -> dict[str, Money]:
    """By invoice; what is for none comes with the last."""
    parts = {part.invoice_id: part.amount.money() for part in told.invoices}
    last, nothing = told.invoices[-1].invoice_id, told.amount.money() * 0
    parts[last] += told.amount.money() - sum(parts.values(), nothing)
    return parts


async def _add_to_balance(work: Work, told: PaymentData, fee: Money | None) -> None:
    journal = Journal(work.session)
    await Balances(work.session).lock(work.scope, told.customer_id, told.amount.currency)
    if not await journal.has(Occasion.PAYMENT_RECEIVED, told.payment_id):
        customer = await Customers(work.session).get(work.scope, told.customer_id)
        await journal.book(
            balance_paid_in(customer, told.amount.money(), cause=told.payment_id, at=work.now, fee=fee)
        )
        await use_balance(work, told.customer_id, told.amount.currency)
