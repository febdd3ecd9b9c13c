"""Staff record what a bank statement says: a customer has paid, for invoices that they name or for any."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import balance_paid_in
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.payment import (
    RECORDED,
    InvoiceOfOtherCustomer,
    Payment,
    PaymentCurrencyDiffers,
    check_recorded,
    refuse_settled,
    split_over,
)
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.read_recorded_payment import RecordedPayment, read_recorded_payment
from foyer_invoicing.use_cases.spread_payment import spread_payment
from foyer_invoicing.use_cases.use_balance import use_balance


async def record_customer_payment(
    work: Work,
    customer_id: str,
    *,
    amount: Money,
    invoice_ids: Sequence[str] = (),
    paid_at: datetime | None = None,
    reference: str | None = None,
) -> RecordedPayment:
    """It pays the named invoices in their order, else the oldest due date first; the rest becomes balance.

    Raises CustomerNotFound, InvoiceNotFound, what `check_recorded` and `refuse_settled` refuse,
    InvoiceOfOtherCustomer and PaymentCurrencyDiffers.
    """
    at, payment_id = paid_at or work.now, new_id(RECORDED)
    check_recorded(amount, paid_at=at, now=work.now)
    customer = await Customers(work.session).get(work.scope, customer_id)
    await Balances(work.session).lock(work.scope, customer_id, amount.currency)
    invoices = await _invoices(work, customer_id, amount.currency, invoice_ids)
    parts = [
        (
            invoice,
            Payment(
                id=new_id("ipay"),
                payment_id=payment_id,
                amount=part,
                paid_at=at,
                reference=reference,
                surplus=(part - min(part, invoice.owed)).amount,
            ),
        )
        for invoice, part in zip(invoices, split_over(amount, [each.owed for each in invoices]), strict=False)
    ]
    for invoice, payment in parts:
        await Payments(work.session).add(payment, invoice, by=work.actor, at=work.now)
    if parts:
        await spread_payment(work, parts, cause=payment_id, at=at)
    else:
        paid_in = balance_paid_in(customer, amount, cause=payment_id, at=at, note=reference)
        await Journal(work.session).book(paid_in)
        await use_balance(work, customer_id, amount.currency)
    return await read_recorded_payment(work, payment_id)


async def _invoices(work: Work, customer_id: str, currency: str, named: Sequence[str]) -> Sequence[Invoice]:
    """Locked, behind the balance."""
    invoices = Invoices(work.session)
    if not named:
        return await invoices.list_open_for_update(work.scope, customer_id, currency)
    for invoice_id in named:
        invoice = await invoices.get(work.scope, invoice_id)
        if invoice.customer_id != customer_id:
            raise InvoiceOfOtherCustomer(f"{invoice.number} is another customer's.", field="invoices")
        if invoice.open.currency != currency:
            raise PaymentCurrencyDiffers(f"{invoice.number} is in {invoice.open.currency}.", field="invoices")
    locked = {each: await invoices.get_for_update(work.scope, each) for each in sorted(set(named))}
    for invoice in locked.values():
        refuse_settled(invoice)
    return [locked[invoice_id] for invoice_id in dict.fromkeys(named)]
