"""A period that is charged begins: tell it, and keep the way back in case a cancellation came before it."""

from dataclasses import replace

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.charge import lines_for
from foyer_subscriptions.domain.charged_period import ChargedPeriod
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.rewind import carried_without, standing
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.use_cases.told import announce_period, line_data


def charge_period(
    work: Work,
    before: Subscription,
    begun: Subscription,
    reason: PeriodReason,
    *,
    used: tuple[Line, ...] = (),
) -> Subscription:
    """`before` is the subscription without the period, `begun` with it; answers what is to be saved. What was
    `used`, or carried to it, is owed whatever becomes of the period: it waits for the next invoice then.
    """
    told = announce_period(work, begun, reason, used=used)
    own = lines_for(begun, begun.bought)
    period = ChargedPeriod(
        id=new_id("per"),
        begun_at=work.now,
        begins=begun.current_period_start,
        ends=begun.current_period_end,
        lines=tuple(line.model_dump(mode="json") for line in line_data(own)),
        before=standing(before),
        carried=carried_without(own, (*used, *begun.carried)),
    )
    return replace(told, begun=(*told.begun, period))
