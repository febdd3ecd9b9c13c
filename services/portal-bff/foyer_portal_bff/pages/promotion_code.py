"""A promotion code: type it, see what it changes, use it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from foyer_shared.basics.errors import FoyerError
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.refused import is_of_the_page, saying_when
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.count_promotion_code import count_promotion_code
from foyer_portal_bff.views.flashes import DISCOUNTED
from foyer_portal_bff.views.promotion_code import check_code, code_page, code_preview_page, why_not
from foyer_portal_bff.views.refusals import NONE, Problems, problem

router = APIRouter(prefix="/subscriptions/{subscription_id}/promotion-code", include_in_schema=False)


async def _typed(code: Annotated[str, Form()] = "") -> str:
    return code.strip()


Typed = Annotated[str, Depends(_typed)]


@router.get("")
async def code_form(desk: AtDesk, subscription_id: PathId) -> Response:
    """The form."""
    must(desk.who, "subscriptions:write")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    return await _form(desk, one)


@router.post("/preview")
async def preview(desk: AtDesk, subscription_id: PathId, code: Typed) -> Response:
    """What it changes."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    one = await client.one(desk.caller, subscription_id)
    if wrong := check_code(code, desk.reader):
        return await _form(desk, one, code, wrong, status=422)
    try:
        await count_promotion_code(desk.portal.database, desk.who)
        found = await client.preview_promotion_code(desk.caller, subscription_id, code)
    except FoyerError as refusal:
        return await _refused(desk, one, code, refusal)
    page = code_preview_page(one, found, desk.reader, code=code, idempotency_key=new_form_key())
    return await desk.show("promotion_code_preview.html", page)


@router.post("")
async def use_code(
    desk: AtDesk, subscription_id: PathId, code: Typed, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """Take its discount, or say why not."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    if wrong := check_code(code, desk.reader):
        return await _form(desk, await client.one(desk.caller, subscription_id), code, wrong, status=422)
    try:
        await count_promotion_code(desk.portal.database, desk.who)
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="use_promotion_code",
            target=subscription_id,
            owner="subscriptions",
            call=client.use_promotion_code(
                desk.caller, subscription_id, code, idempotency_key=idempotency_key
            ),
        )
    except FoyerError as refusal:
        return await _refused(desk, await client.one(desk.caller, subscription_id), code, refusal)
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=DISCOUNTED)


async def _refused(desk: Desk, one: Subscription, code: str, refusal: FoyerError) -> Response:
    if is_of_the_page(refusal):
        raise refusal
    found = Problems((problem(refusal, desk.reader, fields={"code": "code"}),))
    return saying_when(await _form(desk, one, code, found, status=status_of(refusal)), refusal)


async def _form(
    desk: Desk, one: Subscription, code: str = "", problems: Problems = NONE, *, status: int = 200
) -> Response:
    if "use_promotion_code" not in one.actions:
        found = problems or why_not(one, desk.reader)
        return await show_subscription(desk, one, found, status=status if problems else 409)
    page = code_page(one, code=code, problems=problems)
    return await desk.show("promotion_code.html", page, status=status)
