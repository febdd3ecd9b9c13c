"""The form of a subscription's custom fields."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.custom_fields import (
    PREFIX,
    custom_fields_page,
    edit_address,
    field_problems,
    values_of,
    why_not,
)
from foyer_portal_bff.views.flashes import SAVED
from foyer_portal_bff.views.refusals import NONE, Problems

router = APIRouter(prefix="/subscriptions/{subscription_id}/custom-fields", include_in_schema=False)


async def _typed(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {
        name.removeprefix(PREFIX): value
        for name, value in form.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }


Typed = Annotated[Mapping[str, str], Depends(_typed)]


@router.get("")
async def fields_form(desk: AtDesk, subscription_id: PathId) -> Response:
    """The form with what is stored."""
    must(desk.who, "subscriptions:write")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    return await _show(desk, one)


@router.post("")
async def save_fields(
    desk: AtDesk, subscription_id: PathId, typed: Typed, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """Save them, or show the form again with what is wrong beside each field."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    one = await client.one(desk.caller, subscription_id)
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="change_custom_fields",
            target=subscription_id,
            owner="subscriptions",
            call=client.change_fields(
                desk.caller,
                subscription_id,
                values_of(one, typed, desk.reader),
                idempotency_key=idempotency_key,
            ),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        one = await client.one(desk.caller, subscription_id)
        problems = field_problems(refusal, one.fields, desk.reader)
        return await _show(desk, one, typed, problems, status=status_of(refusal))
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=SAVED)


async def _show(
    desk: Desk,
    one: Subscription,
    typed: Mapping[str, str] | None = None,
    problems: Problems = NONE,
    *,
    status: int = 200,
) -> Response:
    if not edit_address(one):
        return await show_subscription(desk, one, problems or why_not(one, desk.reader), status=409)
    page = custom_fields_page(
        one, desk.reader, typed=typed, idempotency_key=new_form_key(), problems=problems
    )
    return await desk.show("custom_fields.html", page, status=status)
