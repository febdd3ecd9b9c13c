"""A payment that staff recorded, with all that it paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.payment import OUTSIDE, RECORDED, Payment, PaymentNotFound, PaymentNotRecorded
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPayment:
    """What one line of a bank statement did."""

    id: str
    customer_id: str
    amount: Money
    surplus: Money
    """What became balance."""
    paid_at: datetime
    reference: str | None
    is_reversed: bool
    parts: tuple[tuple[Invoice, Payment], ...]
    """What it paid, each invoice as it is now; none where all of it became balance."""


async def read_recorded_payment(work: Work, payment_id: str) -> RecordedPayment:
    """Raises PaymentNotFound, and PaymentNotRecorded for one that came by a provider."""
    payments = await Payments(work.session).by_invoice(work.scope, payment_id)
    is_reversed = await Journal(work.session).has(Occasion.PAYMENT_REVERSED, payment_id)
    if payments:
        return await _of_invoices(work, payment_id, payments, is_reversed=is_reversed)
    paid_in = await Journal(work.session).paid_in(work.scope, payment_id)
    if paid_in is None:
        raise PaymentNotFound("There is no such payment.")
    if not payment_id.startswith(f"{RECORDED}_"):
        raise PaymentNotRecorded("This payment came by a provider.")
    return RecordedPayment(
        id=payment_id,
        customer_id=paid_in.customer_id,
        amount=paid_in.amount,
        surplus=paid_in.amount,
        paid_at=paid_in.at,
        reference=paid_in.note,
        is_reversed=is_reversed,
        parts=(),
    )


async def _of_invoices(
    work: Work, payment_id: str, payments: Mapping[str, Payment], *, is_reversed: bool
) -> RecordedPayment:
    first, *_ = payments.values()
    if first.method != OUTSIDE:
        raise PaymentNotRecorded("This payment came by a provider.")
    invoices = await Invoices(work.session).by_id(work.scope, [*payments])
    nothing = first.amount * 0
    amount = sum((each.amount for each in payments.values()), nothing)
    return RecordedPayment(
        id=payment_id,
        customer_id=invoices[next(iter(payments))].customer_id,
        amount=amount,
        surplus=amount - sum((each.applied for each in payments.values()), nothing),
        paid_at=first.paid_at,
        reference=first.reference,
        is_reversed=is_reversed,
        parts=tuple((invoices[invoice_id], payment) for invoice_id, payment in payments.items()),
    )
