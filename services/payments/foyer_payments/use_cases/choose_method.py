"""Which method of a customer's an invoice is charged to, when nobody is there to say it."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.subscription_methods import SubscriptionMethods


async def choose_method(work: Work, invoice: InvoiceData) -> PaymentMethod | None:
    """The one chosen for its subscription, else the default. Once that has failed for the invoice, the newest
    that was added since: that is why it was added.
    """
    methods = PaymentMethods(work.session)
    used = await _chosen(work, invoice) or await methods.default_of(work.scope, invoice.customer_id)
    if used is None:
        return None
    failed_at = await Payments(work.session).failed_at(work.scope, invoice.invoice_id, used.id)
    if failed_at is None:
        return used
    return await methods.newest_with_token(work.scope, invoice.customer_id, since=failed_at) or used


async def _chosen(work: Work, invoice: InvoiceData) -> PaymentMethod | None:
    if invoice.subscription_id is None:
        return None
    chosen = await SubscriptionMethods(work.session).chosen_for(work.scope, invoice.subscription_id)
    return None if chosen is None else await PaymentMethods(work.session).find(work.scope, chosen)
