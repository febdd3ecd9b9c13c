"""What a customer sees of support, and says to it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Body
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_support.api.answers import (
    ExportAnswer,
    OverviewAnswer,
    TicketAnswer,
    WholeTicketAnswer,
    ticket_answer,
    whole_ticket_answer,
)
from foyer_support.api.bodies import AsWritten, NewReply
from foyer_support.domain.side import Side
from foyer_support.storage.tickets import Tickets
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
            work.scope, limit=paging.one_more, after=paging.after, subscription_id=subscription_id
        )
        return paging.page(found, key=lambda each: each.id, answer=ticket_answer)


@router.get("/export")
async def export(door: Reader) -> ExportAnswer:
    """All tickets with all that was written on them, the newest first."""
    async with door.reading() as work:
        found = await Tickets(work.session).list_page(work.scope, limit=MOST_IN_EXPORT)
        return ExportAnswer(tickets=[whole_ticket_answer(whole) for whole in await read_tickets(work, found)])


@router.get("/tickets/{ticket_id}")
async def read(ticket_id: str, door: Reader) -> WholeTicketAnswer:
    """One of them, with its replies."""
    async with door.reading() as work:
        return whole_ticket_answer(await read_ticket(work, ticket_id))


@router.post("/tickets", status_code=201, response_model=WholeTicketAnswer)
async def ask(body: Question, door: Writer) -> JSONResponse:
    """Ask for something."""

    async def effect(work: Work) -> WholeTicketAnswer:
        ticket = await open_ticket(
            work,
            by=Side.CUSTOMER,
            customer_id=str(work.scope.customer_id),
            subject=body.subject,
            category=body.category,
            text=body.text,
        )
        return whole_ticket_answer(await read_ticket(work, ticket.id))

    return await door.once(effect, status=201)


@router.post("/tickets/{ticket_id}/replies", status_code=201, response_model=WholeTicketAnswer)
async def reply(ticket_id: str, body: NewReply, door: Writer) -> JSONResponse:
    """Answer; a resolved ticket opens again."""

    async def effect(work: Work) -> WholeTicketAnswer:
        await reply_to_ticket(work, ticket_id, by=Side.CUSTOMER, text=body.text)
        return whole_ticket_answer(await read_ticket(work, ticket_id))

    return await door.once(effect, status=201)
