"""A new method that a provider keeps takes the place of one that its customer has."""

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.provided import ProvidedMethod
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.use_cases.keep_provided_method import keep_provided_method
from foyer_payments.use_cases.take_its_place import take_its_place


async def replace_method(
    work: Work, seal: Seal, setup: PaymentSetup, provided: ProvidedMethod
) -> PaymentMethod:
    """The new one; it only joins the others when the old one has gone meanwhile."""
    methods = PaymentMethods(work.session)
    await methods.lock_wallet(work.scope.business_id, setup.customer_id)
    new = await keep_provided_method(
        work, seal, provided, customer_id=setup.customer_id, account_id=setup.account_id
    )
    old = await methods.find(work.scope, setup.replaces or "")
    if old is not None and old.id != new.id:
        await take_its_place(work, old, new)
    return new
