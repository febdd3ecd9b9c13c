"""Canceling a contract without signing in: always there, whatever a policy offers and whoever is away."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.domain.declaration import DeclarationKeyReused
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.refused import saying_when
from foyer_portal_bff.pages.visitor_receipts import receive
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.visitor_cancellation import (
    CancelHereForm,
    cancel_here_page,
    cancel_words,
    check_cancel_here,
)

router = APIRouter(prefix="/cancel", include_in_schema=False)


async def typed(
    cause: Annotated[str, Form()] = "ordinary",
    reason: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    number: Annotated[str, Form()] = "",
    contract: Annotated[str, Form()] = "",
    ends: Annotated[str, Form()] = "earliest",
    day: Annotated[str, Form()] = "",
    receipt_to: Annotated[str, Form()] = "",
) -> CancelHereForm:
    # A browser sends the end of a line as two characters, and counts it as one.
    reason = reason.replace("\r\n", "\n").strip()
    lines = (name, email, number, contract, ends, day, receipt_to)
    return CancelHereForm(cause, reason, *(line.strip() for line in lines))


@router.get("")
async def ask(desk: AsVisitor) -> Response:
    """The form."""
    return _show(desk, CancelHereForm())


@router.post("")
async def cancel(
    desk: AsVisitor,
    form: Annotated[CancelHereForm, Depends(typed)],
    idempotency_key: Annotated[str, Form()] = "",
) -> Response:
    """Recorded with its arrival; nobody is called, and the answer is the same whoever it is."""
    problems = check_cancel_here(form, desk.reader)
    if problems:
        return _show(desk, form, problems, status=422)
    try:
        return await receive(desk, cancel_words(form), idempotency_key)
    except DeclarationKeyReused as refusal:
        return _show(desk, form, Problems((problem(refusal, desk.reader),)), status=409)
    except TooManyRequests as refusal:
        found = Problems((problem(refusal, desk.reader),))
        return saying_when(_show(desk, form, found, status=429), refusal)


def _show(
    desk: VisitorDesk, form: CancelHereForm, problems: Problems = NONE, *, status: int = 200
) -> Response:
    page = cancel_here_page(
        desk.visitor.business.legal_name,
        form,
        desk.reader,
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return desk.show("cancel_here.html", page, status=status)
