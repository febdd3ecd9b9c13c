"""Keep which ways a customer has to pay."""

from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.begin_what_waited import begin_what_waited


async def remember_payment_method(
    work: Work,
    *,
    payment_method_id: str,
    customer_id: str,
    kind: str,
    removed: bool = False,
    version: int,
) -> None:
    """Its newest version wins, whatever comes first; what waited for a way to pay begins with the first."""
    await Subscriptions(work.session).lock_customer(work.scope)
    row = PaymentMethodRow(
        id=payment_method_id,
        version=version,
        business_id=work.scope.business_id,
        customer_id=customer_id,
        kind=kind,
        removed=removed,
    )
    await save_copy(work, row)
    await begin_what_waited(work)
