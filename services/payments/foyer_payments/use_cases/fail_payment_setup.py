"""A method that its provider will not even begin to add."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.payment_setup import PaymentSetup, fail_setup
from foyer_payments.domain.provided import Failure
from foyer_payments.storage.payment_setups import PaymentSetups


async def fail_payment_setup(work: Work, setup_id: str, failure: Failure) -> PaymentSetup:
    """Nobody is told: the customer sees it. Raises PaymentSetupNotFound."""
    setups = PaymentSetups(work.session)
    setup = await setups.get_for_update(work.scope, setup_id)
    if setup.status.is_over:
        return setup
    failed = fail_setup(setup, failure)
    await setups.save(failed)
    return failed
