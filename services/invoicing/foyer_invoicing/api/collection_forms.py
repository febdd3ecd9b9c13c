"""What comes in and out at the doors of collection cases and payment plans."""

from datetime import date
from typing import Annotated

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.amounts import AmountBody
from foyer_shared.http.models import Answer, Body, Moment, showing
from pydantic import StrictBool, StrictInt, StringConstraints

from foyer_invoicing.api.bodies import Id
from foyer_invoicing.api.transfer_forms import TransferAnswer
from foyer_invoicing.domain.collection_case import CaseStatus, HoldReason, Outcome, Stage
from foyer_invoicing.domain.collection_settings import (
    USUAL_COLLECTION,
    CaseOpening,
    CollectionSettings,
    PlanRule,
)
from foyer_invoicing.domain.payment_plan import Instalment, PaymentPlan, PlanStatus
from foyer_invoicing.use_cases.read_case_files import CaseFile

Reason = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]


class WaiverBody(Body):
    """So much of the costs; all that is open of them without an amount."""

    model_config = showing({"amount": {"amount": 2000, "currency": "EUR"}})

    amount: AmountBody | None = None


class PlanRuleBody(Body):
    """A plan of at most so much in at most so many instalments is approved by itself."""

    up_to: AmountBody
    most_instalments: StrictInt


class CollectionSettingsBody(Body):
    """All of them: what is left out is as usual."""

    model_config = showing(
        {
            "opening": "automatic",
            "open_after_days": 14,
            "plans_offered": True,
            "plan_rule": {"up_to": {"amount": 50000, "currency": "EUR"}, "most_instalments": 3},
        }
    )

    opening: CaseOpening = USUAL_COLLECTION.opening
    open_after_days: StrictInt = USUAL_COLLECTION.open_after_days
    days_between_stages: StrictInt | None = USUAL_COLLECTION.days_between_stages
    plans_offered: StrictBool = USUAL_COLLECTION.plans_offered
    instalments: tuple[StrictInt, ...] = USUAL_COLLECTION.instalments
    plan_rule: PlanRuleBody | None = None
    grace_days: StrictInt = USUAL_COLLECTION.grace_days

    def settings(self) -> CollectionSettings:
        """The same for the domain; raises UnknownCurrency."""
        rule = self.plan_rule
        return CollectionSettings(
            opening=self.opening,
            open_after_days=self.open_after_days,
            days_between_stages=self.days_between_stages,
            plans_offered=self.plans_offered,
            instalments=self.instalments,
            plan_rule=PlanRule(rule.up_to.money(), rule.most_instalments) if rule else None,
            grace_days=self.grace_days,
        )


class PlanRuleAnswer(Answer):
    """Which requests are approved by themselves."""

    up_to: Amount
    most_instalments: int


class CollectionSettingsAnswer(Answer):
    """When cases are opened and go on, and which plans are offered."""

    opening: CaseOpening
    open_after_days: int
    days_between_stages: int | None
    plans_offered: bool
    instalments: tuple[int, ...]
    plan_rule: PlanRuleAnswer | None
    grace_days: int

    @classmethod
    def of(cls, settings: CollectionSettings) -> "CollectionSettingsAnswer":
        rule = settings.plan_rule
        return cls(
            opening=settings.opening,
            open_after_days=settings.open_after_days,
            days_between_stages=settings.days_between_stages,
            plans_offered=settings.plans_offered,
            instalments=settings.instalments,
            plan_rule=PlanRuleAnswer(up_to=Amount.of(rule.up_to), most_instalments=rule.most_instalments)
            if rule
            else None,
            grace_days=settings.grace_days,
        )


class OpenCaseBody(Body):
    """An overdue invoice that is to be collected; `plan_offered`: null as the business does."""

    model_config = showing({"invoice_id": "inv_01k9m80b5ah3yt2r7v0d5h8k4m"})

    invoice_id: Id
    plan_offered: StrictBool | None = None


class CaseChangesBody(Body):
    """Whether a payment plan is offered in this case; null: as the business does."""

    model_config = showing({"plan_offered": True})

    plan_offered: StrictBool | None


class HoldBody(Body):
    """Why nothing of it goes on for now."""

    model_config = showing({"reason": "dispute"})

    reason: HoldReason


class RequestPlanBody(Body):
    """How many instalments."""

    model_config = showing({"instalments": 3})

    instalments: StrictInt


class DeclineBody(Body):
    """Why not, in words that the customer reads."""

    model_config = showing({"reason": "Three months are too long for us."})

    reason: Reason


class InstalmentAnswer(Answer):
    """One instalment; `number` counts from 1."""

    number: int
    due_on: date
    amount: Amount

    @classmethod
    def of(cls, instalment: Instalment) -> "InstalmentAnswer":
        return cls(number=instalment.number, due_on=instalment.due_on, amount=Amount.of(instalment.amount))


class PaymentPlanAnswer(Answer):
    """A payment plan."""

    id: str
    customer_id: str
    case_id: str
    invoice_id: str
    status: PlanStatus
    total: Amount
    instalments: list[InstalmentAnswer]
    requested_at: Moment
    decided_at: Moment | None
    decline_reason: str | None
    ended_at: Moment | None

    @classmethod
    def of(cls, plan: PaymentPlan) -> "PaymentPlanAnswer":
        return cls(
            id=plan.id,
            customer_id=plan.customer_id,
            case_id=plan.case_id,
            invoice_id=plan.invoice_id,
            status=plan.status,
            total=Amount.of(plan.total),
            instalments=[InstalmentAnswer.of(each) for each in plan.instalments],
            requested_at=plan.requested_at,
            decided_at=plan.decided_at,
            decline_reason=plan.decline_reason,
            ended_at=plan.ended_at,
        )


class CaseAnswer(Answer):
    """A collection case in a list. `amount` is open of the invoice, `fees` of the costs; `plan` is the newest
    one.
    """

    id: str
    number: str
    customer_id: str
    invoice_id: str
    invoice_number: str
    status: CaseStatus
    stage: Stage
    due_on: date
    days_overdue: int
    amount: Amount
    fees: Amount
    total: Amount
    pay_by: date | None
    named_fees: Amount | None
    on_hold: bool
    external: bool
    payment_under_way: bool
    plan: PaymentPlanAnswer | None
    opened_at: Moment
    settled_at: Moment | None
    outcome: Outcome | None

    @classmethod
    def of(cls, file: CaseFile) -> "CaseAnswer":
        case = file.case
        return cls(
            id=case.id,
            number=case.number,
            customer_id=case.customer_id,
            invoice_id=case.invoice_id,
            invoice_number=file.invoice.number,
            status=case.status,
            stage=case.stage,
            due_on=file.invoice.due_on,
            days_overdue=file.days_overdue,
            amount=Amount.of(file.amount),
            fees=Amount.of(file.fees),
            total=Amount.of(file.total),
            pay_by=case.pay_by,
            named_fees=Amount.of(case.named_fee) if case.named_fee else None,
            on_hold=case.held_at is not None,
            external=case.external_at is not None,
            payment_under_way=file.under_way,
            plan=PaymentPlanAnswer.of(file.plan) if file.plan else None,
            opened_at=case.opened_at,
            settled_at=case.settled_at,
            outcome=case.outcome,
        )


class CaseDetailAnswer(CaseAnswer):
    """A case with its stages and its costs. `plan_options` can be asked for now; `transfer` is null where
    nothing is to be transferred.
    """

    stages: list[Stage]
    next_on: date | None
    notice_on: date | None
    fee_invoice_id: str | None
    hold_reason: HoldReason | None
    plan_offered: bool
    plan_options: list[list[InstalmentAnswer]]
    transfer: TransferAnswer | None

    @classmethod
    def complete(cls, file: CaseFile) -> "CaseDetailAnswer":
        case = file.case
        return cls(
            **dict(CaseAnswer.of(file)),
            stages=list(file.stages),
            next_on=case.next_on,
            notice_on=case.notice_on,
            fee_invoice_id=case.fee_invoice_id,
            hold_reason=case.hold_reason,
            plan_offered=file.plans_offered,
            plan_options=[[InstalmentAnswer.of(each) for each in option] for option in file.plan_options],
            transfer=TransferAnswer.of_case(file),
        )
