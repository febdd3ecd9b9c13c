"""A method takes the place of another one, wherever that pays."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.payment_method import MethodStatus, PaymentMethod
from foyer_payments.storage.subscription_methods import SubscriptionMethods
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_payments.use_cases.set_default_method import set_default_method


async def take_its_place(work: Work, old: PaymentMethod, new: PaymentMethod) -> None:
    """What was chosen for single subscriptions stays chosen; the old one is removed, also when the new one
    cannot do what it could. Whoever asks holds the customer's wallet.
    """
    await SubscriptionMethods(work.session).pass_on(work.scope, old.id, new.id)
    if old.is_default and not new.is_default and new.status(work.now) is MethodStatus.ACTIVE:
        await set_default_method(work, new.id, keep_single_ones=True)
    await remove_payment_method(work, old.id, is_replaced=True)
