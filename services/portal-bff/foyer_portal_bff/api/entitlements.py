"""`/api/entitlements`: what the customer can download, their license keys and links."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from foyer_shared.http.models import Body

from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.domain.switched_doors import NOT_THERE, SwitchedOff
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.entitlements import Entitlement, FileLink
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

OWNER = "subscriptions"

router = APIRouter(prefix="/entitlements")
Reader = Annotated[SignedIn, Depends(signed_in_with("subscriptions:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("subscriptions:write"))]
Named = Annotated[str | None, Query(max_length=100)]


class EmptyBody(Body):
    """Nothing is asked."""


@router.get("")
async def get_entitlements(
    who: Reader,
    portal: PortalHere,
    subscription_id: Named = None,
    order_id: Named = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> PageOf[Entitlement]:
    """All of them, or those of a subscription or an order; the newest first."""
    found = await portal.services.entitlements.list_page(
        customer_caller(who),
        subscription_id=subscription_id,
        order_id=order_id,
        limit=limit,
        cursor=cursor,
    )
    shown = tuple(one for one in found.data if who.configuration.shows_goods(one.kind))
    return found.model_copy(update={"data": shown})


@router.get("/{entitlement_id}")
async def get_entitlement(entitlement_id: PathId, who: Reader, portal: PortalHere) -> Entitlement:
    """One of them."""
    found = await portal.services.entitlements.one(customer_caller(who), entitlement_id)
    if not who.configuration.shows_goods(found.kind):
        raise SwitchedOff(NOT_THERE)
    return found


@router.post("/{entitlement_id}/download")
async def post_download(
    entitlement_id: PathId, who: Reader, portal: PortalHere, _: EmptyBody | None = None
) -> FileLink:
    """A link to its file, which needs no token and works for five minutes."""
    return await portal.services.entitlements.link(customer_caller(who), entitlement_id)


@router.delete("/{entitlement_id}/activations/{activation_id}")
async def delete_activation(
    entitlement_id: PathId, activation_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey
) -> Entitlement:
    """Free a device that its license key is used on."""
    return await carry_out_command(
        portal.database,
        who,
        action="free_device",
        target=entitlement_id,
        owner=OWNER,
        call=portal.services.entitlements.free_device(
            customer_caller(who), entitlement_id, activation_id, idempotency_key=key
        ),
    )
