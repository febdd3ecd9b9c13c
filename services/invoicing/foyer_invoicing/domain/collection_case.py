"""A collection case: one overdue invoice, and how far its collecting has gone."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, NotFound
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.collection_fee import CollectionFee, pay_by
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus


class CollectionCaseNotFound(NotFound):
    """There is no such case for whoever asks."""


class CaseSettled(Conflict):
    """The case is closed."""

    code = "case_settled"


class CaseOnHold(Conflict):
    """The case is on hold, and nothing of it goes on."""

    code = "case_on_hold"


class CaseNotOnHold(Conflict):
    """There is nothing to release."""

    code = "case_not_on_hold"


class CaseWithExternal(Conflict):
    """Others collect it now."""

    code = "case_with_external"


class NoticeStillRuns(Conflict):
    """The customer still has time to pay without costs."""

    code = "notice_still_runs"


class PaymentUnderWay(Conflict):
    """The outcome of a payment is waited for."""

    code = "payment_under_way"


class PlanRuns(Conflict):
    """The customer pays in instalments."""

    code = "payment_plan_runs"


class Stage(StrEnum):
    """How far it has gone, in this order."""

    FRIENDLY_REMINDER = "friendly_reminder"
    FORMAL_NOTICE = "formal_notice"
    FEES_ADDED = "fees_added"
    """Left out where the law gives none."""
    FINAL_WARNING = "final_warning"


class CaseStatus(StrEnum):
    """Whether it is still collected."""

    OPEN = "open"
    SETTLED = "settled"


class HoldReason(StrEnum):
    """Why staff hold a case."""

    DISPUTE = "dispute"
    """The customer says that it is not owed."""
    AGREEMENT = "agreement"
    OTHER = "other"


class Outcome(StrEnum):
    """How it ended."""

    PAID = "paid"
    """Nothing of it is open any more."""
    PARTIAL = "partial"
    """The business is content with what was paid, has given it back, or has given up on it."""


def outcome_of(invoice: Invoice) -> Outcome:
    """How a case ends of whose invoice nothing is open any more."""
    return Outcome.PAID if invoice.status is InvoiceStatus.PAID else Outcome.PARTIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionCase:
    """Days are the business's."""

    id: str
    business_id: str
    customer_id: str
    number: str
    invoice_id: str
    opened_at: datetime
    stage: Stage = Stage.FRIENDLY_REMINDER
    stage_on: date
    next_on: date | None
    """When it goes on by itself, None when only staff take it on."""
    notice_on: date | None = None
    """The day of the formal notice."""
    pay_by: date | None = None
    """The last day to pay without costs."""
    named_fee: Money | None = None
    """What the notice names; no more is ever charged."""
    fee_invoice_id: str | None = None
    held_at: datetime | None = None
    hold_reason: HoldReason | None = None
    plan_offered: bool | None = None
    """None: as the business does."""
    external_at: datetime | None = None
    """When it was given to others to collect."""
    settled_at: datetime | None = None
    outcome: Outcome | None = None
    version: int = 1

    @property
    def status(self) -> CaseStatus:
        """Whether it is still collected."""
        return CaseStatus.SETTLED if self.settled_at else CaseStatus.OPEN


def fee_of(case: CollectionCase, lawful: CollectionFee | None) -> CollectionFee | None:
    """What may be charged in this case: after the notice no more than it named."""
    if case.notice_on is None or lawful is None:
        return lawful
    if case.named_fee is None:
        return None
    return replace(lawful, amount=min(case.named_fee, lawful.amount))


def stages_of(case: CollectionCase, fee: CollectionFee | None) -> tuple[Stage, ...]:
    """Those that it goes through: costs are no stage of one that has none."""
    charged = fee is not None or case.fee_invoice_id or case.stage is Stage.FEES_ADDED
    return tuple(stage for stage in Stage if stage is not Stage.FEES_ADDED or charged)


def goes_on(case: CollectionCase, *, today: date) -> bool:
    """Whether its stage has had its days."""
    open_and_free = case.status is CaseStatus.OPEN and not case.held_at
    return open_and_free and case.next_on is not None and case.next_on <= today


def check_can_go_on(case: CollectionCase) -> None:
    """Refuse a case that is closed, held, or with others."""
    if case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{case.number} is closed.")
    if case.held_at:
        raise CaseOnHold(f"{case.number} is on hold.")
    if case.external_at:
        raise CaseWithExternal(f"{case.number} is collected by others.")


def advance(
    case: CollectionCase, fee: CollectionFee | None, *, today: date, days: int | None, now: datetime
) -> CollectionCase:
    """The case in its next stage, and after the last one with others.

    `fee` is what may be charged of what is open today. Raises what `check_can_go_on` refuses, and
    NoticeStillRuns while the customer can still pay without costs.
    """
    check_can_go_on(case)
    if case.stage is Stage.FINAL_WARNING:
        return replace(case, external_at=now, next_on=None, version=case.version + 1)
    stages = stages_of(case, fee)
    following = stages[stages.index(case.stage) + 1]
    if following is Stage.FEES_ADDED and case.pay_by and today <= case.pay_by:
        raise NoticeStillRuns(f"{case.number} can be paid without costs until {case.pay_by}.")
    went_on = replace(
        case,
        stage=following,
        stage_on=today,
        next_on=None if days is None else today + timedelta(days=days),
        version=case.version + 1,
    )
    if following is Stage.FORMAL_NOTICE:
        return _with_notice(went_on, fee, today=today)
    if following is Stage.FINAL_WARNING:
        return replace(went_on, next_on=None)
    return went_on


def _with_notice(case: CollectionCase, fee: CollectionFee | None, *, today: date) -> CollectionCase:
    """Costs are named with the day until which they can be avoided, and the case waits for it."""
    if fee is None:
        return replace(case, notice_on=today)
    last = pay_by(today, fee)
    next_on = case.next_on and max(case.next_on, last + timedelta(days=1))
    return replace(case, notice_on=today, pay_by=last, named_fee=fee.amount, next_on=next_on)


def hold(case: CollectionCase, reason: HoldReason, *, now: datetime) -> CollectionCase:
    """Nothing of it goes on until it is released; raises CaseSettled and CaseOnHold."""
    if case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{case.number} is closed.")
    if case.held_at:
        raise CaseOnHold(f"{case.number} is on hold.")
    return replace(case, held_at=now, hold_reason=reason, version=case.version + 1)


def release(case: CollectionCase, *, today: date, days: int | None) -> CollectionCase:
    """The stage has its days anew; raises CaseNotOnHold."""
    if not case.held_at:
        raise CaseNotOnHold(f"{case.number} is not on hold.")
    return resume(replace(case, held_at=None, hold_reason=None), today=today, days=days)


def resume(case: CollectionCase, *, today: date, days: int | None) -> CollectionCase:
    """What stopped it is over: the stage has its days anew, and what the notice gave is kept."""
    goes_on = days is not None and case.stage is not Stage.FINAL_WARNING and not case.external_at
    next_on = today + timedelta(days=days) if goes_on and days is not None else None
    if next_on and case.pay_by and case.stage is Stage.FORMAL_NOTICE:
        next_on = max(next_on, case.pay_by + timedelta(days=1))
    return replace(case, next_on=next_on, version=case.version + 1)


def settle_case(case: CollectionCase, outcome: Outcome, *, now: datetime) -> CollectionCase:
    """It is closed; raises CaseSettled."""
    if case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{case.number} is closed.")
    return replace(
        case,
        settled_at=now,
        outcome=outcome,
        held_at=None,
        hold_reason=None,
        next_on=None,
        version=case.version + 1,
    )
