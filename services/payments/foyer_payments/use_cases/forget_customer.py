"""Forget how an anonymised customer paid."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import PROOF_KEPT
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.use_cases.keep_customer import keep_customer


async def forget_customer(work: Work, customer_id: str, *, version: int) -> None:
    """The copy and the methods at once, and nothing is charged to them any more; mandates when nobody can ask
    any more who had signed them.
    """
    await keep_customer(work, customer_id, None, version=version)
    methods = PaymentMethods(work.session)
    await methods.lock_wallet(work.scope.business_id, customer_id)
    await methods.forget(work.scope, customer_id, at=work.now, look_at=real_now())
    await Mandates(work.session).forget_at(work.scope, customer_id, work.now + PROOF_KEPT)
