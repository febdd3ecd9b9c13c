"""`/api/tickets`: what the customer asked, and the answers."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.support import Ticket
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter(prefix="/tickets")
Reader = Annotated[SignedIn, Depends(signed_in_with("support:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("support:write"))]


class TicketBody(Body):
    """A question; support says which categories there are."""

    subject: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    category: Annotated[str, StringConstraints(max_length=40)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


@router.get("")
async def get_tickets(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[Ticket]:
    """The tickets, newest first."""
    return await portal.services.support.tickets(customer_caller(who), limit=limit, cursor=cursor)


@router.get("/{ticket_id}")
async def get_ticket(ticket_id: PathId, who: Reader, portal: PortalHere) -> Ticket:
    """One of them, with its replies."""
    return await portal.services.support.ticket(customer_caller(who), ticket_id)


@router.post("", status_code=201)
async def post_ticket(body: TicketBody, who: Writer, portal: PortalHere, key: RepeatKey) -> Ticket:
    """Ask for something."""
    return await carry_out_command(
        portal.database,
        who,
        action="open_ticket",
        target=None,
        owner="support",
        call=portal.services.support.open_ticket(
            customer_caller(who),
            subject=body.subject,
            category=body.category,
            text=body.text,
            idempotency_key=key,
        ),
    )
