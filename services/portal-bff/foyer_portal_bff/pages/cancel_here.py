"""Canceling a contract without signing in: always there, whatever a policy offers and whoever is away."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Origin, Scope
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.domain.declaration import DeclarationKeyReused
from foyer_portal_bff.domain.visitor_declaration import VISITOR
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.refused import saying_when
from foyer_portal_bff.use_cases.count_visitor_declaration import count_visitor_declaration
from foyer_portal_bff.use_cases.read_visitor_receipt import read_visitor_receipt
from foyer_portal_bff.use_cases.record_visitor_declaration import record_visitor_declaration
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.visitor_cancellation import (
    CancelHereForm,
    VisitorReceiptPage,
    cancel_here_page,
    cancel_words,
    check_cancel_here,
    receipt_as_text,
    visitor_receipt_page,
)

router = APIRouter(prefix="/cancel", include_in_schema=False)

_OUR_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
"""As `new_form_key` makes them: who has it sees the receipt, so that nobody else's will do."""


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
    words, business = cancel_words(form), desk.visitor.business
    key = idempotency_key if _OUR_KEY.fullmatch(idempotency_key) else new_form_key()
    database = desk.portal.database
    try:
        await count_visitor_declaration(
            database,
            business_id=business.id,
            address=desk.visitor.request.ip,
            receipt_to=words.receipt_to,
        )
        origin = Origin(Scope(business.id), VISITOR, business.now(real_now()), desk.visitor.request.id)
        async with database.work(origin) as work:
            await record_visitor_declaration(
                work,
                words,
                language=desk.reader.language.code,
                number_prefix=business.number_prefix,
                receipt_key=key,
            )
    except DeclarationKeyReused as refusal:
        return _show(desk, form, Problems((problem(refusal, desk.reader),)), status=409)
    except TooManyRequests as refusal:
        found = Problems((problem(refusal, desk.reader),))
        return saying_when(_show(desk, form, found, status=429), refusal)
    return RedirectResponse(f"/cancel/receipt/{key}", 303)


@router.get("/receipt/{key}")
async def receipt(desk: AsVisitor, key: str) -> Response:
    """What was received and when, to be printed or saved."""
    return desk.show("visitor_receipt.html", await _receipt(desk, key))


@router.get("/receipt/{key}/text")
async def receipt_text(desk: AsVisitor, key: str) -> Response:
    """The same as a file."""
    page = await _receipt(desk, key)
    return PlainTextResponse(
        receipt_as_text(page, desk.reader),
        headers={"Content-Disposition": f'attachment; filename="{page.number}.txt"'},
    )


async def _receipt(desk: VisitorDesk, key: str) -> VisitorReceiptPage:
    declared = await read_visitor_receipt(desk.portal.database, desk.visitor.business.id, key)
    return visitor_receipt_page(
        declared,
        desk.reader,
        company=desk.visitor.business.legal_name,
        download=f"/cancel/receipt/{key}/text",
    )


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
