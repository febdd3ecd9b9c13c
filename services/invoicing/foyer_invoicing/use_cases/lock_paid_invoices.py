"""The invoices of a payment are locked, behind the lock of their customer's balance."""

from collections.abc import Iterable

from foyer_shared.basics.origin import Scope
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice, InvoiceNotFound
from foyer_invoicing.domain.payment import PaymentCurrencyDiffers
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.invoices import Invoices


async def lock_paid_invoices(
    work: Work, invoice_ids: Iterable[str], *, customer_id: str, currency: str
) -> dict[str, Invoice]:
    """By their ids, all of this customer. Raises NotYet while one is not there, PaymentCurrencyDiffers."""
    invoices, scope = Invoices(work.session), Scope(work.scope.business_id, customer_id)
    wanted = sorted(set(invoice_ids))
    try:
        found = [await invoices.get(scope, invoice_id) for invoice_id in wanted]
    except InvoiceNotFound as missing:
        raise NotYet(missing.detail) from missing
    if any(invoice.open.currency != currency for invoice in found):
        raise PaymentCurrencyDiffers("The invoice is in another currency.", field="amount.currency")
    await Balances(work.session).lock(scope, customer_id, currency)
    return {invoice_id: await invoices.get_for_update(scope, invoice_id) for invoice_id in wanted}
