"""Another plan, other seats, another cycle: choose, see what it costs, confirm."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.portal_session import FlowType
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.refused import is_of_the_page, saying_when
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.count_promotion_code import count_promotion_code
from foyer_portal_bff.use_cases.quote_plan_change import quote_plan_change
from foyer_portal_bff.views.flashes import PLAN_AWAITS_PAYMENT, PLAN_CHANGED, PLAN_PLANNED
from foyer_portal_bff.views.plan import CHANGES, PlanForm, check_plan, plan_page, why_not
from foyer_portal_bff.views.plan_quote import plan_quote_page
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.subscriptions import pending_plan

router = APIRouter(prefix="/subscriptions/{subscription_id}/plan", include_in_schema=False)

_FIELDS = {"price_id": "price_id", "quantity": "quantity", "when": "when", "code": "code"}
_QUOTED_AGAIN = frozenset({"quote_expired", "quote_outdated", "quote_not_found"})
"""The refusals after which the page shows what it costs by now."""


async def _form(
    desk: AtDesk,
    price_id: Annotated[str, Form()] = "",
    quantity: Annotated[str, Form()] = "",
    when: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
) -> PlanForm:
    return _given(desk) or PlanForm(price_id, quantity.strip(), when, code.strip())


def _given(desk: Desk) -> PlanForm | None:
    """The one change that somebody was let in to confirm, whatever a form says."""
    task = desk.who.task
    if task is None or task.type is not FlowType.SUBSCRIPTION_UPDATE_CONFIRM:
        return None
    change = task.change
    return PlanForm(change.price_id or "", str(change.quantity or ""), "", change.promotion_code or "")


Chosen = Annotated[PlanForm, Depends(_form)]


@router.get("")
async def choose(desk: AtDesk, subscription_id: PathId) -> Response:
    """What there is to choose from."""
    must(desk.who, "subscriptions:write")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    return await _choices(desk, one, PlanForm())


@router.get("/quote")
@router.post("/quote")
async def quote(desk: AtDesk, subscription_id: PathId, form: Chosen) -> Response:
    """What it costs."""
    must(desk.who, "subscriptions:write")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    return await _quoted(desk, one, form)


@router.post("")
async def change(
    desk: AtDesk,
    subscription_id: PathId,
    form: Chosen,
    quote: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Take the quote, or say why not."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    try:
        changed = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="change_plan",
            target=subscription_id,
            owner="subscriptions",
            call=client.change(desk.caller, subscription_id, quote, idempotency_key=idempotency_key),
        )
    except FoyerError as refusal:
        if refusal.kind is Kind.UNAVAILABLE or refusal.code == "subscription_not_found":
            raise
        one = await client.one(desk.caller, subscription_id)
        found = Problems((problem(refusal, desk.reader),))
        if refusal.code in _QUOTED_AGAIN:
            return await _quoted(desk, one, form, found, status=status_of(refusal))
        return await show_subscription(desk, one, found, status=status_of(refusal))
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=_flash(changed))


def _flash(changed: Subscription) -> str:
    waiting = pending_plan(changed)
    if waiting is None:
        return PLAN_CHANGED
    return PLAN_AWAITS_PAYMENT if waiting.plan and waiting.plan.awaiting_payment else PLAN_PLANNED


async def _quoted(
    desk: Desk, one: Subscription, form: PlanForm, problems: Problems = NONE, *, status: int = 200
) -> Response:
    plans = await desk.portal.services.subscriptions.plans(desk.caller, one.id)
    wrong = check_plan(form, plans, desk.reader)
    if wrong:
        return await _choices(desk, one, form, wrong, status=422)
    try:
        if form.code:
            await count_promotion_code(desk.portal.database, desk.who)
        priced = await quote_plan_change(desk.portal.services, desk.caller, one.id, form.asked())
    except FoyerError as refusal:
        if is_of_the_page(refusal):
            raise
        found = Problems((problem(refusal, desk.reader, fields=_FIELDS),))
        return saying_when(await _choices(desk, one, form, found, status=status_of(refusal)), refusal)
    page = plan_quote_page(
        one, priced, desk.reader, form=form, idempotency_key=new_form_key(), problems=problems
    )
    if _given(desk):
        page = replace(page, again="")
    return await desk.show("plan_quote.html", page, status=status)


async def _choices(
    desk: Desk, one: Subscription, form: PlanForm, problems: Problems = NONE, *, status: int = 200
) -> Response:
    if not CHANGES & set(one.actions):
        found = problems or why_not(one, desk.reader)
        return await show_subscription(desk, one, found, status=status if problems else 409)
    plans = await desk.portal.services.subscriptions.plans(desk.caller, one.id)
    page = plan_page(one, plans, desk.reader, form=form, problems=problems)
    return await desk.show("plan.html", page, status=status)
