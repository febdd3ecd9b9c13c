"""The steps of a cancellation. Each form carries what was said before; the session keeps nothing of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind, Unavailable
from foyer_shared.http.client import ServiceAway
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.declaration import State
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.offers import open_offers, show_offers
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.declare_cancellation import declare_cancellation
from foyer_portal_bff.use_cases.find_latest_declaration import find_latest_declaration
from foyer_portal_bff.use_cases.find_subscription_name import find_subscription_name
from foyer_portal_bff.views.cancel import (
    CancelForm,
    away_page,
    check_message,
    confirm_page,
    reason_page,
    why_not,
    words_of,
)
from foyer_portal_bff.views.flashes import CANCEL_RECEIVED, CANCELED
from foyer_portal_bff.views.refusals import NONE, Problems, problem

CHANGED = "cancellation_changed"
"""The refusal of what is no longer what was shown: the confirmation is shown again."""

router = APIRouter(prefix="/subscriptions/{subscription_id}/cancel", include_in_schema=False)


async def said_so_far(
    reason: Annotated[str, Form()] = "", message: Annotated[str, Form()] = ""
) -> CancelForm:
    # A browser sends the end of a line as two characters, and counts it as one.
    return CancelForm(reason, message.replace("\r\n", "\n"))


Said = Annotated[CancelForm, Depends(said_so_far)]


@router.get("")
async def first_step(desk: AtDesk, subscription_id: PathId) -> Response:
    """Why; a business that asks for no reasons goes straight to what comes after it."""
    return await next_step(desk, subscription_id, CancelForm(), asks=True)


@router.post("/reason")
async def after_reason(desk: AtDesk, subscription_id: PathId, form: Said) -> Response:
    """What comes after the reason: other ways, if there are any, else the confirmation."""
    return await next_step(desk, subscription_id, form, check_message(form, desk.reader))


@router.post("/confirm")
async def anyway(desk: AtDesk, subscription_id: PathId, form: Said) -> Response:
    """None of the other ways: the confirmation."""
    problems = check_message(form, desk.reader)
    return await next_step(desk, subscription_id, form, problems, confirms=not problems, offered=not problems)


@router.post("")
async def cancel(
    desk: AtDesk,
    subscription_id: PathId,
    form: Said,
    promise: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Cancel it as was shown, or say why not."""
    must(desk.who, "subscriptions:write")
    problems = check_message(form, desk.reader)
    if problems:
        return await next_step(desk, subscription_id, form, problems)
    try:
        declared = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="cancel_subscription",
            target=subscription_id,
            owner="subscriptions",
            call=declare_cancellation(
                desk.portal.database,
                desk.portal.services.subscriptions,
                desk.who,
                words_of(form, subscription_id),
                promise=promise or None,
                idempotency_key=idempotency_key or new_form_key(),
            ),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        found = Problems((problem(refusal, desk.reader, fields={"reason": "reason"}),))
        changed = refusal.code == CHANGED
        return await next_step(
            desk, subscription_id, form, found, confirms=changed, status=status_of(refusal)
        )
    if declared.canceled is None:
        return desk.see_other(f"/declarations/{declared.declaration.id}")
    flash = CANCELED if declared.canceled.status == "canceled" else CANCEL_RECEIVED
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=flash)


async def next_step(
    desk: Desk,
    subscription_id: str,
    form: CancelForm,
    problems: Problems = NONE,
    *,
    asks: bool = False,
    confirms: bool = False,
    offered: bool = False,
    status: int = 422,
) -> Response:
    """The step that is next, or why there is none. `status` is that of problems, which bring back the step of
    the reason unless it `confirms`; other ways that were `offered` are not offered again.
    """
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    try:
        one = await client.one(desk.caller, subscription_id)
        if "cancel" not in one.actions:
            found = problems or why_not(one, desk.reader)
            return await show_subscription(desk, one, found, status=status if problems else 409)
        plan = await client.cancellation(desk.caller, subscription_id)
    except Unavailable:
        return await _step_while_away(desk, subscription_id, form)
    if (problems and not confirms) or (asks and plan.reasons):
        page = reason_page(one, plan, desk.reader, form=form, problems=problems)
        return await desk.show("cancel_reason.html", page, status=status if problems else 200)
    offers = () if confirms else await open_offers(desk, one, form)
    if offers:
        return await show_offers(desk, one, plan, offers, form)
    confirm = confirm_page(
        one,
        plan,
        desk.reader,
        form=form,
        idempotency_key=new_form_key(),
        offered=offered,
        problems=problems,
    )
    return await desk.show("cancel.html", confirm, status=status if problems else 200)


async def _step_while_away(desk: Desk, subscription_id: str, form: CancelForm) -> Response:
    """Subscriptions is away, which keeps nobody from canceling what the portal knows to be theirs."""
    database = desk.portal.database
    latest = await find_latest_declaration(database, desk.who, subscription_id)
    if latest and latest.outcome.state is State.RECORDED:
        return desk.see_other(f"/declarations/{latest.id}")
    name = await find_subscription_name(database, desk.who, subscription_id)
    if name is None:
        raise ServiceAway("Subscriptions is away, and nothing is known of this subscription.")
    page = away_page(name, subscription_id, desk.reader, form=form, idempotency_key=new_form_key())
    return await desk.show("cancel.html", page)
