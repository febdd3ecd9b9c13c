"""What a provider says of a method that is being added is applied: it joins its customer's others once."""

from dataclasses import replace

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_setup import PaymentSetup, fail_setup, follow_setup
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Failure, ProvidedMethod, SetUp
from foyer_payments.domain.provided_method import is_kept_here
from foyer_payments.storage.payment_setups import PaymentSetups
from foyer_payments.use_cases.amend_mandate import amend_mandate
from foyer_payments.use_cases.keep_provided_method import keep_provided_method
from foyer_payments.use_cases.replace_method import replace_method

UNKNOWN_KIND = Failure("kind_not_supported", "hard")


async def apply_setup(work: Work, seal: Seal, setup_id: str, said: SetUp) -> PaymentSetup:
    """The setup as it is then. Raises PaymentSetupNotFound."""
    setups = PaymentSetups(work.session)
    before = await setups.get_for_update(work.scope, setup_id)
    after = follow_setup(before, said)
    if after is before:
        return before
    if after.status is PaymentStatus.SUCCEEDED:
        if said.method is None or not is_kept_here(said.method):
            after = fail_setup(after, UNKNOWN_KIND)
        else:
            method = await _keep(work, seal, after, said.method)
            after = replace(after, payment_method_id=method.id)
    await setups.save(after)
    return after


async def _keep(work: Work, seal: Seal, setup: PaymentSetup, provided: ProvidedMethod) -> PaymentMethod:
    """It joins the others, or (`amends`, `replaces`) takes the place of one of them."""
    if setup.amends is not None:
        return await amend_mandate(work, seal, setup, provided)
    if setup.replaces is not None:
        return await replace_method(work, seal, setup, provided)
    return await keep_provided_method(
        work, seal, provided, customer_id=setup.customer_id, account_id=setup.account_id
    )
