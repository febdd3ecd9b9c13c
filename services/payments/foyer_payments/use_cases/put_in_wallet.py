"""A new payment method joins its customer's others, whichever way it was made."""

from foyer_shared.contracts.payments import (
    PaymentMethodAdded,
    PaymentMethodDefaultChanged,
)
from foyer_shared.storage.work import Work

from foyer_payments.domain.default_method import place_default
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.use_cases.told import method_data


async def put_in_wallet(work: Work, method: PaymentMethod, *, default: bool = False) -> PaymentMethod:
    """The first one becomes the default by itself; two at once leave exactly one default."""
    methods = PaymentMethods(work.session)
    await methods.lock_wallet(method.business_id, method.customer_id)
    current = await methods.default_of(work.scope, method.customer_id)
    added, replaced = place_default(method, current, work.now, wanted=default)
    if replaced is not None:
        await methods.save(replaced)
    await methods.add(added)
    data = method_data(added)
    events: list[PaymentMethodAdded | PaymentMethodDefaultChanged] = [PaymentMethodAdded(payment_method=data)]
    if replaced is not None:
        events.append(PaymentMethodDefaultChanged(payment_method=data))
    for event in events:
        work.announce(event, subject=added.id, version=added.version, customer_id=added.customer_id)
    return added
