"""Keeps the copy of an invoice up to date, and lets go of it what it knows of."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_payments.domain.invoice import InvoiceStatus
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.rows import InvoiceRow


async def keep_invoice(
    work: Work,
    invoice: InvoiceData,
    *,
    version: int,
    status: InvoiceStatus,
    cause: str | None,
    settles: bool = False,
) -> None:
    """Newer versions overwrite older ones.

    Until the invoice is known to count a payment that has succeeded, another would be charged for what is
    paid already: it is let go by what comes of its success (`cause`), or (`settles`) by what says that all is
    counted.
    """
    await save_copy(
        work,
        InvoiceRow(
            id=invoice.invoice_id,
            business_id=work.scope.business_id,
            customer_id=invoice.customer_id,
            version=version,
            number=invoice.number,
            status=status,
            open=invoice.open.amount,
            currency=invoice.open.currency,
            due_on=invoice.due_on,
            collection=invoice.collection,
            subscription_id=invoice.subscription_id,
        ),
    )
    payments = Payments(work.session)
    if settles:
        await payments.release_settled(work.scope, invoice.invoice_id, settled_by=None)
        await payments.look_again(work.scope, invoice.invoice_id, real_now())
    elif cause is not None:
        await payments.release_settled(work.scope, invoice.invoice_id, settled_by=cause)
