"""Asking for the money of a paid invoice, or a part of it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.typed import Typed
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.flashes import REFUND_ASKED, UNDONE
from foyer_portal_bff.views.refund_requests import read_request, refund_form, refund_page
from foyer_portal_bff.views.refusals import NONE, Problems, problem

router = APIRouter(prefix="/invoices/{invoice_id}/refund", include_in_schema=False)

_NOTHING: Mapping[str, str] = {}
_FIELDS = {"amount": "amount", "lines": "how", "reason": "reason"}
_MOST = 20
_OPEN = ("requested", "approved")


@router.get("")
async def refund(desk: AtDesk, invoice_id: PathId) -> Response:
    """What was asked before, and the form."""
    must(desk.who, "support:read")
    return await _show(desk, invoice_id)


@router.post("")
async def ask(
    desk: AtDesk,
    invoice_id: PathId,
    typed: Typed,
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Ask for it, or show the form again with what is wrong."""
    must(desk.who, "support:write")
    client = desk.portal.services.refund_requests
    try:
        found = await client.refundable(desk.caller, invoice_id)
        body, problems = read_request(typed, found, desk.reader)
        if problems:
            return await _show(desk, invoice_id, typed, problems, status=422)
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="request_refund",
            target=invoice_id,
            owner="support",
            call=client.ask(desk.caller, invoice_id, body, idempotency_key=idempotency_key),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        problems = Problems((problem(refusal, desk.reader, fields=_FIELDS),))
        return await _show(desk, invoice_id, typed, problems, status=status_of(refusal))
    return desk.see_other(f"/invoices/{invoice_id}/refund", flash=REFUND_ASKED)


@router.post("/{request_id}/withdraw")
async def withdraw(desk: AtDesk, invoice_id: PathId, request_id: PathId) -> Response:
    """Take it back, while nothing is decided."""
    must(desk.who, "support:write")
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="withdraw_refund_request",
            target=request_id,
            owner="support",
            call=desk.portal.services.refund_requests.withdraw(desk.caller, request_id),
        )
    except FoyerError as refusal:
        if refusal.kind is not Kind.CONFLICT:
            raise
        problems = Problems((problem(refusal, desk.reader),))
        return await _show(desk, invoice_id, problems=problems, status=status_of(refusal))
    return desk.see_other(f"/invoices/{invoice_id}/refund", flash=UNDONE)


async def _show(
    desk: Desk,
    invoice_id: str,
    typed: Mapping[str, str] = _NOTHING,
    problems: Problems = NONE,
    *,
    status: int = 200,
) -> Response:
    """The form is there while something is left to ask for, and no request for it is open."""
    services = desk.portal.services
    invoice = await services.invoicing.invoice(desk.caller, invoice_id)
    asked = await services.refund_requests.page(desk.caller, invoice_id=invoice_id, limit=_MOST, cursor=None)
    may_ask = desk.may("support:write")
    form = None
    if may_ask and not any(each.status in _OPEN for each in asked.data):
        try:
            found = await services.refund_requests.refundable(desk.caller, invoice_id)
        except FoyerError as refusal:
            if refusal.kind not in {Kind.CONFLICT, Kind.NOT_FOUND}:
                raise
            problems = problems or Problems((problem(refusal, desk.reader),))
        else:
            if found.left.amount > 0:
                form = refund_form(
                    found, typed, desk.reader, idempotency_key=new_form_key(), problems=problems
                )
    page = refund_page(
        invoice_id,
        invoice.number,
        asked.data,
        desk.reader,
        form=form,
        may_ask=may_ask,
        problems=NONE if form else problems,
    )
    return await desk.show("refund.html", page, status=status)
