"""The customer's own details, and the form that changes them."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.export import sees_all
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.typed import Typed
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.details import details_page
from foyer_portal_bff.views.details_form import changes_of, details_form, typed_before
from foyer_portal_bff.views.flashes import SAVED

router = APIRouter(prefix="/details", include_in_schema=False)

_PAST_ADDRESSES = 50


@router.get("")
async def details(desk: AtDesk) -> Response:
    """What is known of the customer, and which addresses held before."""
    must(desk.who, "invoicing:read")
    invoicing = desk.portal.services.invoicing
    profile, addresses = await asyncio.gather(
        invoicing.profile(desk.caller), invoicing.addresses(desk.caller, limit=_PAST_ADDRESSES)
    )
    page = details_page(
        profile,
        addresses.data,
        desk.reader,
        may_edit=desk.may("invoicing:write"),
        may_take=sees_all(desk.who),
        may_close=desk.who.role is Role.OWNER,
    )
    return await desk.show("details.html", page)


@router.get("/edit")
async def edit_details(desk: AtDesk) -> Response:
    """The form with what is stored."""
    must(desk.who, "invoicing:write")
    profile = await desk.portal.services.invoicing.profile(desk.caller)
    page = details_form(
        profile,
        typed_before(profile, desk.reader),
        desk.reader,
        idempotency_key=new_form_key(),
        fixed=desk.who.configuration.fixed_details(),
    )
    return await desk.show("details_form.html", page)


@router.post("/edit")
async def save_details(
    desk: AtDesk, typed: Typed, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """Save them, or show the form again with what is wrong beside each input."""
    must(desk.who, "invoicing:write")
    client = desk.portal.services.invoicing
    profile, fixed = await client.profile(desk.caller), desk.who.configuration.fixed_details()
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="change_details",
            target=desk.who.customer_id,
            owner="invoicing",
            call=client.change_profile(
                desk.caller,
                changes_of(profile, typed, desk.reader, fixed=fixed),
                idempotency_key=idempotency_key,
            ),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        page = details_form(
            profile,
            typed,
            desk.reader,
            idempotency_key=new_form_key(),
            fixed=fixed,
            refusal=refusal,
        )
        return await desk.show("details_form.html", page, status=status_of(refusal))
    return desk.see_other("/details", flash=SAVED)
