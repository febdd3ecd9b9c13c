"""Tickets for businesses."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Body, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_support.api.bodies import AsWritten, NewReply
from foyer_support.api.staff_answers import (
    DeskAnswer,
    StaffTicketAnswer,
    WholeStaffTicketAnswer,
    desk_answer,
    staff_ticket_answer,
    whole_staff_ticket_answer,
)
from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.storage.desk import count_desk
from foyer_support.storage.notes import Notes
from foyer_support.storage.tickets import Tickets
from foyer_support.storage.which_tickets import TicketFilter
from foyer_support.use_cases.add_note import add_note
from foyer_support.use_cases.open_ticket import open_ticket
from foyer_support.use_cases.read_ticket import read_ticket
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket
from foyer_support.use_cases.tick_checklist import tick_checklist
from foyer_support.use_cases.update_ticket import update_ticket

router = APIRouter(prefix="/v1/tickets")

Reader = Annotated[Door, Depends(business_door("support:read"))]
Writer = Annotated[Door, Depends(business_door("support:write"))]


class Tick(Body):
    """Whether staff have seen to it."""

    model_config = showing({"done": True})

    done: bool


class TicketChanges(Body):
    """What is to change; what is left out stays. `assigned_to` is a name, or null for nobody."""

    model_config = showing({"status": "resolved"}, {"priority": "high", "assigned_to": "Grace"})

    status: str = ""
    category: str = ""
    priority: str = ""
    assigned_to: str | None = None

    def changes(self) -> dict[str, Any]:
        """What was named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class NewNote(Body):
    """What staff write for each other."""

    model_config = showing({"text": "She has called as well."})

    text: AsWritten


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


async def _chosen(
    customer_id: str | None = None,
    subscription_id: str | None = None,
    status: Status | None = None,
    category: Category | None = None,
    priority: Priority | None = None,
    assigned_to: Annotated[str | None, Query(max_length=100)] = None,
    text: Annotated[str | None, Query(max_length=200)] = None,
) -> TicketFilter:
    """`?assigned_to=nobody` finds what is nobody's yet."""
    return TicketFilter(customer_id, subscription_id, status, category, priority, assigned_to, text)


Which = Annotated[TicketFilter, Depends(_chosen)]


@router.post("", status_code=201, response_model=WholeStaffTicketAnswer)
async def open_for_customer(body: NewTicket, door: Writer) -> JSONResponse:
    """Open a ticket for a customer."""
    door.require_customer(body.customer_id)

    async def effect(work: Work) -> WholeStaffTicketAnswer:
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
        return await _whole(work, ticket.id)

    return await door.once(effect, status=201)


@router.get("")
async def list_tickets(door: Reader, paging: Paging, which: Which) -> Page[StaffTicketAnswer]:
    """The business's, or those that are asked for, the newest first."""
    async with door.reading() as work:
        found = await Tickets(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after, chosen=which
        )
        return paging.page(found, key=lambda each: each.id, answer=staff_ticket_answer)


@router.get("/desk")
async def desk(door: Reader) -> DeskAnswer:
    """What waits, and how long customers wait for a first answer."""
    async with door.reading() as work:
        return desk_answer(await count_desk(work.session, work.scope, now=work.now))


@router.get("/{ticket_id}")
async def read(ticket_id: str, door: Reader) -> WholeStaffTicketAnswer:
    """One of them, with its replies and notes."""
    async with door.reading() as work:
        return await _whole(work, ticket_id)


@router.patch("/{ticket_id}", response_model=WholeStaffTicketAnswer)
async def change(ticket_id: str, body: TicketChanges, door: Writer) -> JSONResponse:
    """Sort it, assign it, take it up, resolve it or open it again."""

    async def effect(work: Work) -> WholeStaffTicketAnswer:
        await update_ticket(work, ticket_id, body.changes())
        return await _whole(work, ticket_id)

    return await door.once(effect)


@router.post("/{ticket_id}/notes", status_code=201, response_model=WholeStaffTicketAnswer)
async def note(ticket_id: str, body: NewNote, door: Writer) -> JSONResponse:
    """Write something that the customer never sees."""

    async def effect(work: Work) -> WholeStaffTicketAnswer:
        await add_note(work, ticket_id, body.text)
        return await _whole(work, ticket_id)

    return await door.once(effect, status=201)


@router.post("/{ticket_id}/replies", status_code=201, response_model=WholeStaffTicketAnswer)
async def reply(ticket_id: str, body: NewReply, door: Writer) -> JSONResponse:
    """Answer the customer."""

    async def effect(work: Work) -> WholeStaffTicketAnswer:
        await reply_to_ticket(
            work, ticket_id, by=Side.STAFF, text=body.text, attachment_ids=body.attachment_ids
        )
        return await _whole(work, ticket_id)

    return await door.once(effect, status=201)


@router.put("/{ticket_id}/checklist/{position}", response_model=WholeStaffTicketAnswer)
async def tick(ticket_id: str, position: int, body: Tick, door: Writer) -> JSONResponse:
    """Tick what ends with the subscription, by its place on the checklist, from 0; or untick it."""

    async def effect(work: Work) -> WholeStaffTicketAnswer:
        await tick_checklist(work, ticket_id, position, done=body.done)
        return await _whole(work, ticket_id)

    return await door.once(effect)


async def _whole(work: Work, ticket_id: str) -> WholeStaffTicketAnswer:
    whole = await read_ticket(work, ticket_id)
    return whole_staff_ticket_answer(whole, await Notes(work.session).on(work.scope, ticket_id))
