"""A change of plan happens: keep the way back in case a cancellation came before it."""

from dataclasses import replace

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.charged_period import ChargedPeriod
from foyer_subscriptions.domain.plan import ChangeDue
from foyer_subscriptions.domain.rewind import carried_without, invoiced_of, standing
from foyer_subscriptions.domain.subscription import PendingChange, PlannedChange, Subscription
from foyer_subscriptions.use_cases.told import line_data


def charge_plan_change(
    work: Work, before: Subscription, changed: Subscription, change: PendingChange, plan: PlannedChange
) -> Subscription:
    """`before` is the subscription with the old plan, `changed` with the new one; answers what is to be
    saved.

    Only what is invoiced at once has an invoice to come back; it took along what was carried to it.
    """
    at_once = plan.due is ChangeDue.NOW
    own = tuple(line for line in plan.lines if line.quote_id == plan.quote_id) if at_once else ()
    beside = tuple(line for line in plan.lines if line not in own) if at_once else before.carried
    invoiced = invoiced_of(own, beside) if at_once else ()
    charge = ChargedPeriod(
        id=new_id("per"),
        begun_at=work.now,
        begins=change.effective_at,
        ends=changed.current_period_end,
        lines=tuple(line.model_dump(mode="json") for line in line_data(invoiced)),
        before=standing(before),
        carried=carried_without(own, beside) if at_once else before.carried,
        quote_id=plan.quote_id,
    )
    return replace(changed, begun=(*changed.begun, charge))
