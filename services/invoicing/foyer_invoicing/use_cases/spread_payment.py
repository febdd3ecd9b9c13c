"""Money has come in for invoices: they are paid as far as it reaches, and the rest is credit."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import payment_received
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.use_cases.issue_receipt import issue_receipt
from foyer_invoicing.use_cases.settle_open_invoice import settle_open_invoice
from foyer_invoicing.use_cases.use_balance import use_balance


async def spread_payment(
    work: Work,
    parts: Sequence[tuple[Invoice, Payment]],
    *,
    cause: str,
    at: datetime,
    fee: Money | None = None,
) -> None:
    """Book it and pay them; what is more than is owed pays what else the customer owes. Whoever calls has
    locked the invoices, which are one customer's, and keeps the payments. Receipts are made once this has
    committed.
    """
    await Journal(work.session).book(payment_received(parts, cause=cause, at=at, fee=fee))
    for invoice, payment in parts:
        await issue_receipt(work, payment, invoice)
        if payment.applied.amount:
            await settle_open_invoice(work, invoice, payment.applied, at=at)
    first, payment = parts[0]
    await use_balance(work, first.customer_id, payment.amount.currency)
