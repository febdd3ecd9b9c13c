"""Another plan, other seats, another cycle: what there is to choose from."""

from dataclasses import dataclass
from typing import Any

from foyer_portal_bff.gateways.models.plan_changes import Plan, PlanPrice, Plans, Seats
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.promotion_code import LONGEST_CODE, check_code
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, NONE, Problem, Problems
from foyer_portal_bff.views.subscriptions import LIVE, display_name, pending_cancellation, pending_plan

CHANGES = frozenset({"change_plan", "change_quantity"})
"""The actions that this page is for."""


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What was chosen, as it was typed."""

    price_id: str = ""
    quantity: str = ""
    when: str = ""
    code: str = ""

    def asked(self) -> dict[str, Any]:
        """What to ask a quote for."""
        said = {
            "price_id": self.price_id,
            "quantity": _number(self.quantity),
            "when": self.when,
            "promotion_code": self.code,
        }
        return {name: value for name, value in said.items() if value not in {"", None}}


@dataclass(frozen=True, slots=True)
class SeatsField:
    """How many may be typed."""

    value: str
    least: int
    most: int | None
    hint: str


@dataclass(frozen=True, slots=True)
class CodeField:
    """The promotion code that was typed, and how long one may be."""

    value: str
    longest: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The choices; what cannot be chosen is not shown."""

    name: str
    title: str
    action: str
    back: str
    prices: tuple[Choice, ...]
    seats: SeatsField | None
    timings: tuple[Choice, ...]
    code: CodeField | None
    problems: Problems


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why there is nothing to choose."""
    if one.status not in LIVE:
        code = "subscription_already_ended"
    elif pending_cancellation(one):
        code = "cancellation_pending"
    else:
        code = "plan_change_pending" if pending_plan(one) else "plan_change_not_offered"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


def check_plan(form: PlanForm, plans: Plans, reader: Reader) -> Problems:
    """What can be said before the service is asked."""
    if form.code and (wrong := check_code(form.code, reader)):
        return wrong
    if not form.quantity:
        return NONE
    seats = plans.quantity
    typed = _number(form.quantity)
    if typed is not None and typed >= seats.minimum and (seats.maximum is None or typed <= seats.maximum):
        return NONE
    return Problems((Problem("quantity", _reach(seats, reader)),))


def plan_page(
    one: Subscription, plans: Plans, reader: Reader, *, form: PlanForm, problems: Problems = NONE
) -> PlanPage:
    """The plan of today is chosen at first, since it is the one that there is."""
    base, seats = f"/subscriptions/{one.id}", plans.quantity
    shown = [(plan, price) for plan in plans.plans for price in plan.prices if _is_shown(price)]
    several = any(price.kind != "current" for _, price in shown)
    chosen = form.price_id or next((price.price_id for _, price in shown if price.kind == "current"), "")
    return PlanPage(
        name=display_name(one),
        title=reader.say("Change plan") if several else reader.say("Change the number of seats"),
        action=f"{base}/plan/quote",
        back=base,
        prices=tuple(_choice(plan, price, chosen, reader) for plan, price in shown) if several else (),
        seats=SeatsField(
            form.quantity or str(seats.current), seats.minimum, seats.maximum, _reach(seats, reader)
        )
        if seats.allowed
        else None,
        timings=_timings(one, plans, form, reader) if len(plans.timings) > 1 else (),
        code=CodeField(form.code, LONGEST_CODE) if "use_promotion_code" in one.actions else None,
        problems=problems,
    )


def _is_shown(price: PlanPrice) -> bool:
    return price.allowed or price.kind == "current"


def _choice(plan: Plan, price: PlanPrice, chosen: str, reader: Reader) -> Choice:
    amount = reader.price(price.amount, price.interval, price.interval_count)
    hint = reader.say("What you have now.") if price.kind == "current" else (plan.description or "")
    return Choice(
        price.price_id,
        plan.product_name,
        price.price_id == chosen,
        hint=hint,
        price=amount,
        picture=plan.picture,
    )


def _timings(one: Subscription, plans: Plans, form: PlanForm, reader: Reader) -> tuple[Choice, ...]:
    words = {
        "now": reader.say("Now"),
        "period_end": reader.say("When the paid period ends, {day}", day=reader.day(one.current_period_end)),
    }
    chosen = form.when or plans.timings[0]
    return tuple(Choice(when, words[when], when == chosen) for when in plans.timings if when in words)


def _reach(seats: Seats, reader: Reader) -> str:
    least = reader.number(seats.minimum)
    if seats.maximum is None:
        return reader.say("{least} at the least.", least=least)
    return reader.say("From {least} to {most}.", least=least, most=reader.number(seats.maximum))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("1000000") else None
