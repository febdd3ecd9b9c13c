"""Tickets: the list, one of them, and a new one."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.flashes import ASKED
from foyer_portal_bff.views.paging import more
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.support import (
    TicketForm,
    check_ticket,
    form_about,
    new_ticket_page,
    support_page,
    ticket_page,
)

router = APIRouter(include_in_schema=False)

_FIELDS = {name: name for name in ("subject", "category", "text")}


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
    """The form; `about` is the subscription that the question is about."""
    must(desk.who, "support:write")
    if not about:
        return await _form(desk, TicketForm())
    must(desk.who, "subscriptions:read")
    one = await desk.portal.services.subscriptions.one(desk.caller, about)
    return await _form(desk, form_about(one, desk.reader))


@router.post("/support/new")
async def open_ticket(
    desk: AtDesk,
    subject: Annotated[str, Form()] = "",
    category: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Ask, or show the form again with what is wrong."""
    must(desk.who, "support:write")
    form = TicketForm(subject, category, text)
    problems = check_ticket(form, desk.reader)
    if problems:
        return await _form(desk, form, problems, status=422)
    try:
        ticket = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="open_ticket",
            target=None,
            owner="support",
            call=desk.portal.services.support.open_ticket(
                desk.caller,
                subject=subject.strip(),
                category=category,
                text=text.strip(),
                idempotency_key=idempotency_key,
            ),
        )
    except FoyerError as refusal:
        # What went to somebody who is away may have arrived: the same form again is the same command.
        key = idempotency_key if refusal.kind is Kind.UNAVAILABLE else None
        found = Problems((problem(refusal, desk.reader, fields=_FIELDS),))
        return await _form(desk, form, found, status=status_of(refusal), key=key)
    return desk.see_other(f"/support/{ticket.id}", flash=ASKED)


@router.get("/support/{ticket_id}")
async def ticket(desk: AtDesk, ticket_id: str) -> Response:
    """One of them."""
    must(desk.who, "support:read")
    found = await desk.portal.services.support.ticket(desk.caller, ticket_id)
    page = ticket_page(found, desk.reader, business=desk.who.business.brand.name)
    return await desk.show("ticket.html", page)


async def _form(
    desk: Desk, form: TicketForm, problems: Problems = NONE, *, status: int = 200, key: str | None = None
) -> Response:
    page = new_ticket_page(desk.reader, form=form, idempotency_key=key or new_form_key(), problems=problems)
    return await desk.show("new_ticket.html", page, status=status)
