"""A direct debit is announced to the customer, and waits for its day."""

from dataclasses import replace

from foyer_shared.contracts.payments import PaymentScheduled
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.pre_notification import collection_time
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.use_cases.told import mandate_data, payment_data


async def schedule_payment(work: Work, payment: Payment, method: PaymentMethod) -> Payment:
    """With its day; the same object where nothing is announced: without a mandate, and when it is tried again
    with the one of which the customer has been told.
    """
    mandate = await Mandates(work.session).find_of_method(work.scope, method.id)
    [part] = payment.parts
    if mandate is None or await Payments(work.session).was_announced(payment, method.id, part.invoice_id):
        return payment
    account = await ProviderAccounts(work.session).get(work.scope, payment.account_id)
    at = collection_time(work.now, account.notice_days, planned=payment.collects_at)
    scheduled = replace(payment, collects_at=at, version=payment.version + 1)
    work.announce(
        PaymentScheduled(
            payment=payment_data(scheduled),
            collects_at=at,
            numbers=(scheduled.description,),
            mandate=mandate_data(mandate),
            creditor_identifier=mandate.creditor_identifier,
        ),
        subject=scheduled.id,
        version=scheduled.version,
        customer_id=scheduled.customer_id,
    )
    return scheduled
