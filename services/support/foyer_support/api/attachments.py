"""Files of tickets: each side sends them before what they come with, and fetches them from the ticket."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.files.names import content_disposition
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.parts import part

from foyer_support.api.answers import AttachmentAnswer, attachment_answer
from foyer_support.domain.attachment import Attachment, kind_of, safe_name
from foyer_support.domain.side import Side
from foyer_support.gateways.attachment_store import AttachmentStore
from foyer_support.storage.attachments import Attachments
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.check_uploads import check_uploads

UPLOADS = re.compile(r"/customer/attachments|/v1/tickets/[^/]+/attachments")
"""The paths whose body is no small document: it is counted as it is stored."""

CustomerUploader = Annotated[Door, Depends(customer_door("support:write", streamed=True))]
Uploader = Annotated[Door, Depends(business_door("support:write", streamed=True))]
CustomerReader = Annotated[Door, Depends(customer_door("support:read"))]
Reader = Annotated[Door, Depends(business_door("support:read"))]
Store = Annotated[AttachmentStore, Depends(part(AttachmentStore))]
Name = Annotated[str, Query(max_length=1_000)]

router = APIRouter(tags=["attachments"])


@router.post("/customer/attachments", status_code=201, response_model=AttachmentAnswer)
async def send(name: Name, request: Request, door: CustomerUploader, store: Store) -> JSONResponse:
    """The body is the file; a question or an answer names its id within a day."""
    async with door.reading() as work:
        customer_id = str(work.scope.customer_id)
    return await _kept(door, store, request, name, customer_id=customer_id, by=Side.CUSTOMER)


@router.post("/v1/tickets/{ticket_id}/attachments", status_code=201, response_model=AttachmentAnswer)
async def send_with_answer(
    ticket_id: str, name: Name, request: Request, door: Uploader, store: Store
) -> JSONResponse:
    """The body is the file; an answer on the ticket names its id within a day."""
    async with door.reading() as work:
        ticket = await Tickets(work.session).get(work.scope, ticket_id)
    return await _kept(door, store, request, name, customer_id=ticket.customer_id, by=Side.STAFF)


@router.get("/customer/tickets/{ticket_id}/attachments/{attachment_id}")
async def fetch(ticket_id: str, attachment_id: str, door: CustomerReader, store: Store) -> StreamingResponse:
    """A file, to be saved."""
    return await _opened(door, store, ticket_id, attachment_id)


@router.get("/v1/tickets/{ticket_id}/attachments/{attachment_id}")
async def fetch_for_staff(
    ticket_id: str, attachment_id: str, door: Reader, store: Store
) -> StreamingResponse:
    """A file, to be saved."""
    return await _opened(door, store, ticket_id, attachment_id)


async def _kept(
    door: Door, store: AttachmentStore, request: Request, name: str, *, customer_id: str, by: Side
) -> JSONResponse:
    plain = safe_name(name)
    kind = kind_of(plain)
    async with door.reading() as work:
        await check_uploads(work, customer_id, by)
    attachment_id = new_id("att")
    stored = await store.keep(attachment_id, request.stream(), kind)
    attachment = Attachment(
        id=attachment_id,
        business_id=door.caller.business_id,
        customer_id=customer_id,
        by=by,
        name=plain,
        content_type=kind.content_type,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        at=real_now(),
    )
    try:
        async with door.writing() as work:
            await Attachments(work.session).add(attachment)
    except BaseException:
        await store.drop(attachment_id)
        raise
    return JSONResponse(attachment_answer(attachment).model_dump(mode="json"), 201)


async def _opened(
    door: Door, store: AttachmentStore, ticket_id: str, attachment_id: str
) -> StreamingResponse:
    async with door.reading() as work:
        ticket = await Tickets(work.session).get(work.scope, ticket_id)
        attachment = await Attachments(work.session).get(ticket.id, attachment_id)
    return StreamingResponse(
        await store.open(attachment.key),
        media_type=attachment.content_type,
        headers={
            "Content-Disposition": content_disposition(attachment.name),
            "Content-Length": str(attachment.size),
            "X-Content-Type-Options": "nosniff",
        },
    )
