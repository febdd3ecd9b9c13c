"""Staff take back a payment that they had recorded: by mistake, or the bank took it back."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import paid_in_reversed
from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.payment import PaymentAlreadyReversed
from foyer_invoicing.domain.retry_schedule import Severity
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices
from foyer_invoicing.use_cases.read_recorded_payment import RecordedPayment, read_recorded_payment
from foyer_invoicing.use_cases.take_back_payment import take_back_payment
from foyer_invoicing.use_cases.use_balance import use_balance

BY_STAFF = "reversed_by_staff"


async def reverse_recorded_payment(work: Work, payment_id: str, *, reason: str) -> RecordedPayment:
    """All of it. What it had paid is owed again, and what had become balance is taken from the balance, or
    from what that has paid. Raises PaymentNotFound, PaymentNotRecorded, PaymentAlreadyReversed.
    """
    paid, journal = await read_recorded_payment(work, payment_id), Journal(work.session)
    ids, currency = [invoice.id for invoice, _ in paid.parts], paid.amount.currency
    await lock_paid_invoices(work, ids, customer_id=paid.customer_id, currency=currency)
    if await journal.has(Occasion.PAYMENT_REVERSED, payment_id):
        raise PaymentAlreadyReversed("This payment was taken back before.")
    if paid.parts:
        await take_back_payment(
            work,
            payment_id,
            customer_id=paid.customer_id,
            amount=paid.amount,
            failure_code=BY_STAFF,
            severity=Severity.SOFT,
            occasion=Occasion.PAYMENT_REVERSED,
            cause=payment_id,
            note=reason,
        )
    else:
        customer = await Customers(work.session).get(work.scope, paid.customer_id)
        await journal.book(
            paid_in_reversed(customer, paid.amount, cause=payment_id, at=work.now, note=reason)
        )
        await use_balance(work, paid.customer_id, currency)
    return await read_recorded_payment(work, payment_id)
