"""Tickets for businesses."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Body, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_support.api.answers import TicketAnswer, WholeTicketAnswer, ticket_answer, whole_ticket_answer
from foyer_support.api.bodies import AsWritten, NewReply
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.open_ticket import open_ticket
from foyer_support.use_cases.read_ticket import read_ticket
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket
from foyer_support.use_cases.tick_checklist import tick_checklist

router = APIRouter(prefix="/v1/tickets")

Reader = Annotated[Door, Depends(business_door("support:read"))]
Writer = Annotated[Door, Depends(business_door("support:write"))]


class Tick(Body):
    """Whether staff have seen to it."""

    model_config = showing({"done": True})

    done: bool


class NewTicket(Body):
    """What staff write down for a customer."""

    model_config = showing(
        {
            "customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m",
            "subject": "A question about your invoice",
            "category": "billing",
            "text": "Which address is to be on it?",
        }
    )

    customer_id: str
    subject: str
    category: str
    text: AsWritten
    priority: str = Priority.NORMAL
    subscription_id: str | None = None
    invoice_id: str | None = None
    order_id: str | None = None


@router.post("", status_code=201, response_model=WholeTicketAnswer)
async def open_for_customer(body: NewTicket, door: Writer) -> JSONResponse:
    """Open a ticket for a customer."""
    door.require_customer(body.customer_id)

    async def effect(work: Work) -> WholeTicketAnswer:
        ticket = await open_ticket(
            work,
            by=Side.STAFF,
            customer_id=body.customer_id,
            subject=body.subject,
            category=body.category,
            text=body.text,
            priority=body.priority,
            links=Links(body.subscription_id, body.invoice_id, body.order_id),
        )
        return whole_ticket_answer(await read_ticket(work, ticket.id))

    return await door.once(effect, status=201)


@router.get("")
async def list_tickets(
    door: Reader, paging: Paging, customer_id: str | None = None, subscription_id: str | None = None
) -> Page[TicketAnswer]:
    """The business's, or one customer's, or those about one subscription, the newest first."""
    async with door.reading() as work:
        found = await Tickets(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=paging.after,
            customer_id=customer_id,
            subscription_id=subscription_id,
        )
        return paging.page(found, key=lambda each: each.id, answer=ticket_answer)


@router.get("/{ticket_id}")
async def read(ticket_id: str, door: Reader) -> WholeTicketAnswer:
    """One of them, with its replies."""
    async with door.reading() as work:
        return whole_ticket_answer(await read_ticket(work, ticket_id))


@router.post("/{ticket_id}/replies", status_code=201, response_model=WholeTicketAnswer)
async def reply(ticket_id: str, body: NewReply, door: Writer) -> JSONResponse:
    """Answer the customer."""

    async def effect(work: Work) -> WholeTicketAnswer:
        await reply_to_ticket(work, ticket_id, by=Side.STAFF, text=body.text)
        return whole_ticket_answer(await read_ticket(work, ticket_id))

    return await door.once(effect, status=201)


@router.put("/{ticket_id}/checklist/{position}", response_model=WholeTicketAnswer)
async def tick(ticket_id: str, position: int, body: Tick, door: Writer) -> JSONResponse:
    """Tick what ends with the subscription, by its place on the checklist, from 0; or untick it."""

    async def effect(work: Work) -> WholeTicketAnswer:
        await tick_checklist(work, ticket_id, position, done=body.done)
        return whole_ticket_answer(await read_ticket(work, ticket_id))

    return await door.once(effect)
