"""A method that was being added for too long is not added: such as one whose mandate never came."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.payments import PaymentMethodNotAdded
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment_setup import LAPSED, PaymentSetup, fail_setup, has_lapsed
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.storage.payment_setups import PaymentSetups


async def lapse_setup(work: Work, setup: PaymentSetup) -> PaymentSetup:
    """The same where its time has not come. The customer is told who has done all there was to do; whoever
    left the page knows. What its provider tells later is kept all the same.
    """
    if not has_lapsed(setup, real_now()):
        return setup
    lapsed = fail_setup(setup, LAPSED)
    await PaymentSetups(work.session).save(lapsed)
    if setup.status is PaymentStatus.PROCESSING:
        work.announce(
            PaymentMethodNotAdded(
                setup_id=setup.id, customer_id=setup.customer_id, kinds=setup.kinds, code=LAPSED.code
            ),
            subject=setup.id,
            version=1,
            customer_id=setup.customer_id,
        )
    return lapsed
