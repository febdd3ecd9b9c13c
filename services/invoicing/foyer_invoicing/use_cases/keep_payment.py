"""A payment, or a try to make one, is kept with its invoice, which shows whether one is under way."""

from collections.abc import Mapping
from dataclasses import replace

from foyer_shared.contracts.invoicing import InvoiceBalanceChanged
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.payment import Payment, PaymentStatus
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.told import invoice_data


async def keep_payment(
    work: Work, invoice: Invoice, payment: Payment, *, known: Mapping[str, Payment]
) -> Invoice:
    """In place of what is `known` of it by invoice; whoever calls has locked the invoice, which is returned
    as it is now.
    """
    payments = Payments(work.session)
    if invoice.id in known:
        await payments.save(payment)
    else:
        await payments.add(payment, invoice, by=work.actor, at=work.now)
    kept = await payments.list_of(work.scope, invoice.id)
    pending = any(each.status is PaymentStatus.PROCESSING for each in kept)
    if pending == invoice.pending:
        return invoice
    shown = replace(invoice, pending=pending, version=invoice.version + 1)
    await Invoices(work.session).save(shown)
    settles = payment.status is PaymentStatus.SUCCEEDED and payment.applied.amount
    if shown.status is InvoiceStatus.OPEN and not settles:
        work.announce(
            InvoiceBalanceChanged(invoice=invoice_data(shown)),
            subject=shown.id,
            version=shown.version,
            customer_id=shown.customer_id,
        )
    return shown
