"""Downloading a file, and freeing a device: forms of the page of a subscription or an order."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.orders import show_order
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.entitlements import place_of
from foyer_portal_bff.views.flashes import DEVICE_FREED
from foyer_portal_bff.views.refusals import Problems, problem

router = APIRouter(include_in_schema=False)


@router.post("/entitlements/{entitlement_id}/download")
async def download(desk: AtDesk, entitlement_id: PathId) -> Response:
    """On to a fresh link, which the browser saves while the page stays."""
    must(desk.who, "subscriptions:read")
    try:
        link = await desk.portal.services.entitlements.link(desk.caller, entitlement_id)
    except FoyerError as refusal:
        return await _say_why(desk, entitlement_id, refusal)
    return desk.see_other(link.url)


@router.post("/entitlements/{entitlement_id}/activations/{activation_id}/free")
async def free_device(
    desk: AtDesk,
    entitlement_id: PathId,
    activation_id: PathId,
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Let a license key count for one device less."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.entitlements
    try:
        held = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="free_device",
            target=entitlement_id,
            owner="subscriptions",
            call=client.free_device(
                desk.caller, entitlement_id, activation_id, idempotency_key=idempotency_key
            ),
        )
    except FoyerError as refusal:
        return await _say_why(desk, entitlement_id, refusal)
    return desk.see_other(place_of(held), flash=DEVICE_FREED)


async def _say_why(desk: Desk, entitlement_id: str, refusal: FoyerError) -> Response:
    """The page that the form came from, with what went wrong; that of another customer's is not found."""
    if refusal.kind is Kind.UNAVAILABLE:
        raise refusal
    held = await desk.portal.services.entitlements.one(desk.caller, entitlement_id)
    problems, status = Problems((problem(refusal, desk.reader),)), status_of(refusal)
    if held.subscription_id:
        one = await desk.portal.services.subscriptions.one(desk.caller, held.subscription_id)
        return await show_subscription(desk, one, problems, status=status)
    return await show_order(desk, held.order_id or "", problems, status=status)
