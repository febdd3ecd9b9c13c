"""A payment plan: an overdue invoice, with its collection costs, paid in monthly instalments."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate

from foyer_shared.basics.errors import Conflict, Invalid, NotFound
from foyer_shared.basics.money import Money

FIRST_DUE_DAYS = 7
"""From the plan's beginning to its first instalment; the others follow month by month."""


class PaymentPlanNotFound(NotFound):
    """There is no such plan for whoever asks."""


class PlansNotOffered(Conflict):
    """The business offers no plan for this case."""

    code = "payment_plan_not_offered"


class InstalmentsNotOffered(Invalid):
    """Another number of instalments than the business offers."""

    code = "instalments_not_offered"


class InstalmentsTooSmall(Invalid):
    """So many instalments would be of nothing."""

    code = "instalments_too_small"


class PlanAlreadyThere(Conflict):
    """A plan for this case waits for an answer, or runs."""

    code = "payment_plan_already_there"


class PlanAlreadyDecided(Conflict):
    """Somebody has answered."""

    code = "payment_plan_already_decided"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    REQUESTED = "requested"
    RUNNING = "running"
    DECLINED = "declined"
    COMPLETED = "completed"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    """Not needed any more: the case was closed before anybody answered."""


LIVE = (PlanStatus.REQUESTED, PlanStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One of them; `number` counts from 1."""

    number: int
    due_on: date
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPlan:
    """Until it begins its days are those of the day on which it was asked for."""

    id: str
    business_id: str
    customer_id: str
    case_id: str
    invoice_id: str
    instalments: tuple[Instalment, ...]
    requested_at: datetime
    status: PlanStatus = PlanStatus.REQUESTED
    announced: int = 0
    """So many instalments have been announced as due."""
    next_on: date | None = None
    """When something is to be done for it."""
    decided_at: datetime | None = None
    decided_by: str | None = None
    decline_reason: str | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def total(self) -> Money:
        """What it is for."""
        return total_of(self.instalments)


def total_of(instalments: Sequence[Instalment]) -> Money:
    """What they come to."""
    first, *others = (each.amount for each in instalments)
    return sum(others, first)


def make_instalments(total: Money, count: int, *, begins_on: date) -> tuple[Instalment, ...]:
    """Equal ones in whole minor units; the last takes the rounding. Raises InstalmentsTooSmall."""
    each = total.amount // count
    if each <= 0:
        raise InstalmentsTooSmall(f"{count} instalments are too many for this amount.", field="instalments")
    last = total.amount - each * (count - 1)
    first_on = begins_on + timedelta(days=FIRST_DUE_DAYS)
    return tuple(
        Instalment(
            number,
            months_after(first_on, number - 1),
            Money(last if number == count else each, total.currency),
        )
        for number in range(1, count + 1)
    )


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day: 31 January, 28 February, 31 March."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start(plan: PaymentPlan, total: Money, *, today: date, now: datetime, by: str) -> PaymentPlan:
    """It was agreed on, and begins today, for what is open today; raises PlanAlreadyDecided."""
    _check_undecided(plan)
    instalments = make_instalments(total, len(plan.instalments), begins_on=today)
    return replace(
        plan,
        instalments=instalments,
        status=PlanStatus.RUNNING,
        next_on=instalments[0].due_on,
        decided_at=now,
        decided_by=by,
        version=plan.version + 2,
    )


def decline(plan: PaymentPlan, reason: str, *, now: datetime, by: str) -> PaymentPlan:
    """It was not agreed on; raises PlanAlreadyDecided."""
    _check_undecided(plan)
    return replace(
        plan,
        status=PlanStatus.DECLINED,
        decline_reason=reason,
        decided_at=now,
        decided_by=by,
        ended_at=now,
        version=plan.version + 1,
    )


def _check_undecided(plan: PaymentPlan) -> None:
    if plan.status is not PlanStatus.REQUESTED:
        raise PlanAlreadyDecided("This plan has been answered already.")


def paid_instalments(plan: PaymentPlan, still_open: Money) -> int:
    """How many of them, from the first on, what was paid since the beginning covers."""
    paid = plan.total.amount - still_open.amount
    return sum(1 for due in accumulate(each.amount.amount for each in plan.instalments) if due <= paid)


def left_of(plan: PaymentPlan, number: int, still_open: Money) -> Money:
    """What is still to be paid for an instalment and those before it."""
    until = total_of(plan.instalments[:number])
    paid = plan.total - still_open
    return until - paid if paid < until else until * 0


def asked_for(plan: PaymentPlan, still_open: Money, *, today: date) -> Instalment:
    """What is to be paid next, with what is left of those before it: the last one whose day has come, else
    the first that is not paid.
    """
    unpaid = plan.instalments[paid_instalments(plan, still_open) :] or plan.instalments[-1:]
    asked = ([each for each in unpaid if each.due_on <= today] or unpaid[:1])[-1]
    return replace(asked, amount=left_of(plan, asked.number, still_open))


def missed(plan: PaymentPlan, still_open: Money, *, today: date, grace_days: int) -> bool:
    """Whether an instalment is unpaid, and its days of grace are over."""
    unpaid = plan.instalments[paid_instalments(plan, still_open) :]
    return bool(unpaid) and unpaid[0].due_on + timedelta(days=grace_days) < today


def is_due(plan: PaymentPlan, *, today: date) -> bool:
    """Whether it has something to do."""
    return plan.next_on is not None and plan.next_on <= today


def postpone(plan: PaymentPlan, still_open: Money, *, days: int) -> PaymentPlan:
    """Its case was on hold for so many days: what is unpaid is due so many days later."""
    paid, later = paid_instalments(plan, still_open), timedelta(days=days)
    unpaid = (replace(each, due_on=each.due_on + later) for each in plan.instalments[paid:])
    return replace(
        plan,
        instalments=(*plan.instalments[:paid], *unpaid),
        next_on=plan.next_on and plan.next_on + later,
        version=plan.version + 1,
    )


def due_now(plan: PaymentPlan, *, today: date) -> tuple[Instalment, ...]:
    """Those whose day has come and which were not announced yet."""
    return tuple(each for each in plan.instalments[plan.announced :] if each.due_on <= today)


def go_on(plan: PaymentPlan, still_open: Money, *, today: date, grace_days: int) -> PaymentPlan:
    """What is due is announced; the next thing to do, tomorrow at the earliest, is another instalment, or the
    end of this one's grace.
    """
    announced = plan.announced + len(due_now(plan, today=today))
    unpaid = plan.instalments[paid_instalments(plan, still_open) :]
    days = [each.due_on for each in plan.instalments[announced:][:1]]
    days += [each.due_on + timedelta(days=grace_days + 1) for each in unpaid[:1]]
    tomorrow = today + timedelta(days=1)
    next_on = max(min(days), tomorrow) if days else None
    return replace(plan, announced=announced, next_on=next_on, version=plan.version + 1)


def end(plan: PaymentPlan, status: PlanStatus, *, now: datetime) -> PaymentPlan:
    """It is over: all of it was paid, or not."""
    return replace(plan, status=status, next_on=None, ended_at=now, version=plan.version + 1)
