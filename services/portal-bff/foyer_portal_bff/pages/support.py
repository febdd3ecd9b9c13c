"""Tickets: the list, one of them, and a new one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of
from starlette.datastructures import UploadFile

from foyer_portal_bff.api import tickets
from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.gateways.models.invoicing import Invoice, Order
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.gateways.models.tolerant import PageOf, Tolerant
from foyer_portal_bff.pages.chosen_files import Files
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.views.flashes import ASKED, REPLIED, TICKET_CLOSED, TICKET_REOPENED
from foyer_portal_bff.views.paging import more
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.support import (
    Things,
    TicketForm,
    check_reply,
    check_ticket,
    form_about,
    new_ticket_page,
    support_page,
    ticket_page,
)

router = APIRouter(include_in_schema=False)

T = TypeVar("T", bound=Tolerant)


_FIELDS = {name: name for name in ("subject", "category", "text")} | {"file": "attachments"}
CHUNK = 256 * 1024
"""Bytes of a file that are sent on at a time."""
_MOST_TO_CHOOSE = 50
"""Of each kind, the newest."""


@router.get("/support")
async def support(desk: AtDesk, cursor: str | None = None) -> Response:
    """Newest first."""
    must(desk.who, "support:read")
    found = await desk.portal.services.support.tickets(desk.caller, limit=30, cursor=cursor)
    page = support_page(
        found.data,
        desk.reader,
        more=more("/support", found.next_cursor),
        may_ask=desk.may("support:write"),
    )
    return await desk.show("support.html", page)


@router.get("/support/new")
async def new_ticket(desk: AtDesk, about: str = "") -> Response:
    """The form; `about` is the subscription, invoice or order that the question is about."""
    must(desk.who, "support:write")
    if not about:
        return await _form(desk, TicketForm())
    return await _form(desk, form_about(await _thing(desk, about), desk.reader))


@router.post("/support/new")
async def open_ticket(
    desk: AtDesk,
    attachments: Files,
    subject: Annotated[str, Form()] = "",
    category: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    about: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Ask, or show the form again with what is wrong."""
    must(desk.who, "support:write")
    form = TicketForm(subject, category, text, about)
    problems = check_ticket(form, desk.reader, files=len(attachments))
    if problems:
        return await _form(desk, form, problems, status=422)
    try:
        ticket = await tickets.open_ticket(
            desk.portal,
            desk.who,
            subject=subject.strip(),
            category=category,
            text=text.strip(),
            links=form.links,
            attachment_ids=await _sent(desk, attachments),
            key=idempotency_key,
        )
    except FoyerError as refusal:
        found = Problems((problem(refusal, desk.reader, fields=_FIELDS),))
        key = _key_again(refusal, idempotency_key)
        return await _form(desk, form, found, status=status_of(refusal), key=key)
    return desk.see_other(f"/support/{ticket.id}", flash=ASKED)


@router.get("/support/{ticket_id}")
async def ticket(desk: AtDesk, ticket_id: str) -> Response:
    """One of them."""
    must(desk.who, "support:read")
    return await _ticket(desk, ticket_id)


@router.post("/support/{ticket_id}/replies")
async def reply(
    desk: AtDesk,
    ticket_id: PathId,
    attachments: Files,
    text: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Answer, or show the ticket again with what was typed and what is wrong."""
    must(desk.who, "support:write")
    problems = check_reply(text, desk.reader, files=len(attachments))
    if problems:
        return await _ticket(desk, ticket_id, text, problems, status=422)
    try:
        await tickets.reply_to_ticket(
            desk.portal,
            desk.who,
            ticket_id,
            text=text.strip(),
            attachment_ids=await _sent(desk, attachments),
            key=idempotency_key,
        )
    except FoyerError as refusal:
        if refusal.kind is Kind.NOT_FOUND:
            raise
        found = Problems((problem(refusal, desk.reader, fields=_FIELDS),))
        key = _key_again(refusal, idempotency_key)
        return await _ticket(desk, ticket_id, text, found, status=status_of(refusal), key=key)
    return desk.see_other(f"/support/{ticket_id}", flash=REPLIED)


@router.get("/support/{ticket_id}/attachments/{attachment_id}")
async def attachment(desk: AtDesk, ticket_id: PathId, attachment_id: PathId) -> Response:
    """A file that came with it, to be saved."""
    must(desk.who, "support:read")
    return await passed_on(await desk.portal.services.support.file(desk.caller, ticket_id, attachment_id))


@router.post("/support/{ticket_id}/close")
async def close(desk: AtDesk, ticket_id: PathId) -> Response:
    """It needs no answer any more."""
    must(desk.who, "support:write")
    await tickets.move_ticket(desk.portal, desk.who, ticket_id, "close")
    return desk.see_other(f"/support/{ticket_id}", flash=TICKET_CLOSED)


@router.post("/support/{ticket_id}/reopen")
async def reopen(desk: AtDesk, ticket_id: PathId) -> Response:
    """It needs one after all."""
    must(desk.who, "support:write")
    await tickets.move_ticket(desk.portal, desk.who, ticket_id, "reopen")
    return desk.see_other(f"/support/{ticket_id}", flash=TICKET_REOPENED)


async def _form(
    desk: Desk, form: TicketForm, problems: Problems = NONE, *, status: int = 200, key: str | None = None
) -> Response:
    page = new_ticket_page(
        desk.reader,
        form=form,
        things=await _things(desk),
        idempotency_key=key or new_form_key(),
        problems=problems,
    )
    return await desk.show("new_ticket.html", page, status=status)


async def _ticket(
    desk: Desk,
    ticket_id: str,
    typed: str = "",
    problems: Problems = NONE,
    *,
    status: int = 200,
    key: str | None = None,
) -> Response:
    page = ticket_page(
        await desk.portal.services.support.ticket(desk.caller, ticket_id),
        desk.reader,
        business=desk.who.business.brand.name,
        may_write=desk.may("support:write"),
        idempotency_key=key or new_form_key(),
        typed=typed,
        problems=problems,
    )
    return await desk.show("ticket.html", page, status=status)


async def _thing(desk: Desk, about: str) -> Subscription | Invoice | Order:
    services = desk.portal.services
    if about.startswith("inv_"):
        must(desk.who, "invoicing:read")
        return await services.invoicing.invoice(desk.caller, about)
    if about.startswith("ord_"):
        must(desk.who, "invoicing:read")
        return await services.invoicing.order(desk.caller, about)
    must(desk.who, "subscriptions:read")
    return await services.subscriptions.one(desk.caller, about)


async def _things(desk: Desk) -> Things:
    """What to ask about; a service that is away has nothing to choose from, and questions go on."""
    services = desk.portal.services
    return Things(
        *await asyncio.gather(
            _some(desk, "subscriptions:read", services.subscriptions.list_page),
            _some(desk, "invoicing:read", services.invoicing.invoices),
            _some(desk, "invoicing:read", services.invoicing.orders),
        )
    )


async def _some(desk: Desk, scope: str, read: Callable[..., Awaitable[PageOf[T]]]) -> tuple[T, ...]:
    if not desk.may(scope):
        return ()
    try:
        return (await read(desk.caller, limit=_MOST_TO_CHOOSE)).data
    except FoyerError as refusal:
        if refusal.kind is not Kind.UNAVAILABLE:
            raise
        return ()


async def _sent(desk: Desk, files: list[UploadFile]) -> list[str]:
    """Their ids; they wait with support for what they come with."""
    support = desk.portal.services.support
    return [(await support.send_file(desk.caller, _read(file), name=str(file.filename))).id for file in files]


async def _read(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK):
        yield chunk


def _key_again(refusal: FoyerError, key: str | None) -> str | None:
    # What went to somebody who is away may have arrived: the same form again is the same command.
    return key if refusal.kind is Kind.UNAVAILABLE else None
