"""Another of a customer's methods is used from now on, unless one is named."""

from foyer_shared.contracts.payments import PaymentMethodDefaultChanged
from foyer_shared.storage.work import Work

from foyer_payments.domain.default_method import move_default
from foyer_payments.storage.payment_methods import MethodWithMandate, PaymentMethods
from foyer_payments.use_cases.told import method_data


async def set_default_method(work: Work, method_id: str) -> MethodWithMandate:
    """What is the default already stays it, and nothing is told.

    Raises PaymentMethodNotFound, PaymentMethodExpired.
    """
    methods = PaymentMethods(work.session)
    customer_id = await methods.customer_of(work.scope, method_id)
    await methods.lock_wallet(work.scope.business_id, customer_id)
    method, mandate = await methods.get_with_mandate(work.scope, method_id)
    current = await methods.default_of(work.scope, customer_id)
    if current is None or current.id == method.id:
        return method, mandate
    method, replaced = move_default(method, current, work.now)
    await methods.save(replaced)
    await methods.save(method)
    work.announce(
        PaymentMethodDefaultChanged(payment_method=method_data(method)),
        subject=method.id,
        version=method.version,
        customer_id=customer_id,
    )
    return method, mandate
