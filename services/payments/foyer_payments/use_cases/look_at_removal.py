"""What would happen if a payment method went."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.remove_method import Removal, removal_of
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.subscriptions import Subscriptions


async def look_at_removal(work: Work, method_id: str) -> Removal:
    """Which subscriptions need it, and which one comes after it. Raises PaymentMethodNotFound."""
    methods = PaymentMethods(work.session)
    leaving = await methods.get_with_mandate(work.scope, method_id)
    customer_id = leaving[0].customer_id
    all_of_them = await methods.list_page(work.scope, limit=None, customer_id=customer_id)
    return removal_of(
        leaving,
        [each for each in all_of_them if each[0].id != method_id],
        await Subscriptions(work.session).paid_automatically(work.scope, customer_id),
        work.now,
    )
