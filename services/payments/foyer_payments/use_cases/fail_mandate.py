"""A bank's answer to a direct debit says that nothing may be collected with the mandate any more."""

from foyer_shared.contracts.payments import MandateFailed
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import fail
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.return_codes import next_of
from foyer_payments.storage.mandates import Mandates
from foyer_payments.use_cases.told import mandate_data


async def fail_mandate(work: Work, payment: Payment, code: str) -> None:
    """Where it says that, once. What was announced to be collected with it finds another way on its day."""
    what = next_of(code)
    if payment.payment_method_id is None or what is None or not what.ends_mandate:
        return
    mandates = Mandates(work.session)
    mandate = await mandates.find_of_method(work.scope, payment.payment_method_id)
    if mandate is None or (failed := fail(mandate)) is mandate:
        return
    await mandates.save(failed)
    work.announce(
        MandateFailed.model_validate({"mandate": mandate_data(failed), "code": code, "next": what.value}),
        subject=failed.id,
        version=failed.version,
        customer_id=failed.customer_id,
    )
