"""Collection cases in plain words: how far each one is, what is to be paid, and payment plans."""

from dataclasses import dataclass
from urllib.parse import urlencode

from foyer_portal_bff.gateways.models.collection import CollectionCase, Instalment, PaymentPlan
from foyer_portal_bff.views import status
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import Badge, Tone, mark
from foyer_portal_bff.views.transfers import TransferBlock, transfer_block

_STAGES = {
    "friendly_reminder": mark("Friendly reminder"),
    "formal_notice": mark("Formal notice"),
    "fees_added": mark("Collection costs added"),
    "final_warning": mark("Final warning"),
}
_WAITS_FOR_PLAN = {
    "requested": mark(
        "You have asked to pay invoice {number} in instalments. Until we answer nothing else goes on."
    ),
    "running": mark(
        "You pay invoice {number} in instalments. While you pay them in time, nothing else goes on."
    ),
}
"""What a plan means for the case, by the plan's status."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the list."""

    href: str
    number: str
    invoice: str
    stage: str
    total: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The list."""

    cases: tuple[CaseLine, ...]
    more: More | None


@dataclass(frozen=True, slots=True)
class StageStep:
    """One step of the progress picture; `text` says where it is in words."""

    when: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class InstalmentLine:
    """One instalment."""

    number: str
    due: str
    amount: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The newest payment plan."""

    badge: Badge
    text: str
    reason: str
    """Why it was not agreed on, "" when it was."""
    instalments: tuple[InstalmentLine, ...]


@dataclass(frozen=True, slots=True)
class PlanOption:
    """What a plan of so many instalments would be."""

    title: str
    instalments: tuple[InstalmentLine, ...]


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form that asks for a plan."""

    action: str
    idempotency_key: str
    choices: tuple[Choice, ...]
    options: tuple[PlanOption, ...]
    total: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case."""

    number: str
    badge: Badge
    notice: str
    tone: Tone
    steps: tuple[StageStep, ...]
    amount: str
    fees: str
    total: str
    days_overdue: str
    invoice: str
    """Its address."""
    invoice_number: str
    fee_invoice: str
    """The address of the invoice of its costs, "" where there are none."""
    pay: str
    """Where all of it is paid, "" when that is not possible here, not to us, or not asked for now."""
    transfer: TransferBlock | None
    plan: PlanView | None
    form: PlanForm | None
    problems: Problems


def cases_page(cases: tuple[CollectionCase, ...], reader: Reader, *, more: More | None) -> CasesPage:
    """Newest first, as invoicing orders them."""
    return CasesPage(cases=tuple(_line(case, reader) for case in cases), more=more)


def _line(case: CollectionCase, reader: Reader) -> CaseLine:
    return CaseLine(
        href=f"/collection-cases/{case.id}",
        number=case.number,
        invoice=case.invoice_number,
        stage=_stage(case.stage, reader),
        total=reader.money(case.total),
        badge=_badge(case, reader),
    )


def case_page(
    case: CollectionCase,
    reader: Reader,
    *,
    may_ask: bool,
    may_pay: bool,
    idempotency_key: str,
    problems: Problems = NONE,
) -> CasePage:
    """With its progress, and with the form for a plan where one can be asked for."""
    notice, tone = case_notice(case, reader)
    return CasePage(
        number=case.number,
        badge=_badge(case, reader),
        notice=notice,
        tone=tone,
        steps=_steps(case, reader),
        amount=reader.money(case.amount),
        fees=reader.money(case.fees),
        total=reader.money(case.total),
        days_overdue=reader.number(case.days_overdue),
        invoice=f"/invoices/{case.invoice_id}",
        invoice_number=case.invoice_number,
        fee_invoice=f"/invoices/{case.fee_invoice_id}" if case.fee_invoice_id else "",
        pay=_pay(case) if may_pay else "",
        transfer=transfer_block(case.transfer, reader) if case.transfer else None,
        plan=_plan(case.plan, reader) if case.plan else None,
        form=_form(case, reader, idempotency_key) if may_ask and case.plan_options else None,
        problems=problems,
    )


def case_notice(case: CollectionCase, reader: Reader) -> tuple[str, Tone]:
    """What it means for the customer, in one or two sentences."""
    values = {
        "number": case.invoice_number,
        "total": reader.money(case.total),
        "due": reader.day(case.due_on),
    }
    if case.status == "settled":
        return reader.say("Invoice {number} is settled, and nothing more is to be paid.", **values), "good"
    if case.external:
        return reader.say("We have given invoice {number} to others to collect.", **values), "bad"
    if case.on_hold:
        text = mark("Invoice {number} is on hold: nothing goes on until you hear from us.")
        return reader.say(text, **values), "info"
    if case.payment_under_way:
        return reader.say("A payment for invoice {number} is under way.", **values), "info"
    if case.plan and case.plan.status in _WAITS_FOR_PLAN:
        return reader.say(_WAITS_FOR_PLAN[case.plan.status], **values), "info"
    return reader.say(_what_to_do(case), **values | _notice_of(case, reader)), "bad"


def _what_to_do(case: CollectionCase) -> str:
    match case.stage:
        case "formal_notice" if case.pay_by and case.named_fees:
            return mark(
                "Please pay {total} for invoice {number} by {last}. After that day we add collection costs "
                "of {fees}."
            )
        case "fees_added" if case.fees.amount:  # They may be paid or waived.
            return mark("Collection costs were added to invoice {number}. Please pay {total} now.")
        case "final_warning":
            return mark(
                "This is the last warning about invoice {number}. Please pay {total} now, or others "
                "collect it."
            )
        case _:
            return mark("Invoice {number} was due on {due}. Please pay {total} now.")


def _notice_of(case: CollectionCase, reader: Reader) -> dict[str, str]:
    return {
        "last": reader.day(case.pay_by) if case.pay_by else "",
        "fees": reader.money(case.named_fees) if case.named_fees else "",
    }


def _badge(case: CollectionCase, reader: Reader) -> Badge:
    shown = case.status
    if shown == "open":
        shown = "external" if case.external else "on_hold" if case.on_hold else "open"
    if shown == "open" and case.plan and case.plan.status == "running":
        shown = "in_instalments"
    return status.badge(status.COLLECTION_CASE, shown, reader)


def _stage(stage: str, reader: Reader) -> str:
    return reader.say(_STAGES.get(stage, stage.replace("_", " ").capitalize()))


def _pay(case: CollectionCase) -> str:
    """The invoice together with its costs."""
    owed = {case.invoice_id: case.amount, case.fee_invoice_id: case.fees}
    invoices = [("invoice", invoice_id) for invoice_id, amount in owed.items() if amount.amount]
    # On hold nothing is asked for; who wants to pays an invoice on its own page.
    waits = case.external or case.on_hold or case.payment_under_way
    return f"/pay?{urlencode(invoices)}" if invoices and not waits else ""


def _steps(case: CollectionCase, reader: Reader) -> tuple[StageStep, ...]:
    """A step says whether it is over, where the case is, or may come: colour is never the only signal."""
    here = case.stages.index(case.stage) if case.stage in case.stages else -1
    is_open = case.status == "open"
    goes_on = is_open and not case.on_hold
    steps = []
    for place, stage in enumerate(case.stages):
        if place < here or (place == here and not is_open):
            text = reader.say("Over")
        elif place == here:
            text = reader.say("Now")
        else:
            text = reader.say("If it is not paid before") if goes_on else reader.say("Not reached")
        steps.append(StageStep(_stage(stage, reader), text, current=is_open and place == here))
    return tuple(steps)


def _plan(plan: PaymentPlan, reader: Reader) -> PlanView:
    return PlanView(
        badge=status.badge(status.PAYMENT_PLAN, plan.status, reader),
        text=reader.say_many(
            "{n} instalment, {total} in all.",
            "{n} instalments, {total} in all.",
            len(plan.instalments),
            total=reader.money(plan.total),
        ),
        reason=plan.decline_reason or "",
        instalments=_instalments(plan.instalments, reader),
    )


def _form(case: CollectionCase, reader: Reader, key: str) -> PlanForm:
    return PlanForm(
        action=f"/collection-cases/{case.id}/payment-plan",
        idempotency_key=key,
        choices=tuple(_choice(option, reader) for option in case.plan_options),
        options=tuple(
            PlanOption(_count(option, reader), _instalments(option, reader)) for option in case.plan_options
        ),
        total=reader.money(case.total),
    )


def _choice(option: tuple[Instalment, ...], reader: Reader) -> Choice:
    first, last = option[0], option[-1]
    return Choice(
        value=str(len(option)),
        text=_count(option, reader),
        chosen=False,
        hint=reader.say(
            "The first one on {first}, the last one on {last}.",
            first=reader.day(first.due_on),
            last=reader.day(last.due_on),
        ),
        price=reader.say("{amount} a month", amount=reader.money(first.amount)),
    )


def _count(option: tuple[Instalment, ...], reader: Reader) -> str:
    return reader.say_many("{n} instalment", "{n} instalments", len(option))


def _instalments(instalments: tuple[Instalment, ...], reader: Reader) -> tuple[InstalmentLine, ...]:
    return tuple(
        InstalmentLine(reader.number(each.number), reader.day(each.due_on), reader.money(each.amount))
        for each in instalments
    )
