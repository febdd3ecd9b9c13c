"""`GET /dev/mail.json`: the mailbox of a sandbox installation, for scripts."""

from typing import Annotated

from fastapi import APIRouter, Query

from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.models.notifications import Mail
from foyer_portal_bff.gateways.models.tolerant import PageOf

router = APIRouter()


@router.get("/dev/mail.json")
async def get_mail(
    portal: PortalHere,
    business: BusinessHere,
    to: Annotated[str | None, Query(max_length=254)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> PageOf[Mail]:
    """What would have gone out by mail, newest first, to everybody or to one address."""
    caller = portal_caller(business, scope="notifications:read")
    return await portal.services.notifications.mailbox(caller, to=to, limit=limit)
