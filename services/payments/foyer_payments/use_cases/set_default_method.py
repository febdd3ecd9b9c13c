"""Another of a customer's methods is used from now on, for all that is charged or for one subscription."""

from dataclasses import replace

from foyer_shared.contracts.payments import PaymentMethodDefaultChanged
from foyer_shared.storage.work import Work

from foyer_payments.domain.default_method import check_usable, move_default
from foyer_payments.domain.errors import SubscriptionNotCollected
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.payment_methods import MethodWithMandate, PaymentMethods
from foyer_payments.storage.subscription_methods import SubscriptionMethods
from foyer_payments.storage.subscriptions import Subscriptions
from foyer_payments.use_cases.told import method_data


async def set_default_method(
    work: Work, method_id: str, subscription_id: str | None = None, *, keep_single_ones: bool = False
) -> MethodWithMandate:
    """For all, what was chosen for single subscriptions is over, unless it is to be kept. What is used
    already stays so, and nothing is told.

    Raises PaymentMethodNotFound, PaymentMethodExpired, MandateOver, SubscriptionNotCollected.
    """
    methods = PaymentMethods(work.session)
    customer_id = await methods.customer_of(work.scope, method_id)
    await methods.lock_wallet(work.scope.business_id, customer_id)
    method, _ = await methods.get_with_mandate(work.scope, method_id)
    if subscription_id is None:
        await _use_for_all(work, method, keep_single_ones=keep_single_ones)
    else:
        await _use_for_one(work, method, subscription_id)
    return await methods.get_with_mandate(work.scope, method_id)


async def _use_for_all(work: Work, method: PaymentMethod, *, keep_single_ones: bool) -> None:
    methods, single_ones = PaymentMethods(work.session), False
    if not keep_single_ones:
        single_ones = await SubscriptionMethods(work.session).forget_all(work.scope, method.customer_id)
    current = await methods.default_of(work.scope, method.customer_id)
    if current is not None and current.id != method.id:
        method, replaced = move_default(method, current, work.now)
        await methods.save(replaced)
    elif single_ones:
        check_usable(method, work.now)
        method = replace(method, version=method.version + 1)
    else:
        return
    await _save_and_tell(work, method, None)


async def _use_for_one(work: Work, method: PaymentMethod, subscription_id: str) -> None:
    collected = await Subscriptions(work.session).paid_automatically(work.scope, method.customer_id)
    if subscription_id not in {each.id for each in collected}:
        raise SubscriptionNotCollected("Nothing is collected automatically for it.", field="subscription_id")
    if subscription_id in {each.id for each in method.chosen_for}:
        return
    check_usable(method, work.now)
    choices = SubscriptionMethods(work.session)
    await choices.choose(work.scope, method.customer_id, subscription_id, method.id)
    await _save_and_tell(work, replace(method, version=method.version + 1), subscription_id)


async def _save_and_tell(work: Work, method: PaymentMethod, subscription_id: str | None) -> None:
    await PaymentMethods(work.session).save(method)
    work.announce(
        PaymentMethodDefaultChanged(payment_method=method_data(method), subscription_id=subscription_id),
        subject=method.id,
        version=method.version,
        customer_id=method.customer_id,
    )
