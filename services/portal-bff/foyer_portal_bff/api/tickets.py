"""`/api/tickets`: what the customer asked, and the answers."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import must, signed_in_with
from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.support import Attachment, Ticket
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter(prefix="/tickets")
files_router = APIRouter()
Reader = Annotated[SignedIn, Depends(signed_in_with("support:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("support:write"))]


LINKS = {"subscription_id", "invoice_id", "order_id"}
"""What a ticket may be about."""


class TicketBody(Body):
    """A question; support says which categories there are."""

    subject: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    category: Annotated[str, StringConstraints(max_length=40)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    subscription_id: str | None = None
    invoice_id: str | None = None
    order_id: str | None = None
    attachment_ids: tuple[str, ...] = ()

    def links(self) -> dict[str, str]:
        """What it is about, by the names of the fields."""
        return self.model_dump(include=LINKS, exclude_none=True)


class ReplyBody(Body):
    """An answer."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=False)]
    attachment_ids: tuple[str, ...] = ()


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
    return await open_ticket(
        portal,
        who,
        subject=body.subject,
        category=body.category,
        text=body.text,
        links=body.links(),
        attachment_ids=body.attachment_ids,
        key=key,
    )


@router.post("/{ticket_id}/replies", status_code=201)
async def post_reply(
    ticket_id: PathId, body: ReplyBody, who: Writer, portal: PortalHere, key: RepeatKey
) -> Ticket:
    """Answer; a resolved ticket opens again."""
    return await reply_to_ticket(
        portal, who, ticket_id, text=body.text, attachment_ids=body.attachment_ids, key=key
    )


@router.post("/{ticket_id}/close")
async def post_close(ticket_id: PathId, who: Writer, portal: PortalHere) -> Ticket:
    """It needs no answer any more."""
    return await move_ticket(portal, who, ticket_id, "close")


@router.post("/{ticket_id}/reopen")
async def post_reopen(ticket_id: PathId, who: Writer, portal: PortalHere) -> Ticket:
    """It needs one after all."""
    return await move_ticket(portal, who, ticket_id, "reopen")


@router.get("/{ticket_id}/attachments/{attachment_id}")
async def get_attachment(
    ticket_id: PathId, attachment_id: PathId, who: Reader, portal: PortalHere
) -> Response:
    """A file, to be saved."""
    return await passed_on(await portal.services.support.file(customer_caller(who), ticket_id, attachment_id))


@files_router.post("/attachments", status_code=201)
async def post_attachment(
    request: Request, who: Writer, portal: PortalHere, name: Annotated[str, Query(max_length=1_000)]
) -> Attachment:
    """The body is the file, at most 10 MiB; a question or an answer names its id within a day."""
    return await portal.services.support.send_file(customer_caller(who), request.stream(), name=name)


async def open_ticket(
    portal: Portal,
    who: SignedIn,
    *,
    subject: str,
    category: str,
    text: str,
    links: Mapping[str, str],
    attachment_ids: Sequence[str],
    key: str | None,
) -> Ticket:
    """For the page too. What it is about is looked up where it belongs: another's is not found."""
    caller, services = customer_caller(who), portal.services
    if "subscription_id" in links:
        must(who, "subscriptions:read")
        await services.subscriptions.one(caller, links["subscription_id"])
    if "invoice_id" in links:
        must(who, "invoicing:read")
        await services.invoicing.invoice(caller, links["invoice_id"])
    if "order_id" in links:
        must(who, "invoicing:read")
        await services.invoicing.order(caller, links["order_id"])
    return await carry_out_command(
        portal.database,
        who,
        action="open_ticket",
        target=None,
        owner="support",
        call=services.support.open_ticket(
            caller,
            subject=subject,
            category=category,
            text=text,
            links=links,
            attachment_ids=attachment_ids,
            idempotency_key=key,
        ),
    )


async def reply_to_ticket(
    portal: Portal,
    who: SignedIn,
    ticket_id: str,
    *,
    text: str,
    attachment_ids: Sequence[str],
    key: str | None,
) -> Ticket:
    """For the page too."""
    return await carry_out_command(
        portal.database,
        who,
        action="reply_to_ticket",
        target=ticket_id,
        owner="support",
        call=portal.services.support.reply(
            customer_caller(who), ticket_id, text=text, attachment_ids=attachment_ids, idempotency_key=key
        ),
    )


async def move_ticket(
    portal: Portal, who: SignedIn, ticket_id: str, move: Literal["close", "reopen"]
) -> Ticket:
    """For the page too."""
    return await carry_out_command(
        portal.database,
        who,
        action=f"{move}_ticket",
        target=ticket_id,
        owner="support",
        call=portal.services.support.move(customer_caller(who), ticket_id, move),
    )
