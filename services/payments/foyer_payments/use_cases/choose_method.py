"""Which method of a customer's an invoice is charged to, when nobody is there to say it."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments


async def choose_method(work: Work, invoice: InvoiceData) -> PaymentMethod | None:
    """The default one. Once that has failed for the invoice, the newest that was added since: that is why it
    was added.
    """
    methods = PaymentMethods(work.session)
    default = await methods.default_of(work.scope, invoice.customer_id)
    if default is None:
        return None
    failed_at = await Payments(work.session).failed_at(work.scope, invoice.invoice_id, default.id)
    if failed_at is None:
        return default
    return await methods.newest_with_token(work.scope, invoice.customer_id, since=failed_at) or default
