"""`/api/preferences`: what the customer wants to be mailed about."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.models import Body

from foyer_portal_bff.api.fields import PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.notifications import Preferences
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter(prefix="/preferences")
Reader = Annotated[SignedIn, Depends(signed_in_with("notifications:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("notifications:write"))]


class SwitchBody(Body):
    """How it is to be."""

    on: bool


@router.get("")
async def get_preferences(who: Reader, portal: PortalHere) -> Preferences:
    """All categories, and which of them are on."""
    return await portal.services.notifications.preferences(customer_caller(who))


@router.put("/{category}")
async def put_preference(
    category: PathId, body: SwitchBody, who: Writer, portal: PortalHere, key: RepeatKey
) -> Preferences:
    """Switch one of them."""
    return await carry_out_command(
        portal.database,
        who,
        action="switch_messages",
        target=category,
        owner="notifications",
        call=portal.services.notifications.switch(
            customer_caller(who), category, on=body.on, idempotency_key=key
        ),
    )
