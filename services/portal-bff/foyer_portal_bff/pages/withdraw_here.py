"""Withdrawing without signing in (Directive 2011/83/EU, article 11a): said, then confirmed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Response
from foyer_shared.http.refusals import TooManyRequests

from foyer_portal_bff.domain.declaration import DeclarationKeyReused
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.refused import saying_when
from foyer_portal_bff.pages.visitor_receipts import receive
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.visitor_withdrawal import (
    WithdrawForm,
    check_withdrawal,
    withdraw_page,
    withdraw_words,
)

router = APIRouter(prefix="/withdraw", include_in_schema=False)


async def typed(
    name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    number: Annotated[str, Form()] = "",
    contract: Annotated[str, Form()] = "",
    receipt_to: Annotated[str, Form()] = "",
) -> WithdrawForm:
    return WithdrawForm(*(line.strip() for line in (name, email, number, contract, receipt_to)))


Typed = Annotated[WithdrawForm, Depends(typed)]


@router.get("")
async def ask(desk: AsVisitor, number: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The first step; `number` is that of what its page belongs to."""
    return _show(desk, WithdrawForm(number=number))


@router.post("/confirm")
async def say(desk: AsVisitor, form: Typed) -> Response:
    """The second step: all of it once more, and nothing is declared yet."""
    problems = check_withdrawal(form, desk.reader)
    if problems:
        return _show(desk, form, problems, status=422)
    return _show(desk, form, template="withdraw_confirm.html")


@router.post("")
async def withdraw(desk: AsVisitor, form: Typed, idempotency_key: Annotated[str, Form()] = "") -> Response:
    """Declared."""
    problems = check_withdrawal(form, desk.reader)
    if problems:
        return _show(desk, form, problems, status=422)
    try:
        return await receive(desk, withdraw_words(form), idempotency_key)
    except DeclarationKeyReused as refusal:
        return _show(desk, form, Problems((problem(refusal, desk.reader),)), status=409)
    except TooManyRequests as refusal:
        found = Problems((problem(refusal, desk.reader),))
        return saying_when(_show(desk, form, found, status=429), refusal)


def _show(
    desk: VisitorDesk,
    form: WithdrawForm,
    problems: Problems = NONE,
    *,
    template: str = "withdraw_here.html",
    status: int = 200,
) -> Response:
    page = withdraw_page(
        desk.visitor.business.legal_name,
        form,
        desk.reader,
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return desk.show(template, page, status=status)
