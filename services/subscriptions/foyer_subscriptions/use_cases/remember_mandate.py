"""Keep whether money may be collected with a customer's mandates."""

from foyer_shared.contracts.payments import MandateData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.rows import MandateRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.begin_what_waited import begin_what_waited


async def remember_mandate(work: Work, mandate: MandateData, *, valid: bool, version: int) -> None:
    """Its newest version wins, whatever comes first; what waited for a way to pay begins with a valid one."""
    await Subscriptions(work.session).lock_customer(work.scope)
    row = MandateRow(
        id=mandate.mandate_id,
        version=version,
        business_id=work.scope.business_id,
        customer_id=mandate.customer_id,
        payment_method_id=mandate.payment_method_id,
        valid=valid,
    )
    await save_copy(work, row)
    await begin_what_waited(work)
