"""The invoice of a change of plan that waited for its payment is void: nobody can pay it any more."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn
from foyer_subscriptions.use_cases.find_indebted import find_indebted


async def give_up_plan_change(work: Work, invoice: InvoiceData) -> None:
    """The change is withdrawn at once, so that another one can be asked for."""
    if invoice.change_id is None or invoice.subscription_id is None:
        return
    subscription = await find_indebted(work, invoice.subscription_id)
    change = subscription.waiting_of(ChangeKind.PLAN)
    if change is None or change.id != invoice.change_id:
        return
    without = subscription.settled(ChangeKind.PLAN, ChangeState.WITHDRAWN)
    saved = await Subscriptions(work.session).save(without, now=work.now)
    announce_plan_withdrawn(work, saved, change, "withdrawn")
