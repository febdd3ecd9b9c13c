"""An invoice of a subscription is owed, or no longer: the subscription's state follows."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import ChangeState, Subscription
from foyer_subscriptions.storage.rows import InvoiceStandingRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.find_indebted import find_indebted
from foyer_subscriptions.use_cases.follow_debt import follow_debt


async def note_invoice_standing(work: Work, invoice: InvoiceData, *, overdue: bool, version: int) -> None:
    """Keep how the invoice stands (its newest version wins, whatever comes first) and move the state."""
    if invoice.subscription_id is None:
        return
    subscription = await find_indebted(work, invoice.subscription_id)
    overdue = overdue and not await _is_of_what_has_not_happened(work, subscription, invoice)
    row = InvoiceStandingRow(
        id=invoice.invoice_id,
        version=version,
        business_id=work.scope.business_id,
        subscription_id=subscription.id,
        overdue=overdue,
    )
    await save_copy(work, row)
    await follow_debt(work, subscription, invoice.invoice_id)


async def _is_of_what_has_not_happened(work: Work, subscription: Subscription, invoice: InvoiceData) -> bool:
    """Nothing is owed for a change of plan that waits to be paid, or came to nothing."""
    if invoice.change_id is None:
        return False
    change = await Subscriptions(work.session).get_change(subscription, invoice.change_id)
    return change is not None and change.state is not ChangeState.APPLIED
