"""What a customer sees of support, and says to it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Body
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_support.api.answers import (
    CustomerTicketAnswer,
    ExportAnswer,
    OverviewAnswer,
    TicketAnswer,
    customer_ticket_answer,
    ticket_answer,
    whole_ticket_answer,
)
from foyer_support.api.bodies import AsWritten, NewReply
from foyer_support.domain.links import Links
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.storage.tickets import Tickets
from foyer_support.storage.which_tickets import TicketFilter
from foyer_support.use_cases.change_status import change_status
from foyer_support.use_cases.open_ticket import open_ticket
from foyer_support.use_cases.read_ticket import read_ticket
from foyer_support.use_cases.read_tickets import read_tickets
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket

MOST_IN_OVERVIEW = 20
MOST_IN_EXPORT = 10_000
"""Far more than anybody has."""

router = APIRouter(prefix="/customer")

Reader = Annotated[Door, Depends(customer_door("support:read"))]
Writer = Annotated[Door, Depends(customer_door("support:write"))]


class Question(Body):
    """What a customer asks for."""

    subject: str
    category: str
    text: AsWritten
    subscription_id: str | None = None
    invoice_id: str | None = None
    order_id: str | None = None
    """What it is about; the portal has seen that it is the customer's."""
    attachment_ids: tuple[str, ...] = ()
    """Of files that were sent before."""


@router.get("/overview")
async def overview(door: Reader) -> OverviewAnswer:
    """What is not resolved, the newest first."""
    async with door.reading() as work:
        found = await Tickets(work.session).list_not_resolved(work.scope, limit=MOST_IN_OVERVIEW)
        return OverviewAnswer(open_tickets=[ticket_answer(ticket) for ticket in found])


@router.get("/tickets")
async def tickets(door: Reader, paging: Paging, subscription_id: str | None = None) -> Page[TicketAnswer]:
    """The newest first; about one subscription when named."""
    async with door.reading() as work:
        found = await Tickets(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=paging.after,
            chosen=TicketFilter(subscription_id=subscription_id),
        )
        return paging.page(found, key=lambda each: each.id, answer=ticket_answer)


@router.get("/export")
async def export(door: Reader) -> ExportAnswer:
    """All tickets with all that was written on them, the newest first."""
    async with door.reading() as work:
        found = await Tickets(work.session).list_page(work.scope, limit=MOST_IN_EXPORT)
        return ExportAnswer(tickets=[whole_ticket_answer(whole) for whole in await read_tickets(work, found)])


@router.get("/tickets/{ticket_id}")
async def read(ticket_id: str, door: Reader) -> CustomerTicketAnswer:
    """One of them, with its replies."""
    async with door.reading() as work:
        return await _whole(work, ticket_id)


@router.post("/tickets", status_code=201, response_model=CustomerTicketAnswer)
async def ask(body: Question, door: Writer) -> JSONResponse:
    """Ask for something."""

    async def effect(work: Work) -> CustomerTicketAnswer:
        ticket = await open_ticket(
            work,
            by=Side.CUSTOMER,
            customer_id=str(work.scope.customer_id),
            subject=body.subject,
            category=body.category,
            text=body.text,
            links=Links(body.subscription_id, body.invoice_id, body.order_id),
            attachment_ids=body.attachment_ids,
        )
        return await _whole(work, ticket.id)

    return await door.once(effect, status=201)


@router.post("/tickets/{ticket_id}/replies", status_code=201, response_model=CustomerTicketAnswer)
async def reply(ticket_id: str, body: NewReply, door: Writer) -> JSONResponse:
    """Answer; a resolved ticket opens again."""

    async def effect(work: Work) -> CustomerTicketAnswer:
        await reply_to_ticket(
            work, ticket_id, by=Side.CUSTOMER, text=body.text, attachment_ids=body.attachment_ids
        )
        return await _whole(work, ticket_id)

    return await door.once(effect, status=201)


@router.post("/tickets/{ticket_id}/close", response_model=CustomerTicketAnswer)
async def close(ticket_id: str, door: Writer) -> JSONResponse:
    """It needs no answer any more."""
    return await _move(door, ticket_id, Status.RESOLVED)


@router.post("/tickets/{ticket_id}/reopen", response_model=CustomerTicketAnswer)
async def reopen(ticket_id: str, door: Writer) -> JSONResponse:
    """It needs one after all; at most 14 days after it was resolved."""
    return await _move(door, ticket_id, Status.OPEN)


async def _move(door: Door, ticket_id: str, status: Status) -> JSONResponse:
    async def effect(work: Work) -> CustomerTicketAnswer:
        await change_status(work, ticket_id, status, by=Side.CUSTOMER)
        return await _whole(work, ticket_id)

    return await door.once(effect)


async def _whole(work: Work, ticket_id: str) -> CustomerTicketAnswer:
    return customer_ticket_answer(await read_ticket(work, ticket_id), now=work.now)
