"""A payment that its provider will not even begin."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import Payment, fail
from foyer_payments.domain.provided import Failure
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.tell_payment_failed import tell_payment_failed


async def fail_payment(work: Work, payment_id: str, failure: Failure) -> Payment:
    """Told once; its invoices may be paid in another way. Raises PaymentNotFound."""
    payments = Payments(work.session)
    before = await payments.get_for_update(work.scope, payment_id)
    failed = fail(before, failure)
    if failed is not before:
        await payments.save(failed)
        await payments.release(failed)
        tell_payment_failed(work, failed)
    return failed
